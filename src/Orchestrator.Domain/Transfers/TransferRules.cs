using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Transfers;

/// <summary>The rules of moving material inside the plant: sealed, on the declared way, in time, and never towards somebody else's open product.</summary>
public static class TransferRules
{
    /// <summary>GMP-13.6: the container stands in a room its record names, on its own, and not in an incubator or another transfer.</summary>
    [Enforces("GMP-13.6")]
    public static Refusal? CanLeave(Container container, string from) =>
        (container.IsAtHand || container.Status == ContainerStatus.InProcess) && container.Location.Room == from && from.Length > 0 && container.Location.Incubator is null
            ? null
            : Refusal.Of("GMP-13.6", new Seen("container", container.Id), new Seen("status", container.Status.ToString()), new Seen("room", container.Location.Room), new Seen("expected", from), new Seen("incubator", container.Location.Incubator ?? ""), new Seen("transfer", container.Transfer ?? ""));

    /// <summary>GMP-13.6: the destination is another room of the plant.</summary>
    [Enforces("GMP-13.6")]
    public static Refusal? HasADestination(Site site, string from, string to) =>
        site.Room(to) is not null && from != to ? null : Refusal.Of("GMP-13.6", new Seen("source", from), new Seen("destination", to));

    /// <summary>GMP-9.5.3c: what leaves a room is sealed, and a second person has verified the seal.</summary>
    [Enforces("GMP-9.5.3c")]
    public static Refusal? Sealed(Container container) =>
        container.IsSealed ? null : Refusal.Of("GMP-9.5.3c", new Seen("container", container.Id), new Seen("seal", "")).Remedied("seal-container", new Seen("container", container.Id));

    /// <summary>GMP-9.5.3e: material of a running open step stays in its room; its sealed and labelled samples and waste may go (readings).</summary>
    [Enforces("GMP-9.5.3e")]
    public static Refusal? NotFromARunningOpenStep(Batch batch, Container container)
    {
        var step = batch.RunningSteps.FirstOrDefault(step => step.Exposure != Exposure.Closed
            && (RunningStep.KeyOf(batch.Id, step.Step) == container.InStep || (container.MadeBy is { } made && made.Step == step.Step && made.Attempt == step.Attempt)));
        return step is null || container.Use is ContainerUse.Sample or ContainerUse.Waste
            ? null
            : Refusal.Of("GMP-9.5.3e", new Seen("container", container.Id), new Seen("step", step.Step), new Seen("exposure", step.Exposure.ToString()), new Seen("room", step.Room)).Remedied("complete-earlier-step", new Seen("requiredStep", step.Step));
    }

    /// <summary>A vessel that a closed step works on stays on its equipment until the step ends.</summary>
    public static Refusal? NotAtWork(Container container) =>
        container.InStep is null ? null : Refusal.Of("ORC-003", new Seen("container", container.Id), new Seen("status", container.Status.ToString()), new Seen("step", container.InStep)).Remedied("complete-earlier-step", new Seen("requiredStep", container.InStep));

    /// <summary>GMP-4.1.1: while its pathogen status is unknown, material stays in receiving quarantine.</summary>
    [Enforces("GMP-4.1.1")]
    public static Refusal? PathogenKnown(Container container) =>
        container.Pathogen != PathogenStatus.Unknown
            ? null
            : Refusal.Of("GMP-4.1.1", new Seen("container", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString())).Remedied("obtain-pathogen-status", new Seen("batch", container.Batch));

    /// <summary>GMP-6.2a, GMP-6.2b: positive material goes to the dedicated area, and nothing else does.</summary>
    [Enforces("GMP-6.2a")]
    [Enforces("GMP-6.2b")]
    public static Refusal? ToAnAreaOfItsKind(Site site, Container container, RoomDefinition room)
    {
        if (room.Use == RoomUse.Store || site.Area(room.Area) is not { } area)
            return null;
        var dedicated = area.Designation == AreaDesignation.PathogenDedicated;
        return (container.Pathogen == PathogenStatus.Positive) == dedicated
            ? null
            : Refusal.Of(dedicated ? "GMP-6.2b" : "GMP-6.2a", new Seen("container", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString()), new Seen("area", area.Id), new Seen("designation", area.Designation.ToString()));
    }

