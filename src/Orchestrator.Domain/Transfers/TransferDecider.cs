using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Transfers;

/// <summary>Who may do what with a transfer, and when.</summary>
public static class TransferDecider
{
    public static void Decide(TransferCommand command, Desk desk)
    {
        var transfer = desk.Get<Transfer>(command.Transfer);
        var site = PlantRules.SiteOf(desk);
        if (desk.Check(Table(transfer.Status, command)).Refused || site is null)
            return;

        switch (command)
        {
            case TransferCommand.Start start:
                Start(start, site, desk);
                break;
            case TransferCommand.Arrive arrive:
                Arrive(arrive, transfer, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>A transfer that has not arrived in time holds what it carries, without anybody asking (GMP-9.10b).</summary>
    public static void LookAgain(WakeUp wakeUp, Desk desk)
    {
        var transfer = desk.Get<Transfer>(wakeUp.Actor.Key);
        if (transfer is { Status: TransferStatus.Started, Due: { } due } && due < desk.Now)
            HoldLate(transfer, due, desk);
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    public static Refusal? Table(TransferStatus status, TransferCommand command) => (status, command) switch
    {
        (TransferStatus.Unknown, TransferCommand.Start)   => null,
        (TransferStatus.Unknown, _)                       => Refusal.Of("ORC-001", new Seen("transfer", command.Transfer)),
        (_,                      TransferCommand.Start)   => Refusal.Of("ORC-002", new Seen("transfer", command.Transfer)),

        (TransferStatus.Started, TransferCommand.Arrive)  => null,

        _                                                 => Refusal.Of("ORC-003", new Seen("transfer", command.Transfer), new Seen("status", status.ToString())),
    };
#pragma warning restore format

    private static void Start(TransferCommand.Start command, Site site, Desk desk)
    {
        desk.Check(command.Containers.IsEmpty ? Refusal.Of("ORC-018", new Seen("transfer", command.Transfer), new Seen("count", 0)) : null)
            .Check(IdentityRules.IsACode(command.Transfer, "transfer"))
            .Check(command.Containers.Select(scan => desk.Get<Container>(scan.Container)).Where(container => container.Status == ContainerStatus.Unknown)
                .Select(container => Refusal.Of("ORC-001", new Seen("container", container.Id))));
        if (desk.Refused)
            return;

        var first = desk.Get<Container>(command.Containers[0].Container);
        var from = first.Location.Room;
        var batch = desk.Get<Batch>(first.Batch);
        desk.Check(TransferRules.HasADestination(site, from, command.Room));
        if (site.Room(command.Room) is not { } destination)
            return;

        var room = desk.Get<Room>(command.Room);
        foreach (var scan in command.Containers)
            desk.Check(Hard(desk, site, scan, first, destination, room));
        desk.Check(command.Position is { } position ? ContainerRules.PositionFree(site, room, position, position, first.Id) : null)
            .Check(command.SafeStateOf is { } step ? TransferRules.SafeStateIsDeclared(desk, batch, step) : null);

        var openProcess = desk.Get<Recipe>(batch.Recipe).Document?.HasOpenStep != false;
        var soft = command.Containers.SelectMany(scan => Soft(desk, site, desk.Get<Container>(scan.Container), batch, from, room, openProcess))
            .Concat(PersonPresent(desk, site, command.By, from)).Concat(InKnownTime(site)).ToList();
        if (command.SafeStateOf is null)
            desk.Check(soft);
        else
            HoldForDeviation(command, batch, soft, desk);

        Leave(command, first, batch, from, site.Parameters.TransferMax ?? TimeSpan.Zero, desk);
    }

    /// <summary>Identity, pathogen and physical reasons, and another batch's open product: they refuse whatever the cells need, for they are as safe elsewhere.</summary>
    private static IEnumerable<Refusal> Hard(Desk desk, Site site, ScannedContainer scan, Container first, RoomDefinition destination, Room room)
    {
        var container = desk.Get<Container>(scan.Container);
        Refusal?[] answers =
        [
            .. IdentityRules.Matches(desk, scan.Container, scan.Code),
            .. container.ChainOfIdentity == first.ChainOfIdentity ? [] : new[] { IdentityRules.OtherChain(desk, [first], container, first.Batch) },
            TransferRules.OfOneBatch(container, first.Batch),
            IdentityRules.Labelled(desk, container),
            .. IdentityRules.NoMismatch(container),
            IdentityRules.NotRejected(container),
            TransferRules.CanLeave(container, first.Location.Room),
            TransferRules.Sealed(container),
            TransferRules.PathogenKnown(container),
            TransferRules.ToAnAreaOfItsKind(site, container, destination),
            TransferRules.ToAStoreOfItsKind(site, container, destination),
            .. TransferRules.ApartFromOthers(desk, site, container, room, TransferRules.IsWorkedIn(destination)),
            .. TransferRules.IsWorkedIn(destination) ? TransferRules.NotToAnothersOpenProduct(container.Batch, room) : [],
            ContainerRules.InactivatedFirst(container),
        ];
        return answers.OfType<Refusal>();
    }

    /// <summary>Order, time, way and people: they refuse an ordinary transfer, and hold a batch that was brought to safety against them.</summary>
    private static IEnumerable<Refusal> Soft(Desk desk, Site site, Container container, Batch batch, string from, Room room, bool openProcess)
    {
        var destination = site.Room(room.Id)!;
        var working = TransferRules.IsWorkedIn(destination);
        Refusal?[] answers =
        [
            .. IdentityRules.NotHeld(container).Where(refusal => refusal.Rule != IdentityHolds.Rule),
            IdentityRules.CheckedAfterFilling(container),
            TransferRules.BoundBeforeProduction(container, destination),
            TransferRules.NotFromARunningOpenStep(batch, container),
            TransferRules.NotAtWork(container),
            TransferRules.AlongTheRoute(site, container, from, room.Id, openProcess),
            .. TransferRules.OtherDoorClosed(desk, site, from, room.Id, openProcess),
            working ? TransferRules.NotReservedForAnother(container.Batch, room) : null,
        ];
        return answers.OfType<Refusal>();
    }

    private static IEnumerable<Refusal> PersonPresent(Desk desk, Site site, string person, string room) =>
        IdentityRules.ScannedByAPersonPresent(desk, site, person, room, "GMP-13.6") is { } refusal ? [refusal] : [];

    /// <summary>GMP-9.10b: how long a transfer may take is the site's figure, and without one none is allowed.</summary>
    [Enforces("GMP-9.10b")]
    private static IEnumerable<Refusal> InKnownTime(Site site) =>
        PlantRules.Missing(site.Parameters.TransferMax, "GMP-9.10b", "transferMax") is { } missing ? [missing] : [];

    private static void HoldForDeviation(TransferCommand.Start command, Batch batch, IEnumerable<Refusal> soft, Desk desk)
    {
        foreach (var rule in soft.Select(refusal => refusal.Rule).Distinct())
        {
            var hold = new Hold($"deviation/{command.Transfer}/{rule}", HoldKind.Deviation, rule, $"brought to the safe state of {command.SafeStateOf} against {rule}", desk.Now);
            if (!batch.Holds.ContainsKey(hold.Id))
                desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldPlaced(hold));
        }
    }

    private static void Leave(TransferCommand.Start command, Container first, Batch batch, string from, TimeSpan limit, Desk desk)
    {
        var source = desk.Get<Room>(from);
        desk.Write(new ActorId(ActorKind.Transfer, command.Transfer), new TransferFact.Started(
            first.Batch, [.. command.Containers.Select(scan => scan.Container)], from, new Location(command.Room, command.Position, null), command.SafeStateOf, command.By, desk.Now, desk.Now + limit));
        foreach (var container in command.Containers.Select(scan => desk.Get<Container>(scan.Container)))
        {
            if (container.Location.Position is { } left && source.Positions.TryGetValue(left, out var parked) && parked.Container == container.Id)
                desk.Write(new ActorId(ActorKind.Room, from), new RoomFact.VesselTaken(left, container.Id));
            desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.TransferStarted(command.Transfer));
        }
    }

    private static void Arrive(TransferCommand.Arrive command, Transfer transfer, Site site, Desk desk)
    {
        desk.Check(IdentityRules.ScannedByAPersonPresent(desk, site, command.By, transfer.To.Room, "GMP-13.6"));
        foreach (var carried in transfer.Containers)
            desk.Check(command.Containers.FirstOrDefault(scan => scan.Container == carried) is { } scan
                ? IdentityRules.Matches(desk, carried, scan.Code)
                : [Refusal.Of("GMP-9.7.3a", new Seen("transfer", transfer.Id), new Seen("expectedContainer", carried)).Remedied("rescan-input", new Seen("container", carried))]);
        foreach (var foreign in command.Containers.Where(scan => !transfer.Containers.Contains(scan.Container)))
            desk.Check(IdentityRules.Matches(desk, transfer.Containers[0], foreign.Code));

        var late = transfer.Due is { } due && due < desk.Now;
        desk.Write(new ActorId(ActorKind.Transfer, transfer.Id), new TransferFact.Arrived(command.By, late, desk.Now));
        if (late && !desk.Refused)
            HoldLate(transfer, transfer.Due!.Value, desk);

        var use = site.Room(transfer.To.Room)?.Use;
        var room = desk.Get<Room>(transfer.To.Room);
        HoldForCompany(transfer, [.. transfer.Containers.SelectMany(carried => TransferRules.OnArrival(desk, site, desk.Get<Container>(carried), room))], desk);
        // Who finds the position taken stands in the room all the same, and is parked from there.
        var taken = transfer.To.Position is { } place && ContainerRules.PositionFree(site, room, place, place, transfer.Containers[0]) is not null;
        foreach (var carried in transfer.Containers)
        {
            var there = carried == transfer.Containers[0] && !taken ? transfer.To : transfer.To with { Position = null };
            desk.Write(new ActorId(ActorKind.Container, desk.Get<Container>(carried).Id), new ContainerFact.TransferEnded(transfer.Id, there, Stored: use == RoomUse.Store));
            var exposure = desk.Get<Container>(carried).IsSealed ? Exposure.Closed : Exposure.Open;
            if (transfer.Batch.Length > 0 && (use == RoomUse.Processing || (use == RoomUse.Incubation && exposure == Exposure.Open)))
                desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.MaterialEntered(transfer.Batch, carried, desk.Now, exposure));
            if (there.Position is { } position)
                desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.VesselParked(position, carried, transfer.Batch, desk.Now));
        }
    }

