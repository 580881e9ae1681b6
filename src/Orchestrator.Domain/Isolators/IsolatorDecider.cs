using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Isolators;

/// <summary>Who may do what with an isolator, and when.</summary>
public static class IsolatorDecider
{
    public static void Decide(IsolatorCommand command, Desk desk)
    {
        var isolator = desk.Get<Isolator>(command.Isolator);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Isolator(command.Isolator) is not { } definition)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("isolator", command.Isolator)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(isolator.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("isolator", isolator.Id), new Seen("status", isolator.Status.ToString()), new Seen("command", command.GetType().Name)));
            return;
        }

        var room = desk.Get<Room>(definition.Room);
        switch (command)
        {
            case IsolatorCommand.StartDecontamination start:
                desk.Check(TwoPeople.Known(site, start.By)).Check(Empty(isolator));
                desk.Write(Actor(isolator), new IsolatorFact.DecontaminationStarted(start.Cycle, start.By, desk.Now));
                break;
            case IsolatorCommand.RecordDecontamination cycle:
                desk.Check(cycle.Passed ? TwoPeople.Known(site, cycle.By) : null).Check(IsTheRunningCycle(isolator, cycle.Cycle));
                desk.Write(Actor(isolator), new IsolatorFact.Decontaminated(cycle.Cycle, cycle.Passed, cycle.Parameters, cycle.By, desk.Now));
                break;
            case IsolatorCommand.RecordIntegrityTest test:
                Test(test, isolator, site, desk);
                break;
            case IsolatorCommand.OpenPort open:
                Open(open, isolator, definition, room, site, desk);
                break;
            case IsolatorCommand.ClosePort:
                desk.Write(Actor(isolator), new IsolatorFact.PortClosed(desk.Now));
                desk.Write(Actor(room), new RoomFact.PortClosed(isolator.Id));
                break;
            case IsolatorCommand.ReportOpenPort found:
                Found(found, isolator, room, site, desk);
                break;
            case IsolatorCommand.ClearInterior clear:
                desk.Check(TwoPeople.Verified(site, clear.Performer, clear.Verifier, "GMP-9.5.5e"))
                    .Check(isolator.Batch == clear.Batch ? null : Refusal.Of("ORC-012", new Seen("isolator", isolator.Id), new Seen("batch", clear.Batch), new Seen("otherBatch", isolator.Batch ?? "none")))
                    .Check(NoStepRuns(isolator));
                desk.Write(Actor(isolator), new IsolatorFact.InteriorCleared(clear.Batch, clear.Performer, clear.Verifier, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(IsolatorStatus status, IsolatorCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                        Idle   Decont. Ready  Loading InUse  Unloading ToBeDec. Failed
        return command switch
        {
            IsolatorCommand.StartDecontamination  => In(status, true,  false,  true,  false,  false, false,    true,    false),
            IsolatorCommand.RecordDecontamination => In(status, false, true,   false, false,  false, false,    false,   false),
            IsolatorCommand.RecordIntegrityTest   => In(status, true,  true,   true,  true,   true,  true,     true,    true),
            IsolatorCommand.OpenPort              => In(status, true,  false,  true,  false,  true,  false,    true,    true),
            IsolatorCommand.ClosePort             => In(status, true,  true,   true,  true,   true,  true,     true,    true),
            IsolatorCommand.ReportOpenPort        => In(status, true,  true,   true,  true,   true,  true,     true,    true),
            IsolatorCommand.ClearInterior         => In(status, false, false,  false, true,   true,  true,     false,   true),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(
        IsolatorStatus status, bool idle, bool decontaminating, bool ready, bool loading, bool inUse, bool unloading, bool toBeDecontaminated, bool failed) => status switch
        {
            IsolatorStatus.Idle => idle,
            IsolatorStatus.Decontaminating => decontaminating,
            IsolatorStatus.Ready => ready,
            IsolatorStatus.Loading => loading,
            IsolatorStatus.InUse => inUse,
            IsolatorStatus.Unloading => unloading,
            IsolatorStatus.ToBeDecontaminated => toBeDecontaminated,
            IsolatorStatus.IntegrityFailed => failed,
        };

    /// <summary>GMP-6.3d: a failed test holds every batch that was inside since the tests last passed.</summary>
    [Enforces("GMP-6.3d")]
    private static void Test(IsolatorCommand.RecordIntegrityTest test, Isolator isolator, Site site, Desk desk)
    {
        if (test.Passed)
            desk.Check(TwoPeople.Known(site, test.By));
        desk.Write(Actor(isolator), new IsolatorFact.IntegrityTested(test.Test, test.Method, test.Value, test.Passed, test.By, desk.Now));
        if (!test.Passed)
            Holding.AfterFailure(desk, site, isolator.SincePass, new Hold(
                    $"integrity/{isolator.Id}/{test.Test}/{Instant.Text(desk.Now)}", HoldKind.LateKnowledge, "GMP-6.3d", $"{isolator.Id} failed its {test.Test} test: {test.Value}", desk.Now), test.By);
    }

    // A batch that is inside when a test fails still has to come out: its own port opens, nobody else's does.
    private static void Open(IsolatorCommand.OpenPort open, Isolator isolator, IsolatorDefinition definition, Room room, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(open.Batch);
        desk.Check(TwoPeople.Known(site, open.By))
            .Check(batch.Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", open.Batch)) : null)
            .Check(IsolatorRules.OneBatch(isolator, open.Batch))
            .Check(IsolatorRules.OnePort(room, isolator));
        if (isolator.Batch != open.Batch)
            desk.Check(IsolatorRules.CycleInDate(site, isolator, desk.Now))
                .Check(IsolatorRules.CycledBetweenBatches(isolator, open.Batch))
                .Check(IsolatorRules.Integrity(site, isolator, desk.Now))
                .Check(IsolatorRules.ExhaustAway(desk, site, definition));
        desk.Check(NoStepRuns(isolator));
        desk.Write(Actor(isolator), new IsolatorFact.PortOpened(open.Batch, open.By, desk.Now));
        desk.Write(Actor(room), new RoomFact.PortOpened(isolator.Id, desk.Now));
    }

    // What ran behind the port since it was open ran in the open: each such batch is held, its steps count as open, and the room
    // is closed for new work (GMP-9.5.7a: equipment that opens unexpectedly).
    private static void Found(IsolatorCommand.ReportOpenPort found, Isolator isolator, Room room, Site site, Desk desk)
    {
        var at = found.HappenedAt > desk.Now ? desk.Now : found.HappenedAt;
        desk.Write(Actor(isolator), new IsolatorFact.PortOpened(null, desk.Moment.Caller, at));
        desk.Write(Actor(room), new RoomFact.PortOpened(isolator.Id, at));
        var exposed = (isolator.Batch is { } present ? isolator.SincePass.Add(present) : isolator.SincePass)
            .Select(inside => desk.Get<Batch>(inside))
            .Select(batch => (Batch: batch, Steps: batch.Executions.Where(step => step.Isolator == isolator.Id && !(step.EndedAt < at)).ToList()))
            .Where(inside => inside.Steps.Count > 0).ToList();
        if (exposed.Count == 0)
            return;
        var hold = new Hold($"opened/{isolator.Id}/{Instant.Text(at)}", HoldKind.MeasureLost, "GMP-9.5.7a", $"the port of {isolator.Id} was found open during {string.Join(", ", exposed.SelectMany(inside => inside.Steps).Select(step => step.Step).Distinct())}", at);
        foreach (var (batch, steps) in exposed)
        {
            BatchClocks.Hold(desk, batch, hold);
            foreach (var step in steps)
                StepOpening.Opened(desk, batch, step, "port open");
        }

        if (!room.Holds.ContainsKey(hold.Id))
            desk.Write(Actor(room), new RoomFact.HoldPlaced(hold));
        StepOpening.HoldNeighbours(desk, site, room.Id, new OpenedDevice(isolator.Id, hold.Id, at), exposed.Select(inside => inside.Batch.Id), batch => batch == isolator.Batch ? isolator.Step : null);
    }

    private static Refusal? Empty(Isolator isolator) => isolator.Batch is { } batch
        ? Refusal.Of("ORC-015", new Seen("isolator", isolator.Id), new Seen("otherBatch", batch)).Remedied("clear-isolator", new Seen("isolator", isolator.Id))
        : null;

    private static Refusal? IsTheRunningCycle(Isolator isolator, string cycle) =>
        isolator.Decontaminating == cycle ? null : Refusal.Of("ORC-001", new Seen("isolator", isolator.Id), new Seen("decontaminationCycle", cycle), new Seen("expected", isolator.Decontaminating ?? "none"));

    private static Refusal? NoStepRuns(Isolator isolator) => isolator.Step is { } step
        ? Refusal.Of("ORC-015", new Seen("isolator", isolator.Id), new Seen("otherBatch", isolator.Batch ?? ""), new Seen("otherStep", step)).Remedied("wait-for-step-end", new Seen("otherBatch", isolator.Batch ?? ""), new Seen("otherStep", step))
        : null;

    private static ActorId Actor(Isolator isolator) => new(ActorKind.Isolator, isolator.Id);

    private static ActorId Actor(Room room) => new(ActorKind.Room, room.Id);
}
