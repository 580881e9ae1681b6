using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>What identity asks of a step: of its inputs at the start, of its outputs at the end.</summary>
public static partial class IdentityRules
{
    /// <summary>All refusals of identity against a step start, with the protective holds of a mismatch.</summary>
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        var refusals = new List<Refusal?>();
        var age = start.Site.Parameters.ScanAgeMax;
        refusals.Add(PlantRules.Missing(age, "GMP-9.7.3a", "scanAgeMax"));
        refusals.AddRange(start.Command.Scans.Where(scan => start.Step.Inputs.All(input => input.Name != scan.Input)).Select(scan => Undeclared(start, scan.Input)));
        foreach (var input in start.Step.Inputs.Where(IsOwnMaterial))
        {
            var scans = start.Command.Scans.Where(scan => scan.Input == input.Name).ToList();
            if (scans.Count == 0)
                refusals.Add(NotScanned(desk, start, input));
            foreach (var scan in scans)
                refusals.AddRange(Input(desk, start, input, scan, age ?? TimeSpan.Zero));
        }

        refusals.AddRange(BatchStartConfirmed(start));
        refusals.Add(NothingUnreconciled(desk, start.Batch.Id, null, 0));
        return refusals.OfType<Refusal>();
    }

    /// <summary>Takes the scanned containers into the step.</summary>
    public static void OnStepStart(Desk desk, StepStart start)
    {
        var handled = start.Step.Class == StepClass.NonCulture;
        var own = start.Step.Inputs.Where(IsOwnMaterial).Select(input => input.Name).ToHashSet();
        foreach (var scan in start.Command.Scans.Where(scan => own.Contains(scan.Input)).DistinctBy(scan => scan.Container))
        {
            var container = desk.Get<Container>(scan.Container);
            if (handled && container.Location is { Position: { } position, Incubator: null } && desk.Get<Room>(start.Room.Id).Positions.ContainsKey(position))
                desk.Write(new ActorId(ActorKind.Room, start.Room.Id), new RoomFact.VesselTaken(position, container.Id));
            desk.Write(
                new ActorId(ActorKind.Container, container.Id),
                new ContainerFact.TakenIntoStep(start.Key, handled ? new Location(start.Room.Id, null, null) : container.Location, scan.At, SealBroken: handled));
        }
    }

    /// <summary>What must be in order before a step completes: every declared output registered, filled and labelled, every printed label accounted for.</summary>
    public static IEnumerable<Refusal> ForStepComplete(Desk desk, StepEnd end)
    {
        var made = ContainersOf(desk, end.Batch).Where(container => container.MadeBy is { } by && by.Step == end.Step.Id && by.Attempt == end.Execution.Attempt).ToList();
        var refusals = end.Step.Outputs.Select(output => OutputPresent(end, output, made)).ToList();
        foreach (var container in made)
        {
            refusals.Add(Labelled(desk, container));
            refusals.Add(LabelConfirmed(desk, container));
        }

        refusals.Add(NothingUnreconciled(desk, end.Batch.Id, end.Step.Id, end.Execution.Attempt));
        return refusals.OfType<Refusal>();
    }

    /// <summary>Lets go of what the step had taken in: used up where the step makes another container of the product, going on otherwise.</summary>
    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        var key = RunningStep.KeyOf(end.Batch.Id, end.Step.Id);
        var usedUp = UsedUp(desk, end);
        foreach (var container in ContainersOf(desk, end.Batch).Where(container => container.InStep == key))
        {
            var actor = new ActorId(ActorKind.Container, container.Id);
            if (!usedUp.Contains(container.Id))
            {
                desk.Write(actor, new ContainerFact.LetGoByStep(key));
                continue;
            }

            desk.Write(actor, new ContainerFact.Consumed(key, end.At));
            desk.Write(new ActorId(ActorKind.Batch, end.Batch.Id), new BatchFact.ContainerRemoved(container.Id, key));
        }
    }

    /// <summary>The containers that the step empties: all it has taken in, once it has made another of the product.</summary>
    public static IReadOnlySet<string> UsedUp(Desk desk, StepEnd end) =>
        end.Completed && end.Step.Outputs.Any(output => !output.IsSample)
            ? ContainersOf(desk, end.Batch).Where(container => container.InStep == RunningStep.KeyOf(end.Batch.Id, end.Step.Id)).Select(container => container.Id).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();

    /// <summary>GMP-9.7.3b: at the start of the batch, a second person who is not the one who scanned confirms the donor's code.</summary>
    [Enforces("GMP-9.7.3b")]
    public static IEnumerable<Refusal> BatchStartConfirmed(StepStart start)
    {
        var root = start.Step.Inputs.Where(input => input.Kind == InputKind.DonorMaterial).Select(input => input.Name).ToHashSet();
        var performers = start.Command.Scans.Where(scan => root.Contains(scan.Input)).Select(scan => scan.By).Distinct().ToList();
        if (root.Count == 0)
            return [];
        if (string.IsNullOrEmpty(start.Command.Verifier))
            return [Refusal.Of("GMP-9.7.3b", new Seen("batch", start.Batch.Id), new Seen("verifier", "")).Remedied("second-person", new Seen("performer", string.Join(' ', performers)))];
        return performers.SelectMany(performer => TwoPeople.Verified(start.Site, performer, start.Command.Verifier, "GMP-9.7.3b"));
    }

    /// <summary>GMP-9.7.4a: every label printed for a step, or between steps, is applied or destroyed, and two people have said so.</summary>
    [Enforces("GMP-9.7.4a")]
    public static Refusal? NothingUnreconciled(Desk desk, string batch, string? step, int attempt)
    {
        var account = desk.Get<LabelReconciliation>(LabelReconciliation.KeyOf(batch, step, attempt));
        return !account.Open
            ? null
            : Refusal.Of("GMP-9.7.4a", new Seen("batch", batch), new Seen("step", step ?? ""), new Seen("count", account.Printed.Count), new Seen("label", string.Join(' ', account.Unaccounted)))
                .Remedied("reconcile-labels", new Seen("batch", batch));
    }

    internal static bool IsOwnMaterial(InputDefinition input) => input.Kind is InputKind.DonorMaterial or InputKind.Intermediate;

    private static Refusal Undeclared(StepStart start, string input) =>
        Refusal.Of("ORC-018", new Seen("step", start.Step.Id), new Seen("input", input)).Remedied("use-declared-input", new Seen("input", string.Join(' ', start.Step.Inputs.Select(declared => declared.Name))));

    /// <summary>GMP-9.7.3a: every input of the batch's own material is scanned for this very start.</summary>
    [Enforces("GMP-9.7.3a")]
    private static Refusal NotScanned(Desk desk, StepStart start, InputDefinition input)
    {
        var expected = string.Join(' ', Expected(desk, start, input).Select(container => container.Id));
        return Refusal.Of("GMP-9.7.3a", new Seen("step", start.Step.Id), new Seen("input", input.Name), new Seen("expectedContainer", expected)).Remedied("rescan-input", new Seen("container", expected));
    }

    private static IEnumerable<Refusal?> Input(Desk desk, StepStart start, InputDefinition input, Scan scan, TimeSpan age)
    {
        var container = desk.Get<Container>(scan.Container);
        if (container.Status == ContainerStatus.Unknown)
            return [Refusal.Of("ORC-001", new Seen("container", scan.Container)).Remedied("name-existing", new Seen("actorKind", "container"))];

        var ofAnother = container.ChainOfIdentity != start.Batch.ChainOfIdentity || container.DonorCode != start.Batch.DonorCode;
        return
        [
            .. ofAnother ? [OtherChain(desk, [.. Expected(desk, start, input)], container, start.Batch.Id)] : Matches(desk, scan.Container, scan.Code),
            ScannedLabel(desk, scan),
            OfTheBatch(start, container),
            OfTheKind(start, input, container),
            .. Fresh(start, container, scan.At, age, desk.Now),
            ScannedByAPersonPresent(desk, start.Site, scan.By, start.Room.Id),
            Labelled(desk, container),
            CarriesALabel(container),
            LabelConfirmed(desk, container),
            .. NotHeld(container),
            NotRejected(container),
            AtHand(start, container),
            CheckedBeforeUse(container, age, desk.Now),
        ];
    }

    /// <summary>GMP-9.7.3a: it is the label that is compared; the container's own code says nothing about the donor.</summary>
    [Enforces("GMP-9.7.3a")]
    private static Refusal? ScannedLabel(Desk desk, Scan scan) =>
        ContainerCodes.Resolve(desk, scan.Code) is { Container: not null, Label: null }
            ? Refusal.Of("GMP-9.7.3a", new Seen("container", scan.Container), new Seen("scanned", scan.Code), new Seen("expected", "label")).Remedied("rescan-input", new Seen("container", scan.Container))
            : null;

    /// <summary>GEN-4.1f: the container is one of this batch, and donor material the one that is bound to it.</summary>
    [Enforces("GEN-4.1f")]
    private static Refusal? OfTheBatch(StepStart start, Container container) =>
        container.Batch == start.Batch.Id && container.DonorMaterial == start.Batch.DonorMaterial
            ? null
            : Refusal.Of("GEN-4.1f", new Seen("container", container.Id), new Seen("batch", start.Batch.Id), new Seen("otherBatch", container.Batch), new Seen("donorMaterial", container.DonorMaterial));

    private static Refusal? OfTheKind(StepStart start, InputDefinition input, Container container) =>
        container.Type == input.What && container.Use == (input.Kind == InputKind.DonorMaterial ? ContainerUse.DonorMaterial : ContainerUse.Product)
            ? null
            : Refusal.Of("ORC-018", new Seen("step", start.Step.Id), new Seen("input", input.Name), new Seen("expected", input.What), new Seen("containerKind", container.Type)).Remedied("use-declared-input", new Seen("input", input.Name));

    /// <summary>GMP-9.7.3a: the scan was made for this start: not too old, and not one that an earlier step has used.</summary>
    [Enforces("GMP-9.7.3a")]
    private static IEnumerable<Refusal> Fresh(StepStart start, Container container, DateTimeOffset at, TimeSpan age, DateTimeOffset now)
    {
        if (at > now)
            yield return Refusal.Of("ORC-006", new Seen("scannedAt", at), new Seen("now", now)).Remedied("correct-time");
        var before = start.Step.After.Select(step => start.Batch.Steps.GetValueOrDefault(step)?.EndedAt).Append(container.ScannedForUseAt).Max();
        if (now - at > age || at <= before)
            yield return Refusal.Of("GMP-9.7.3a", new Seen("container", container.Id), new Seen("scannedAt", at), new Seen("scanAge", now - at), new Seen("maxAge", age), new Seen("lastOperationAt", before is { } last ? Instant.Text(last) : ""))
                .Remedied("rescan-input", new Seen("container", container.Id));
    }

    /// <summary>GMP-13.6: the container is where its record says, in the room of the step; it does not come from elsewhere unrecorded.</summary>
    [Enforces("GMP-13.6")]
    private static Refusal? AtHand(StepStart start, Container container)
    {
        if (container.InStep is not null || (!container.IsAtHand && container.Status != ContainerStatus.Rejected))
            return Refusal.Of("ORC-003", new Seen("container", container.Id), new Seen("status", container.Status.ToString()), new Seen("step", container.InStep ?? ""));
        var inPlace = container.Location.Room == start.Room.Id && (container.Location.Incubator is null || container.Location.Incubator == start.Place.Incubator);
        return inPlace
            ? null
            : Refusal.Of("GMP-13.6", new Seen("container", container.Id), new Seen("room", start.Room.Id), new Seen("otherRoom", container.Location.Room), new Seen("incubator", container.Location.Incubator ?? ""))
                .Remedied("transfer-container", new Seen("container", container.Id), new Seen("room", start.Room.Id));
    }

    /// <summary>GMP-9.8a: the container was looked at for this use and found sound.</summary>
    [Enforces("GMP-9.8a")]
    private static Refusal? CheckedBeforeUse(Container container, TimeSpan age, DateTimeOffset now) =>
        container.BeforeUse is { Defect: null } check && now - check.At <= age && !(check.At <= container.ScannedForUseAt)
            ? null
            : Refusal.Of("GMP-9.8a", new Seen("container", container.Id), new Seen("check", container.BeforeUse is { } last ? Instant.Text(last.At) : ""), new Seen("maxAge", age)).Remedied("check-appearance", new Seen("container", container.Id));

    /// <summary>The batch's containers that could be the input: what the order expects, whatever anybody names.</summary>
    private static IEnumerable<Container> Expected(Desk desk, StepStart start, InputDefinition input) =>
        ContainersOf(desk, start.Batch).Where(container => container.Type == input.What && container.IsLive);

    /// <summary>GMP-4.2.5: an output that nobody registered and filled could not be traced.</summary>
    [Enforces("GMP-4.2.5")]
    private static Refusal? OutputPresent(StepEnd end, OutputDefinition output, IEnumerable<Container> made) =>
        made.Any(container => container.MadeBy!.Output == output.Name && container.Status != ContainerStatus.Empty)
            ? null
            : Refusal.Of("GMP-4.2.5", new Seen("step", end.Step.Id), new Seen("output", output.Name), new Seen("containerKind", output.ContainerKind)).Remedied("register-output", new Seen("output", output.Name));
}