    /// <summary>GMP-6.5a, GMP-6.5b: positive material is stored apart, in stores that keep nothing else.</summary>
    [Enforces("GMP-6.5a")]
    [Enforces("GMP-6.5b")]
    public static Refusal? ToAStoreOfItsKind(Site site, Container container, RoomDefinition room)
    {
        if (room.Use != RoomUse.Store || site.Area(room.Area) is not { } area)
            return null;
        var dedicated = area.Designation == AreaDesignation.PathogenDedicated;
        return (container.Pathogen == PathogenStatus.Positive) == dedicated
            ? null
            : Refusal.Of(dedicated ? "GMP-6.5b" : "GMP-6.5a", new Seen("container", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString()), new Seen("room", room.Id), new Seen("designation", area.Designation.ToString()));
    }

    /// <summary>
    /// GMP-9.5.1a, GMP-7.9a: positive material does not come where other material is, nor the other way round, not even sealed;
    /// two positives share no room to work in, and a store only when they carry the same, named agents (S-12, S-13, AMB-14).
    /// </summary>
    [Enforces("GMP-9.5.1a")]
    [Enforces("GMP-7.9a")]
    public static IEnumerable<Refusal> ApartFromOthers(Desk desk, Site site, Container container, Room room, bool working) =>
        from occupant in Present(desk, site, room).Distinct()
        where occupant != container.Batch && (container.Pathogen == PathogenStatus.Positive || desk.Get<Batch>(occupant).Pathogen == PathogenStatus.Positive)
        let other = desk.Get<Batch>(occupant)
        let bothPositive = container.Pathogen == other.Pathogen
        where !bothPositive || working || container.Agents.IsEmpty || !container.Agents.SetEquals(other.Agents)
        select Refusal.Of(bothPositive ? "GMP-7.9a" : "GMP-9.5.1a",
                new Seen("container", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString()), new Seen("agents", string.Join(", ", container.Agents)), new Seen("room", room.Id),
                new Seen("otherBatch", occupant), new Seen("otherPathogenStatus", other.Pathogen.ToString()), new Seen("otherAgents", string.Join(", ", other.Agents)))
            .Remedied("choose-other-room");

    /// <summary>Every batch with material in the room: on the bench, at work or in culture, in a kit that waits, in a position, in an incubator.</summary>
    private static IEnumerable<string> Present(Desk desk, Site site, Room room) =>
    [
        .. room.Occupations.Keys,
        .. room.Running.Values.Select(step => step.Batch),
        .. room.Positions.Values.Select(parked => parked.Batch),
        .. ClosedSystemRules.WaitingIn(desk, site, room.Id).Select(kit => kit.Batch),
        .. site.IncubatorsIn(room.Id).SelectMany(incubator => desk.Get<Incubator>(incubator.Id).Batches),
    ];

    /// <summary>GMP-9.5.2b: no other batch's material enters a room while a batch is worked on openly there, or was and is not cleared; a culture in its own compartment is not worked on (AMB-11).</summary>
    [Enforces("GMP-9.5.2b")]
    public static IEnumerable<Refusal> NotToAnothersOpenProduct(string batch, Room room) =>
        room.Running.Values.Where(step => step.Batch != batch && step.Exposure != Exposure.Closed && step.Class == StepClass.NonCulture).Select(step => step.Batch)
            .Concat(room.Occupations.Values.Where(present => present.Batch != batch && present.LastExposure is Exposure.Open or Exposure.ClosedPuncture).Select(present => present.Batch))
            .Distinct()
            .Select(other => Refusal.Of("GMP-9.5.2b", new Seen("batch", batch), new Seen("room", room.Id), new Seen("otherBatch", other)).Remedied("choose-other-room"));

    /// <summary>A room that is kept for a batch is entered by that batch (identity check 15).</summary>
    public static Refusal? NotReservedForAnother(string batch, Room room) =>
        room.ReservedFor is null || room.ReservedFor == batch
            ? null
            : Refusal.Of("ORC-015", new Seen("room", room.Id), new Seen("reservedFor", room.ReservedFor), new Seen("batch", batch)).Remedied("release-reservation", new Seen("reservedFor", room.ReservedFor), new Seen("room", room.Id));

