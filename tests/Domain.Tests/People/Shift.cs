using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>A working day in the small plant, for the rules of people and lines: batches, doors, starts and ends, asked of these two concepts alone.</summary>
internal sealed class Shift
{
    /// <summary>Nine in the morning of the plant's day shift.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public World World { get; }

    public Shift(PlantDocument? plant = null)
    {
        World = World.Of(plant ?? SmallPlant.Document, SmallRecipe.Document);
        World.At(Morning);
    }

    /// <summary>With lines that have passed their media fills for both shifts.</summary>
    public static Shift WithLines(PlantDocument? plant = null)
    {
        var shift = new Shift(plant);
        foreach (var line in new[] { "L-1", "L-2", "L-P" })
        {
            shift.MediaFill(line, "day", new DateOnly(2026, 1, 12));
            shift.MediaFill(line, "day", new DateOnly(2026, 1, 13));
            shift.MediaFill(line, "day", new DateOnly(2026, 1, 14));
            shift.MediaFill(line, "night", new DateOnly(2026, 1, 15));
        }

        return shift;
    }

    public static PlantDocument Plant(Func<PersonDefinition, PersonDefinition> change, string person) => SmallPlant.Document with
    {
        People = [.. SmallPlant.Document.People.Select(known => known.Id == person ? change(known) : known)],
    };

    public Shift MediaFill(string line, string team, DateOnly date, MediaFillResult result = MediaFillResult.Passed)
    {
        World.Must(MediaFillCommand(line, team, date, result));
        return this;
    }

    public static LineCommand.RecordMediaFill MediaFillCommand(string line, string team, DateOnly date, MediaFillResult result = MediaFillResult.Passed) => new(
        line, $"MF-{line}-{team}-{date:yyyyMMdd}", team, date, result, 120, team == "day" ? ["op-1", "op-2"] : ["op-4"],
        [.. SmallPlant.Document.Lines.Single(known => known.Id == line).SimulatedOperations], "APS-1 v1", "op-1", "quality-1");

    public Shift Batch(string id, PathogenStatus pathogen = PathogenStatus.NegativeScreened)
    {
        World.Given<Batch>(id, new BatchFact.Created("CART-19", SmallRecipe.Key, $"COI-{id}", $"D-{id}", BatchPurpose.Commercial, World.Now))
            .Given<Batch>(id, new BatchFact.DonorMaterialBound($"DM-{id}", pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : []));
        return this;
    }

    public Shift Enter(string person, string room)
    {
        World.Must(EnterCommand(person, room));
        return this;
    }

    public OperatorCommand.EnterRoom EnterCommand(string person, string room) => new(person, room, World.Now, null, Origin.Live);

    public Shift Leave(string person, string room)
    {
        World.Must(new OperatorCommand.LeaveRoom(person, room, World.Now, null, Origin.Live));
        return this;
    }

    public Shift Exit(string person, string area)
    {
        World.Must(new OperatorCommand.RecordExitProcedure(person, area, "SOP-EXIT v1", World.Now));
        return this;
    }

    /// <summary>Starts a step as far as people and line have a say; the first start of a batch has the verifier <c>ver-1</c> unless told otherwise.</summary>
    public Decision Start(string batch, string step, string room, string? line, IEnumerable<string> operators, string? verifier = null, string? system = null) =>
        World.Play(desk => Start(desk, batch, step, room, line, [.. operators.Select(person => new AssignedOperator(person, "operator"))], verifier, system));

    public Shift Started(string batch, string step, string room, string? line, IEnumerable<string> operators, string? verifier = null)
    {
        var decision = Start(batch, step, room, line, operators, verifier);
        Assert.Empty(World.Rules(decision));
        return this;
    }

    /// <summary>A step that runs, told as facts, where who may start it is not the question.</summary>
    public Shift Runs(string batch, string step, string room, string? line, params string[] operators)
    {
        World.Play(desk =>
        {
            var start = StartOf(desk, batch, step, room, line, [.. operators.Select(person => new AssignedOperator(person, "operator"))], null);
            Write(desk, start);
        });
        return this;
    }

    public Shift Ended(string batch, string step)
    {
        World.Play(desk =>
        {
            var site = desk.Get<Plant>("plant").Site!;
            var running = desk.Get<Batch>(batch);
            var execution = running.Steps[step];
            var end = new StepEnd(site, running, SmallRecipe.StepOf(step), execution, Completed: true, desk.Now);
            desk.Get<Room>(execution.Room);
            desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepChanged(step, StepStatus.Complete, desk.Now));
            desk.Write(new ActorId(ActorKind.Room, execution.Room), new RoomFact.StepEnded(batch, step, desk.Now, NeedsClearance: true));
            PeopleRules.OnStepEnd(desk, end);
            LineRules.OnStepEnd(desk, end);
        });
        return this;
    }

    private static void Start(Desk desk, string batch, string step, string room, string? line, ImmutableArray<AssignedOperator> team, string? verifier, string? system)
    {
        var start = StartOf(desk, batch, step, room, line, team, verifier, system);
        desk.Check(PeopleRules.ForStepStart(desk, start)).Check(LineRules.ForStepStart(desk, start));
        Write(desk, start);
    }

    private static void Write(Desk desk, StepStart start)
    {
        desk.Get<Room>(start.Room.Id);
        desk.Write(new ActorId(ActorKind.Batch, start.Batch.Id), new BatchFact.StepStarted(new StepExecution
        {
            Step = start.Step.Id,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = start.Area.Id,
            Room = start.Room.Id,
            Line = start.Place.Line,
            Class = start.Step.Class,
            Exposure = start.Effective,
            Operators = start.Command.Operators,
            Verifier = start.Command.Verifier,
            StartedAt = desk.Now,
        }));
        desk.Write(new ActorId(ActorKind.Room, start.Room.Id), new RoomFact.StepStarted(
            new RunningStep(start.Batch.Id, start.Step.Id, start.Step.Operation, start.Step.Class, start.Effective, start.Place.Line, null, null, null, desk.Now), UsesClearance: false));
        PeopleRules.OnStepStart(desk, start);
        LineRules.OnStepStart(desk, start);
    }

    /// <summary>Asks whether a paused step may go on.</summary>
    public Decision Resume(string batch, string step) => World.Play(desk =>
    {
        var execution = desk.Get<Batch>(batch).Steps[step];
        var start = StartOf(desk, batch, step, execution.Room, execution.Line, execution.Operators, execution.Verifier);
        desk.Check(PeopleRules.ForStepResume(desk, start)).Check(LineRules.ForStepStart(desk, start));
    });

    private static StepStart StartOf(Desk desk, string batch, string step, string room, string? line, ImmutableArray<AssignedOperator> team, string? verifier, string? system = null)
    {
        var site = desk.Get<Plant>("plant").Site!;
        var place = new StepPlace(room, line, null, null, system, null, null, null, [], site.Room(room)!.Terminals[0]);
        var command = new BatchCommand.StartStep(batch, step, place, team, verifier, []);
        return new StepStart(command, site, desk.Get<Batch>(batch), SmallRecipe.Document, SmallRecipe.StepOf(step), site.Room(room)!, site.Area(site.Room(room)!.Area)!)
        {
            Effective = SmallRecipe.StepOf(step).Exposure,
        };
    }
}
