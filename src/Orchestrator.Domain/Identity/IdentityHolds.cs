using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>
/// The sticky hold of a mismatch (GMP-4.1.6): placed on the expected and the scanned containers and on their batches in one
/// turn, even though the command is refused, and lifted from all of them by one reconciliation.
/// </summary>
public static class IdentityHolds
{
    public const string Rule = "GMP-4.1.6";

    /// <summary>The id is the same whichever of the parties was scanned and whichever was expected.</summary>
    public static string IdOf(IEnumerable<string> parties) =>
        $"identity/{string.Join('+', parties.Distinct().Order(StringComparer.Ordinal))}";

    /// <summary>Places the hold on every container and its batch; where it lies already it is not placed again.</summary>
    /// <param name="others">Further batches that the mismatch concerns.</param>
    public static void Place(Desk desk, string reason, IEnumerable<string> containers, params ReadOnlySpan<string> others)
    {
        var held = containers.Distinct().Select(desk.Get<Container>).Where(container => container.Status != ContainerStatus.Unknown).OrderBy(container => container.Id, StringComparer.Ordinal).ToList();
        ImmutableArray<string> batches = [.. held.Select(container => container.Batch).Concat(others.ToArray()).Where(batch => batch.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        ImmutableArray<string> ids = [.. held.Select(container => container.Id)];
        var hold = new Hold(IdOf(ids.Length > 1 ? ids : [.. ids, .. batches]), HoldKind.Identity, Rule, reason, desk.Now);
        foreach (var container in held.Where(container => !container.Holds.ContainsKey(hold.Id)).Select(container => new ActorId(ActorKind.Container, container.Id)))
            if (!desk.Says<ContainerFact.HoldPlaced>(container, placed => placed.Hold.Id == hold.Id))
                desk.Protect(container, new ContainerFact.HoldPlaced(hold, ids, batches));
        foreach (var batch in batches.Select(desk.Get<Batch>).Where(batch => batch.Status != BatchStatus.Unknown))
            BatchClocks.Hold(desk, batch, hold);
    }

    /// <summary>What is lifted from a batch does not stay on its containers.</summary>
    public static void LiftFromContainers(Desk desk, Batch batch, string hold, string reason, string first, string second)
    {
        foreach (var container in IdentityRules.ContainersOf(desk, batch).Where(container => container.Holds.ContainsKey(hold)))
            desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.HoldLifted(hold, reason, "", first, second));
    }

    /// <summary>Lifts a hold from the container and from everyone it was placed on together with it.</summary>
    public static void Lift(Desk desk, Container container, string hold, string reason, string document, string first, string second)
    {
        if (!container.Holds.TryGetValue(hold, out var found))
            return;
        foreach (var other in found.Containers.Select(desk.Get<Container>).Where(other => other.Holds.ContainsKey(hold)))
            desk.Write(new ActorId(ActorKind.Container, other.Id), new ContainerFact.HoldLifted(hold, reason, document, first, second));
        foreach (var batch in found.Batches.Select(desk.Get<Batch>).Where(batch => batch.Holds.ContainsKey(hold)))
            desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldLifted(hold, reason, first, second));
    }
}