    /// <summary>GMP-9.5.3h, GMP-9.5.4h: material follows the directed ways of the plant; waste has its own.</summary>
    /// <param name="openProcess">True when any step of the batch's recipe is open: the measure then belongs to 九(五)3, otherwise to 九(五)4.</param>
    [Enforces("GMP-9.5.3h")]
    [Enforces("GMP-9.5.4h")]
    public static Refusal? AlongTheRoute(Site site, Container container, string from, string to, bool openProcess)
    {
        var use = container.Use == ContainerUse.Waste ? RouteUse.Waste : RouteUse.Material;
        return site.Document.Areas.Any(area => area.Routes.Any(route => route.From == from && route.To == to && route.For == use))
            ? null
            : Refusal.Of(openProcess ? "GMP-9.5.3h" : "GMP-9.5.4h", new Seen("container", container.Id), new Seen("source", from), new Seen("destination", to), new Seen("route", use.ToString()))
                .Remedied("follow-route", new Seen("area", site.Room(from)?.Area ?? ""));
    }

    /// <summary>GMP-9.5.3h, GMP-9.5.4h: a pass-through is used while its other door is closed, by a live reading of that door.</summary>
    [Enforces("GMP-9.5.3h")]
    [Enforces("GMP-9.5.4h")]
    public static IEnumerable<Refusal> OtherDoorClosed(Desk desk, Site site, string source, string destination, bool openProcess) =>
        from room in new[] { (Airlock: source, Facing: destination), (Airlock: destination, Facing: source) }
        where site.Room(room.Airlock)?.Use == RoomUse.Airlock
        from door in site.SensorsOf(new ActorId(ActorKind.Room, room.Airlock), Quantity.Door)
        where door.Against != room.Facing
        let refusal = SensorRules.Live(desk, site, door.Id, openProcess ? "GMP-9.5.3h" : "GMP-9.5.4h")
        where refusal is not null
        select refusal.Remedied("close-door", new Seen("sensor", door.Id));

    /// <summary>
    /// What has changed since the transfer was granted: whom the material meets where it arrives, and whether it may be there at all.
    /// It stands there already, so each answer is a deviation that holds both sides.
    /// </summary>
    public static IEnumerable<Refusal> OnArrival(Desk desk, Site site, Container container, Room room)
    {
        if (site.Room(room.Id) is not { } destination)
            return [];
        var working = IsWorkedIn(destination);
        Refusal?[] answers =
        [
            ToAnAreaOfItsKind(site, container, destination),
            ToAStoreOfItsKind(site, container, destination),
            .. ApartFromOthers(desk, site, container, room, working),
            .. working ? NotToAnothersOpenProduct(container.Batch, room) : [],
            working ? NotReservedForAnother(container.Batch, room) : null,
        ];
        return answers.OfType<Refusal>();
    }

    /// <summary>True for a room in which product is worked on or cultured.</summary>
    public static bool IsWorkedIn(RoomDefinition room) => room.Use is RoomUse.Processing or RoomUse.Incubation;

    /// <summary>Everything in one transfer belongs to one batch.</summary>
    public static Refusal? OfOneBatch(Container container, string batch) =>
        container.Batch == batch ? null : Refusal.Of("ORC-012", new Seen("container", container.Id), new Seen("batch", batch), new Seen("otherBatch", container.Batch));

    /// <summary>GMP-3.2a: donor material enters production only after it was accepted and bound to its batch.</summary>
    [Enforces("GMP-3.2a", Lacks = "every other stage of the order, from collection to delivery and use", LacksZh = "采集至交付和使用的其余各阶段")]
    public static Refusal? BoundBeforeProduction(Container container, RoomDefinition room) =>
        container.Batch.Length > 0 || room.Use is RoomUse.Store or RoomUse.Airlock or RoomUse.Corridor
            ? null
            : Refusal.Of("GMP-3.2a", new Seen("container", container.Id), new Seen("donorMaterial", container.DonorMaterial), new Seen("room", room.Id)).Remedied("bind-donor-material", new Seen("batch", ""));

    /// <summary>The safe state is one that a step of this batch declares, and the step has run.</summary>
    public static Refusal? SafeStateIsDeclared(Desk desk, Batch batch, string step) =>
        batch.Steps.ContainsKey(step) && desk.Get<Recipe>(batch.Recipe).Step(step) is { SafeState.Length: > 0 }
            ? null
            : Refusal.Of("ORC-018", new Seen("batch", batch.Id), new Seen("step", step), new Seen("safeState", ""));
}
