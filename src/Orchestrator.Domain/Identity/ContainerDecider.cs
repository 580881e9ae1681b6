using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Identity;

/// <summary>Who may do what with a container, and when: the table, and the decision behind each of its cells.</summary>
public static class ContainerDecider
{
    public static void Decide(ContainerCommand command, Desk desk)
    {
        var container = desk.Get<Container>(command.Container);
        var site = PlantRules.SiteOf(desk);
        if (desk.Check(Table(container.Status, command)).Refused || site is null)
            return;

        switch (command)
        {
            case ContainerCommand.Register register:
                Register(register, site, desk);
                break;
            case ContainerCommand.CollectWaste waste:
                CollectWaste(waste, site, desk);
                break;
            case ContainerCommand.Fill fill:
                Fill(fill, container, site, desk);
                break;
            case ContainerCommand.RecordAppearance appearance:
                RecordAppearance(appearance, container, site, desk);
                break;
            case ContainerCommand.Close close:
                desk.Check(IdentityRules.NoMismatch(container))
                    .Check(TwoPeople.Verified(site, close.Performer, close.Verifier, "GMP-9.5.3c"))
                    .Check(IdentityRules.ScannedByAPersonPresent(desk, site, close.Performer, container.Location.Room, "GMP-9.5.3c"));
                if (!container.IsSealed)
                    Handling.Touched(desk, site, desk.Get<Batch>(container.Batch), container, close.Performer);
                desk.Write(Id(container), new ContainerFact.SealVerified(new Seal(close.Method, close.Performer, close.Verifier, desk.Now)));
                break;
            case ContainerCommand.Split split:
                Derivation.Split(split, container, site, desk);
                break;
            case ContainerCommand.Merge merge:
                Derivation.Merge(merge, site, desk);
                break;
            case ContainerCommand.TakeSample sample:
                Derivation.TakeSample(sample, container, site, desk);
                break;
            case ContainerCommand.Park park:
                Park(park, container, site, desk);
                break;
            case ContainerCommand.RecordInactivation inactivation:
                desk.Check(IdentityRules.ScannedByAPersonPresent(desk, site, inactivation.By, container.Location.Room, "GMP-9.11a"))
                    .Check(ContainerRules.CyclePassed(inactivation, container));
                desk.Write(Id(container), new ContainerFact.Inactivated(inactivation.Cycle, container.Location.Room, inactivation.By, desk.Now));
                break;
            case ContainerCommand.Discard discard:
                Discard(discard, container, site, desk);
                break;
            case ContainerCommand.LiftIdentityHold lift:
                desk.Check(ContainerRules.HoldLies(container, lift.Hold, identity: true))
                    .Check(ContainerRules.Reasoned(lift.Reason, lift.Reconciliation, IdentityHolds.Rule))
                    .Check(TwoPeople.BothOfQuality(site, lift.First, lift.Second, desk.Moment, IdentityHolds.Rule));
                IdentityHolds.Lift(desk, container, lift.Hold, lift.Reason, lift.Reconciliation, lift.First, lift.Second);
                break;
            case ContainerCommand.LiftHold lift:
                desk.Check(ContainerRules.HoldLies(container, lift.Hold, identity: false))
                    .Check(ContainerRules.Reasoned(lift.Reason, lift.Document, "ORC-011"))
                    .Check(TwoPeople.BothOfQuality(site, lift.First, lift.Second, desk.Moment, "ORC-011"));
                IdentityHolds.Lift(desk, container, lift.Hold, lift.Reason, lift.Document, lift.First, lift.Second);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    public static Refusal? Table(ContainerStatus status, ContainerCommand command) => (status, command) switch
    {
        (ContainerStatus.Unknown,   ContainerCommand.Register or ContainerCommand.CollectWaste or ContainerCommand.Merge)        => null,
        (ContainerStatus.Unknown,   _)                                                                                           => Refusal.Of("ORC-001", new Seen("container", command.Container)),
        (not ContainerStatus.Unknown, ContainerCommand.Register or ContainerCommand.CollectWaste or ContainerCommand.Merge)      => Refusal.Of("ORC-002", new Seen("container", command.Container)),
        (_,                         ContainerCommand.LiftIdentityHold or ContainerCommand.LiftHold)                              => null,

        (ContainerStatus.Empty,     ContainerCommand.RecordAppearance or ContainerCommand.Fill or ContainerCommand.Discard)      => null,

        (ContainerStatus.Filled,    ContainerCommand.RecordAppearance or ContainerCommand.Close or ContainerCommand.Discard)     => null,
        (ContainerStatus.Filled,    ContainerCommand.Split or ContainerCommand.TakeSample or ContainerCommand.Park)              => null,
        (ContainerStatus.Filled,    ContainerCommand.RecordInactivation)                                                         => null,

        (ContainerStatus.InProcess, ContainerCommand.RecordAppearance or ContainerCommand.Close)                                 => null,
        (ContainerStatus.InProcess, ContainerCommand.Split or ContainerCommand.TakeSample or ContainerCommand.Park)              => null,

        (ContainerStatus.Parked,    ContainerCommand.RecordAppearance or ContainerCommand.Close or ContainerCommand.Discard)     => null,
        (ContainerStatus.Parked,    ContainerCommand.Park or ContainerCommand.RecordInactivation)                                => null,

        (ContainerStatus.Stored,    ContainerCommand.RecordAppearance or ContainerCommand.Close or ContainerCommand.Discard)     => null,

        (ContainerStatus.Rejected,  ContainerCommand.Discard)                                                                    => null,
        (ContainerStatus.Rejected,  _)                                                                                           => Refusal.Of("GMP-8.5a", new Seen("container", command.Container), new Seen("status", status.ToString())).Remedied("discard-container", new Seen("container", command.Container)),

        (ContainerStatus.Consumed,  ContainerCommand.Discard)                                                                    => null,

        _                                                                                                                        => Refusal.Of("ORC-003", new Seen("container", command.Container), new Seen("status", status.ToString())),
    };
#pragma warning restore format

    private static ActorId Id(Container container) => new(ActorKind.Container, container.Id);

    private static void Register(ContainerCommand.Register command, Site site, Desk desk)
    {
        var (batch, execution, definition) = ContainerRules.RunningStep(desk, command.Batch, command.Step);
        desk.Check(TwoPeople.Known(site, command.By))
            .Check(IdentityRules.IsACode(command.Container, "container"))
            .Check(ContainerRules.StepRuns(command.Batch, command.Step, execution));
        if (execution is null || definition is null)
            return;

        desk.Check(StepParties.ForHandling(desk, site, batch, definition, command.By));
        StepParties.OnAct(desk, batch, execution, command.By);

        var output = definition.Outputs.FirstOrDefault(output => output.Name == command.Output);
        desk.Check(output is null ? Refusal.Of("ORC-018", new Seen("step", command.Step), new Seen("output", command.Output)) : null);
        Derivation.Derive(
            desk,
            new Part(command.Container, output?.ContainerKind ?? "", new Contents(0)),
            output?.IsSample == true ? ContainerUse.Sample : ContainerUse.Product,
            batch,
            [.. ContainerRules.TakenIn(desk, batch, execution)],
            new Origination(execution.Step, execution.Attempt, command.Output),
            new Location(execution.Room, null, null),
            filled: false);
    }

    private static void CollectWaste(ContainerCommand.CollectWaste command, Site site, Desk desk)
    {
        var (batch, execution, definition) = ContainerRules.RunningStep(desk, command.Batch, command.Step);
        desk.Check(TwoPeople.Known(site, command.By))
            .Check(IdentityRules.IsACode(command.Container, "container"))
            .Check(ContainerRules.StepRuns(command.Batch, command.Step, execution));
        if (execution is null)
            return;
        desk.Check(StepParties.ForHandling(desk, site, batch, definition, command.By));
        StepParties.OnAct(desk, batch, execution, command.By);
        Derivation.Derive(
            desk,
            new Part(command.Container, command.Type, command.Contents),
            ContainerUse.Waste,
            batch,
            [.. ContainerRules.TakenIn(desk, batch, execution)],
            new Origination(execution.Step, execution.Attempt, "waste"),
            new Location(execution.Room, null, null),
            filled: true);
    }

    private static void Fill(ContainerCommand.Fill command, Container container, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(container.Batch);
        var execution = Handling.AtWork(batch, container);
        desk.Check(TwoPeople.Known(site, command.By))
            .Check(ContainerRules.StepRuns(batch.Id, container.MadeBy?.Step ?? "", execution is { Status: StepStatus.Running } ? execution : null))
            .Check(IdentityRules.NoMismatch(container))
            .Check(ContainerRules.SoundBeforeFilling(container));
        if (execution is not null)
            desk.Check(StepParties.ForHandling(desk, site, batch, desk.Get<Recipe>(batch.Recipe).Step(execution.Step), command.By));
        Handling.Touched(desk, site, batch, container, command.By);
        desk.Write(Id(container), new ContainerFact.Filled(command.Contents, command.By, desk.Now));
    }

    /// <summary>GMP-9.8c: a defect rejects the container and holds its batch.</summary>
    [Enforces("GMP-9.8c")]
    private static void RecordAppearance(ContainerCommand.RecordAppearance command, Container container, Site site, Desk desk)
    {
        desk.Write(Id(container), new ContainerFact.AppearanceChecked(new Appearance(command.When, command.Defect, command.Inspector, desk.Now)));
        if (command.Defect is not { Length: > 0 } defect)
        {
            desk.Check(TwoPeople.Known(site, command.Inspector));
            return;
        }

        desk.Write(Id(container), new ContainerFact.Rejected(defect, desk.Now));
        var batch = desk.Get<Batch>(container.Batch);
        var hold = new Hold($"appearance/{container.Id}", HoldKind.Deviation, "GMP-9.8c", $"{container.Id}: {defect}", desk.Now);
        if (batch.Status != BatchStatus.Unknown && container.Use != ContainerUse.Waste)
            Holding.AfterFailure(desk, site, [batch.Id], hold, command.Inspector);
    }

    private static void Park(ContainerCommand.Park command, Container container, Site site, Desk desk)
    {
        var room = desk.Get<Room>(container.Location.Room);
        desk.Check(IdentityRules.Matches(desk, container.Id, command.Code))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, command.By, room.Id))
            .Check(IdentityRules.Labelled(desk, container))
            .Check(IdentityRules.NoMismatch(container))
            .Check(ContainerRules.PositionFree(site, room, command.Position, command.PositionCode, container.Id))
            .Check(ContainerRules.ClosedToPark(container));
        if (container.Location is { Position: { } left, Incubator: null } && left != command.Position && room.Positions.ContainsKey(left))
            desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.VesselTaken(left, container.Id));
        desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.VesselParked(command.Position, container.Id, container.Batch, desk.Now));
        desk.Write(Id(container), new ContainerFact.Parked(new Location(room.Id, command.Position, null), desk.Now));
    }

    private static void Discard(ContainerCommand.Discard command, Container container, Site site, Desk desk)
    {
        desk.Check(ContainerRules.Reasoned(command.Reason, command.Procedure, "GMP-8.5b"))
            .Check(ContainerRules.DiscardedByTwo(site, command))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, command.First, container.Location.Room, "GMP-8.5b"))
            .Check(IdentityRules.NoMismatch(container))
            .Check(ContainerRules.InactivatedFirst(container))
            .Check(Transfers.TransferRules.NotAtWork(container));
        desk.Write(Id(container), new ContainerFact.Destroyed(command.Reason, command.Procedure, command.First, command.Second, desk.Now));
        Positions.GiveBack(desk, container, command.First);
        if (desk.Get<Batch>(container.Batch).Containers.Contains(container.Id))
            desk.Write(new ActorId(ActorKind.Batch, container.Batch), new BatchFact.ContainerRemoved(container.Id, command.Reason));
    }
}
