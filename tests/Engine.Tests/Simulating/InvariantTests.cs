using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;
using Xunit;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>The checks of the simulation are checked: each finds a violation planted in a journal, and finds nothing in the lawful one beside it.</summary>
public sealed class InvariantTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly Scene Example = Scene.Example();
    private static readonly ActorId Room = new(ActorKind.Room, "R-101");

    /// <summary>By the number of an invariant: what breaks it, and the nearest thing that does not.</summary>
    public static TheoryData<string> Numbers => [.. Invariants.All().SelectMany(fold => fold.Promises).Select(promise => promise.Id)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_planted_violation_is_found(string number) => Assert.NotEmpty(Judge(number, Planted[number].Violation));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_lawful_neighbour_of_the_violation_is_not(string number) => Assert.Empty(Judge(number, Planted[number].Lawful));

    [Fact]
    public void Every_invariant_has_a_number_of_its_own_and_a_violation_planted_here() =>
        Assert.Equal(Planted.Keys.Order(StringComparer.Ordinal), Invariants.All().SelectMany(fold => fold.Promises).Select(promise => promise.Id).Order(StringComparer.Ordinal));

    private static readonly Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)> Planted = new()
    {
        ["INV-001"] = (journal => journal.Turn().Skip().Turn(), journal => journal.Turn().Turn()),
        ["INV-002"] = (journal => journal.Turn().Answered("never/recorded"), journal => journal.Turn("kept").Answered("kept")),
        ["INV-003"] = (journal => journal.Turn().After(TimeSpan.FromHours(-1)).Turn(), journal => journal.Turn().After(TimeSpan.FromHours(1)).Turn()),
        ["INV-004"] = (journal => journal.Turn(Entered("op-1")).Casting(Room, "older").Turn(), journal => journal.Turn(Entered("op-1")).Casting(Room).Turn()),
        ["INV-005"] = (journal => journal.Turn(Entered("op-1")), journal => journal.Commanded(new PlantCommand.Found("P", TimeMode.Real), (ActorId.Plant, new PlantFact.Founded("P", TimeMode.Real)))),
        ["INV-006"] = (journal => journal.Turn(Running("B-1", Exposure.Open)).Turn(Running("B-2", Exposure.Closed)), journal => journal.Turn(Running("B-1", Exposure.Closed)).Turn(Running("B-2", Exposure.Closed))),
        ["INV-007"] = (journal => journal.Turn(Ended("B-1")).Turn(Cleared("B-1", ClearanceScope.Step)).Turn(Running("B-2", Exposure.Closed)), journal => journal.Turn(Ended("B-1")).Turn(Cleared("B-1", ClearanceScope.Changeover)).Turn(Running("B-2", Exposure.Closed))),
        ["INV-008"] = (journal => journal.Turn(Clearance(new ClearanceFact.Performed("R-101", ClearanceScope.Step, "B-1", [], "op-1", Start)), Clearance(new ClearanceFact.Approved("op-2", Start, null)), Used, Used), journal => journal.Turn(Clearance(new ClearanceFact.Performed("R-101", ClearanceScope.Step, "B-1", [], "op-1", Start)), Clearance(new ClearanceFact.Approved("op-2", Start, null)), Used)),
        ["INV-009"] = (journal => journal.Plant().Turn(MediaFill(-7)).Turn(Started("B-1", Work("L1"))), journal => journal.Plant().Turn(MediaFill(-5)).Turn(Started("B-1", Work("L1")))),
        ["INV-010"] = (journal => journal.Turn(Entered("op-1")).Turn(Entered("op-1", "R-102")), journal => journal.Turn(Entered("op-1")).Turn((Room, new RoomFact.PersonLeft("op-1", Start)), Entered("op-1", "R-102"))),
        ["INV-011"] = (journal => journal.Turn(Started("B-1", Work())).Turn(Started("B-2", Work())), journal => journal.Turn(Started("B-1", Work())).Turn((BatchOf("B-1"), new BatchFact.StepChanged("wash", StepStatus.Complete, Start))).Turn(Started("B-2", Work()))),
        ["INV-012"] = (journal => journal.Turn((BatchOf("B-1"), new BatchFact.HoldLifted("h", "why", "qa-1", "qa-1"))), journal => journal.Turn((BatchOf("B-1"), new BatchFact.HoldLifted("h", "why", "qa-1", "qa-2")))),
        ["INV-013"] = (journal => journal.Turn(Created("B-1"), Registered("BAG", "B-2")).Turn(Taken), journal => journal.Turn(Created("B-1"), Registered("BAG", "B-1")).Turn(Taken)),
        ["INV-014"] = (journal => journal.Turn(Held).Turn(Started("B-1", Work())), journal => journal.Turn(Held).Turn((BatchOf("B-1"), new BatchFact.HoldLifted("h", "why", "qa-1", "qa-2"))).Turn(Started("B-1", Work()))),
        ["INV-015"] = (journal => journal.Turn(Charged("S-1")).Turn(Charged("S-1")), journal => journal.Turn(Charged("S-1")).Turn(Charged("S-2"))),
        ["INV-016"] = (
            journal => journal.Plant().Turn(Created("B-1"), Bound("B-1", PathogenStatus.NegativeScreened), Created("B-2"), Bound("B-2", PathogenStatus.NegativeScreened)).Turn(Started("B-1", Work() with { Exposure = Exposure.Open })).Turn(Started("B-2", Work())),
            journal => journal.Plant().Turn(Created("B-1"), Bound("B-1", PathogenStatus.NegativeScreened), Created("B-2"), Bound("B-2", PathogenStatus.NegativeScreened)).Turn(Started("B-1", Work())).Turn(Started("B-2", Work() with { Room = "R-102" }))),
    };

    private static List<string> Judge(string number, Action<Forgery> plant)
    {
        var fold = Invariants.All().Single(one => one.Promises.Any(promise => promise.Id == number));
        var forgery = new Forgery(Example);
        plant(forgery);
        forgery.ReadBy(fold);
        var judged = fold.Promises.Single(promise => promise.Id == number);
        Assert.True(judged.Checked > 0, "nothing was there to check");
        return judged.Broken;
    }

    private static ActorId BatchOf(string batch) => new(ActorKind.Batch, batch);

    private static (ActorId, Fact) Entered(string person, string room = "R-101") => (new ActorId(ActorKind.Room, room), new RoomFact.PersonEntered(person, Start));

    private static (ActorId, Fact) Running(string batch, Exposure exposure) =>
        (Room, new RoomFact.StepStarted(new RunningStep(batch, "wash", "wash", StepClass.NonCulture, exposure, "L1", null, null, null, Start), UsesClearance: true));

    private static (ActorId, Fact) Ended(string batch) => (Room, new RoomFact.StepEnded(batch, "wash", Start, NeedsClearance: true));

    private static (ActorId, Fact) Cleared(string batch, ClearanceScope scope) => (Room, new RoomFact.Cleared("LC-1", scope, batch, Start, null));

    private static (ActorId, Fact) Clearance(ClearanceFact fact) => (new ActorId(ActorKind.Clearance, "LC-1"), fact);

    private static (ActorId, Fact) Used => Clearance(new ClearanceFact.Used("B-1/wash", Start));

    private static (ActorId, Fact) MediaFill(int months) =>
        (new ActorId(ActorKind.Line, "L1"), new LineFact.MediaFillRecorded(new MediaFill("MF", "DAY", DateOnly.FromDateTime(Start.DateTime).AddMonths(months), MediaFillResult.Passed, 1, [], [], "APS", null), "OP-01", "QA-01"));

    private static StepExecution Work(string? line = null) => new()
    {
        Step = "wash",
        Attempt = 1,
        Status = StepStatus.Running,
        Area = "GEN",
        Room = "R-101",
        Line = line,
        Operators = [new AssignedOperator("OP-01", "operator")],
        Class = StepClass.NonCulture,
        Exposure = Exposure.Closed,
        StartedAt = Start,
    };

    private static (ActorId, Fact) Started(string batch, StepExecution execution) => (BatchOf(batch), new BatchFact.StepStarted(execution));

    private static (ActorId, Fact) Created(string batch) => (BatchOf(batch), new BatchFact.Created("CART-19", "car-t-closed@1.0", $"COI-{batch}", $"D-{batch}", BatchPurpose.Commercial, Start));

    private static (ActorId, Fact) Bound(string batch, PathogenStatus status) => (BatchOf(batch), new BatchFact.DonorMaterialBound($"DM-{batch}", status, []));

    private static (ActorId, Fact) Registered(string container, string of) => (new ActorId(ActorKind.Container, container), new ContainerFact.Registered(
        "bag", ContainerUse.DonorMaterial, of, $"COI-{of}", $"D-{of}", $"DM-{of}", [], null, PathogenStatus.NegativeScreened, [], null, Location.Nowhere, Start));

    private static (ActorId, Fact) Taken => (new ActorId(ActorKind.Container, "BAG"), new ContainerFact.TakenIntoStep("B-1/wash", Location.Nowhere, Start, SealBroken: true));

    private static (ActorId, Fact) Held => (BatchOf("B-1"), new BatchFact.HoldPlaced(new Hold("h", HoldKind.Manual, "GMP-10.2b", "asked", Start)));

    private static (ActorId, Fact) Charged(string serial) => (new ActorId(ActorKind.MaterialLot, "LOT"), new MaterialLotFact.Charged("B-1", "wash", "kit", serial, Connection.Mounted, "op-1", Start));

    /// <summary>A journal written by hand, turn after turn, as no engine would.</summary>
    private sealed class Forgery(Scene scene)
    {
        private readonly List<(RecordedTurn Turn, TurnBody Body)> _turns = [];
        private readonly Dictionary<string, Answer.Ruled> _answered = new(StringComparer.Ordinal);
        private readonly Dictionary<ActorId, string> _versions = [];
        private readonly List<CastMember> _cast = [];
        private DateTimeOffset _at = Start;
        private int _skipped;

        public Forgery Skip()
        {
            _skipped++;
            return this;
        }

        public Forgery After(TimeSpan span)
        {
            _at += span;
            return this;
        }

        /// <summary>The next turn has read this actor, at its last write or at another.</summary>
        public Forgery Casting(ActorId actor, string? version = null)
        {
            _cast.Add(new CastMember(actor, version ?? _versions.GetValueOrDefault(actor, "")));
            return this;
        }

        public Forgery Plant() => Turn(
            (ActorId.Plant, new PlantFact.ChangeProposed(new PlantChange("c", "EN-01", Start, Start, scene.Plant, []))),
            (ActorId.Plant, new PlantFact.ChangeTookEffect("c")));

        public Forgery Turn(params (ActorId Actor, Fact Fact)[] facts) => Commanded(new WakeUp(ActorId.Plant, "none", Start), facts);

        public Forgery Turn(string id) => Add(id, new WakeUp(ActorId.Plant, "none", Start), []);

        public Forgery Commanded(Command command, params (ActorId Actor, Fact Fact)[] facts) => Add($"c{_turns.Count}", command, facts);

        public Forgery Answered(string id)
        {
            var turn = _turns[^1];
            _answered[id] = new Answer.Ruled(turn.Turn.Position, turn.Body, First: true);
            return this;
        }

        public void ReadBy(Fold fold)
        {
            foreach (var (turn, body) in _turns)
                fold.Read(turn, body);
            fold.AtEnd(_answered);
        }

        private Forgery Add(string id, Command command, (ActorId Actor, Fact Fact)[] facts)
        {
            foreach (var actor in facts.Select(fact => fact.Actor).Distinct().Where(actor => _cast.TrueForAll(member => member.Actor != actor)))
                Casting(actor);
            var body = new TurnBody
            {
                Caller = "forger",
                CommandId = id,
                Person = "EN-01",
                Payload = "",
                Command = command,
                At = _at,
                Law = LawEdition.Current,
                Granted = true,
                Cast = [.. _cast],
                Facts = [.. facts.Select(fact => new Written(fact.Actor, fact.Fact))],
            };
            var closed = TurnCodec.Seal(body);
            var previous = _turns.Count == 0 ? ReadOnlyMemory<byte>.Empty : _turns[^1].Turn.Hash;
            _turns.Add((new RecordedTurn(_turns.Count + 1 + _skipped, id, closed.WriteId, closed.Body, TurnCodec.Chain(previous.Span, closed.Body.Span)), body));
            foreach (var actor in closed.Writes)
                _versions[actor] = closed.WriteId;
            _cast.Clear();
            return this;
        }
    }
}
