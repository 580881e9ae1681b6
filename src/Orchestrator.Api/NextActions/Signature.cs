using System.Collections.Immutable;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Quality;

namespace Orchestrator.Api.NextActions;

/// <summary>A decision of two people as it can be signed next: in the words of whoever has signed already, else with a place for them.</summary>
/// <param name="First">Who has signed, else the asker where the token belongs to a person who may.</param>
public sealed record Signature(JointDecision? Waiting, string First, string Second)
{
    /// <summary>Whose token gives it next.</summary>
    public string Signer => Waiting is null ? First : Second;

    /// <summary>The word of the signed text under this name.</summary>
    public string this[string name] => Waiting?.Said.FirstOrDefault(seen => seen.Name == name).Value ?? Placeholder.Text;

    /// <summary>What is left to fill in: nothing where the words are signed already.</summary>
    public string[] ToFill(params string[] fields) => Waiting is null ? fields : [];

    /// <summary>The signature that waits on a subject, or a new one by two people of quality.</summary>
    /// <param name="command">The stored name of the command.</param>
    /// <param name="about">What identifies the subject among the signed words.</param>
    public static Signature Of(Scene scene, string command, params ImmutableArray<Seen> about)
    {
        var waiting = scene.Picture.All<JointDecision>().Select(pair => pair.Value)
            .FirstOrDefault(decision => decision.SignedBy is not null && decision.Command == command && about.All(decision.Said.Contains));
        var (first, second) = scene.Two("quality");
        return waiting is { SignedBy: { } signed } ? new Signature(waiting, signed, waiting.Awaits) : new Signature(null, first, second);
    }
}
