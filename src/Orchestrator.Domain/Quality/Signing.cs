using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Quality;

/// <summary>
/// What two people decide together takes effect when both have signed it themselves (requirements 0.7.9): each gives the same
/// command with a token of their own. The first is judged like the second and leaves a signature; nothing else is written.
/// </summary>
public static class Signing
{
    /// <summary>Lets a decision of two wait for the second signature, or take effect with it. Other commands pass.</summary>
    public static void Conclude(Command command, Desk desk)
    {
        if (TextOf(command, desk) is not { } text || desk.Cast.Missing.Count > 0)
            return;
        var decision = desk.Get<JointDecision>(KeyOf(command, text));
        if (desk.Refused || desk.Moment.Person is not { } signer)
            return;

        var actor = new ActorId(ActorKind.JointDecision, decision.Id);
        var other = signer == text.First ? text.Second : text.First;
        if (decision.SignedBy == other)
        {
            desk.Write(actor, new JointDecisionFact.TookEffect(signer, desk.Now));
            desk.RestsOn(Basis.Of("signatures", new Seen("performer", other), new Seen("verifier", signer)));
            return;
        }

        desk.Wait();
        if (decision.SignedBy != signer)
            desk.Write(actor, new JointDecisionFact.Signed(NameOf(command), text.Said, signer, other, desk.Now));
        desk.RestsOn(Basis.Of("signature-awaited", new Seen("decision", decision.Id), new Seen("performer", signer), new Seen("verifier", other)));
    }

    /// <summary>True for a command that takes effect with a second person's signature.</summary>
    public static bool NeedsTwo(Command command) => TwoOf(command) is not null;

    /// <summary>
    /// Who signs it, in either order; null for a command that one person answers for. What stops something is among those: it takes
    /// effect at once, and only what sets it going again waits for two.
    /// </summary>
    public static (string First, string Second)? TwoOf(Command command) => command switch
    {
        BatchCommand.Discard discard => (discard.FirstBy, discard.SecondBy),
        BatchCommand.LiftHold lift => (lift.FirstBy, lift.SecondBy),
        RoomCommand.LiftHold lift => (lift.FirstBy, lift.SecondBy),
        ContainerCommand.LiftHold lift => (lift.First, lift.Second),
        ContainerCommand.LiftIdentityHold lift => (lift.First, lift.Second),
        ClosedSystemCommand.AssessBreach assess => (assess.FirstBy, assess.SecondBy),
        SensorCommand.AssessGap assess => (assess.FirstBy, assess.SecondBy),
        LineCommand.Reinstate reinstate => (reinstate.FirstBy, reinstate.SecondBy),
        QualityCommand.ReinstateRiskAssessment reinstate => (reinstate.FirstBy, reinstate.SecondBy),
        QualityCommand.ReinstateOverride reinstate => (reinstate.FirstBy, reinstate.SecondBy),
        _ => null,
    };

    /// <summary>What is signed: the words of the command, and the circumstances that make it this decision and not a later one of the same words.</summary>
    private static SignedText? TextOf(Command command, Desk desk)
    {
        if (TwoOf(command) is not { } two)
            return null;
        Seen[] said = command switch
        {
            BatchCommand.Discard discard => [new("batch", discard.Batch), new("reason", discard.Reason)],
            BatchCommand.LiftHold lift => [new("batch", lift.Batch), .. Of(desk.Get<Batch>(lift.Batch).Holds.GetValueOrDefault(lift.Hold), lift.Hold), new("reason", lift.Reason)],
            RoomCommand.LiftHold lift => [new("room", lift.Room), .. Of(desk.Get<Room>(lift.Room).Holds.GetValueOrDefault(lift.Hold), lift.Hold), new("reason", lift.Reason)],
            ContainerCommand.LiftHold lift => [new("container", lift.Container), .. Of(desk.Get<Container>(lift.Container).Holds.GetValueOrDefault(lift.Hold)?.Hold, lift.Hold), new("reason", lift.Reason), new("document", lift.Document)],
            ContainerCommand.LiftIdentityHold lift => [new("container", lift.Container), .. Of(desk.Get<Container>(lift.Container).Holds.GetValueOrDefault(lift.Hold)?.Hold, lift.Hold), new("reason", lift.Reason), new("document", lift.Reconciliation)],
            ClosedSystemCommand.AssessBreach assess =>
            [
                new("closedSystem", assess.System), .. desk.Get<ClosedSystem>(assess.System).Breaches.Values.Select(breach => new Seen("breach", $"{breach.Id} {Instant.Text(breach.At)}")),
                new("riskAssessment", assess.RiskAssessment), new("decision", assess.Decision.ToString()), new("reason", assess.Reason),
            ],
            SensorCommand.AssessGap assess => [new("sensor", assess.Sensor), new("since", desk.Get<Sensor>(assess.Sensor).Gap is { } gap ? Instant.Text(gap.Since) : ""), new("reason", assess.Reason)],
            LineCommand.Reinstate reinstate => [new("line", reinstate.Line), new("since", desk.Get<Line>(reinstate.Line).Suspended is { } suspension ? Instant.Text(suspension.Since) : ""), new("reason", reinstate.Reason)],
            QualityCommand.ReinstateRiskAssessment reinstate =>
            [
                new("riskAssessment", reinstate.RiskAssessment), new("status", desk.Get<RiskAssessment>(reinstate.RiskAssessment) is var doubted ? $"{doubted.Status} {doubted.Reason}" : ""),
                new("document", reinstate.Document), new("reason", reinstate.Reason),
            ],
            QualityCommand.ReinstateOverride reinstate => [new("override", reinstate.Override), new("reason", reinstate.Reason)],
            _ => throw new ArgumentException($"no text to sign for {command.GetType()}"),
        };
        return new SignedText(two.First, two.Second, [.. said]);
    }

    private static Seen[] Of(Hold? hold, string id) => [new("hold", id), new("since", hold is null ? "" : Instant.Text(hold.Since))];

    // Each word goes in with its length, so that no two texts run together into the same one.
    private static string KeyOf(Command command, SignedText text)
    {
        string[] words = [NameOf(command), .. new[] { text.First, text.Second }.Order(StringComparer.Ordinal), .. text.Said.SelectMany(seen => new[] { seen.Name, seen.Value })];
        var bytes = Encoding.UTF8.GetBytes(string.Concat(words.Select(word => string.Create(CultureInfo.InvariantCulture, $"{word.Length}:{word}"))));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string NameOf(Command command) => command.GetType().GetCustomAttribute<CommandNameAttribute>()!.Name;

    private sealed record SignedText(string First, string Second, ImmutableArray<Seen> Said);
}
