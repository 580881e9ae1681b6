using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Api.Doors;
using Orchestrator.V1;

namespace Orchestrator.Api.NextActions;

/// <summary>A command that somebody might give next, complete enough for the law to rule on.</summary>
/// <param name="Command"><c>service/Method</c>.</param>
/// <param name="Step">The recipe's step, or empty.</param>
/// <param name="ToFill">Fields that only whoever acts can know.</param>
public sealed record Candidate(string Command, string Step, IMessage Request, ImmutableArray<string> ToFill)
{
    /// <summary>Candidates of one choice (the places of a start, say): of those the law would refuse, only the nearest is told.</summary>
    public string? Choice { get; init; }

    /// <summary>The person who signs it with a token of their own; null where any caller of the right role may give it.</summary>
    public string? Signer { get; init; }

    public static Candidate Of(string command, string step, IMessage request, params ReadOnlySpan<string> toFill) => new(command, step, request, [.. toFill]);

    /// <summary>One of several that serve the same end.</summary>
    public Candidate In(string choice) => this with { Choice = choice };

    /// <summary>One that takes the token of a person.</summary>
    public Candidate SignedBy(string person) => this with { Signer = person };

    /// <summary>The candidate with the law's answer, in the words of the wire.</summary>
    public NextAction Answered(Ruling ruling)
    {
        var action = new NextAction { Command = Command, Step = Step, Signer = Signer ?? "", Request = JsonParser.Default.Parse<Struct>(JsonFormatter.Default.Format(Request)) };
        action.ToFill.AddRange(ToFill);
        action.Refusals.AddRange(ruling.Refusals);
        action.Callers.AddRange(Access.RolesOf($"/orchestrator.v1.{Command}"));
        if (ruling.Refusals.Count > 0 && ruling.Refusals.All(refusal => refusal.EarliestLegal is not null))
            action.EarliestLegal = ruling.Refusals.Max(refusal => refusal.EarliestLegal);
        return action;
    }
}