    /// <summary>What arrives where it may no longer be has arrived all the same: it is held, its batch, and every batch that it has met.</summary>
    private static void HoldForCompany(Transfer transfer, IReadOnlyList<Refusal> answers, Desk desk)
    {
        foreach (var rule in answers.GroupBy(answer => answer.Rule))
        {
            ImmutableArray<string> batches =
            [
                .. rule.SelectMany(answer => answer.Seen).Where(seen => seen.Name == "otherBatch").Select(seen => seen.Value)
                    .Prepend(transfer.Batch).Where(batch => batch.Length > 0).Distinct(),
            ];
            var hold = new Hold($"arrival/{transfer.Id}/{rule.Key}", HoldKind.Deviation, rule.Key, $"{string.Join(", ", transfer.Containers)} arrived in {transfer.To.Room} beside {string.Join(", ", batches.Skip(1).DefaultIfEmpty("-"))}", desk.Now);
            foreach (var container in transfer.Containers.Select(desk.Get<Container>))
                desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.HoldPlaced(hold, transfer.Containers, batches));
            foreach (var batch in batches.Select(desk.Get<Batch>).Where(batch => batch.Status != BatchStatus.Unknown && !batch.Holds.ContainsKey(hold.Id)))
                desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldPlaced(hold));
        }
    }

    /// <summary>GMP-9.10b: what arrives late, or has not arrived in time, is held with its batch.</summary>
    [Enforces("GMP-9.10b")]
    private static void HoldLate(Transfer transfer, DateTimeOffset due, Desk desk)
    {
        var hold = new Hold($"transfer/{transfer.Id}", HoldKind.TimeLimit, "GMP-9.10b", $"transfer {transfer.Id} was due at {Instant.Text(due)}", due);
        foreach (var container in transfer.Containers.Select(desk.Get<Container>).Where(container => !container.Holds.ContainsKey(hold.Id)))
            desk.Protect(new ActorId(ActorKind.Container, container.Id), new ContainerFact.HoldPlaced(hold, transfer.Containers, transfer.Batch.Length > 0 ? [transfer.Batch] : []));
        if (desk.Get<Batch>(transfer.Batch) is { Status: not BatchStatus.Unknown } batch)
            BatchClocks.Hold(desk, batch, hold);
    }
}
