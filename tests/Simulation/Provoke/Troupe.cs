using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Transfers;
using Orchestrator.Engine;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>The people of the annex and what they know to do: the words that scenes are written in.</summary>
public abstract class Troupe(Stage stage, Told told)
{
    /// <summary>What the ids of commands begin with that are meant to be refused.</summary>
    public const string WrongIds = "wrong";

    protected const string One = "XO-1";
    protected const string Two = "XO-2";

    protected static readonly ImmutableArray<string> HepatitisB = ["HBV"];

    protected Stage Stage { get; } = stage;

    protected Told Told { get; } = told;

    protected Picture Now => Stage.Now;

    /// <summary>A command of the execution system.</summary>
    protected Move Give(Command command) => new Move.Give(Stage.Mes(command));

    /// <summary>A command that the law must refuse; what it would grant now is not given, and a scene shows less.</summary>
    protected IEnumerable<Move> Wrong(params Command[] commands) => commands.SelectMany(command => WrongOf(Stage.Mes(command)));

    protected IEnumerable<Move> WrongOf(Order order)
    {
        var wrong = order with { CommandId = Stage.Id(WrongIds) };
        if (Stage.Plant.Ask(wrong) is { Granted: false })
            yield return new Move.Give(wrong);
    }

    protected Move Quality(Command command) => new Move.Give(Stage.Quality(command));

    protected Move Of(string person, Command command) => new Move.Give(Stage.Person(person, command));

    protected Move Machine(string name, Command command) => new Move.Give(Stage.Machine(name, command));

    protected Move After(TimeSpan span) => new Move.Wait(Stage.At + span);

    protected static IEnumerable<Move> Moves(params IEnumerable<Move>[] all) => all.SelectMany(moves => moves);

    /// <summary>These people are in the room, and nobody else of the troupe.</summary>
    protected IEnumerable<Move> Gather(string room, params string[] people)
    {
        foreach (var other in Enumerable.Range(1, 8).Select(number => $"XO-{number}").Where(person => !people.Contains(person) && Stage.PersonNow(person).Room == room).ToArray())
            foreach (var order in JobScript.Leaving(Stage, other))
                yield return new Move.Give(order);
        foreach (var person in people.Where(person => Stage.PersonNow(person).Room != room))
        {
            foreach (var order in JobScript.Leaving(Stage, person))
                yield return new Move.Give(order);
            yield return Give(new OperatorCommand.EnterRoom(person, room, Stage.At, null, Origin.Live));
        }
    }

    protected IEnumerable<Move> Disperse()
    {
        foreach (var person in Enumerable.Range(1, 8).Select(number => $"XO-{number}"))
            foreach (var order in JobScript.Leaving(Stage, person))
                yield return new Move.Give(order);
    }

    /// <summary>A patient's material, received and accepted, and its batch; the bag stands in the annex's store.</summary>
    protected IEnumerable<Move> Batch(string batch, string recipe = "x", string product = Annex.Product, PathogenStatus pathogen = PathogenStatus.NegativeScreened, string agent = "HBV")
    {
        foreach (var move in Gather(Annex.Store, One, Two))
            yield return move;
        yield return Give(Register(batch));
        yield return Give(new ContainerCommand.RecordAppearance(Bag(batch), Inspection.BeforeUse, null, One));
        yield return Quality(new DonorMaterialCommand.SetPathogenStatus($"DM-{batch}", pathogen, pathogen == PathogenStatus.Positive ? [agent] : [], "LAB", "QA-01"));
        yield return Quality(new DonorMaterialCommand.Accept($"DM-{batch}", "ACC", "QA-01"));
        yield return Give(new BatchCommand.Create(batch, product, recipe, "1", $"COI-{batch}", $"D-{batch}", BatchPurpose.Commercial));
        yield return Give(new DonorMaterialCommand.Bind($"DM-{batch}", batch, Stage.LabelOf(Bag(batch)), One, Two));
        foreach (var move in Disperse())
            yield return move;
    }

    protected DonorMaterialCommand.Register Register(string batch, string room = Annex.Store) =>
        new($"DM-{batch}", null, $"D-{batch}", $"COI-{batch}", Bag(batch), "leukapheresis-bag", new Contents(200), $"L-{Bag(batch)}", room, One, Two);

    protected static string Bag(string batch) => $"BAG-{batch}";

    /// <summary>The bag goes to a room: closed, on its way, received.</summary>
    protected IEnumerable<Move> Bring(string container, string room)
    {
        var from = Now.Get<Container>(container).Location.Room;
        foreach (var move in Gather(from, One, Two))
            yield return move;
        if (!Now.Get<Container>(container).IsSealed)
            yield return Give(new ContainerCommand.Close(container, "weld", One, Two));
        var transfer = Stage.Id("XT");
        yield return Give(new TransferCommand.Start(transfer, Scanned(container), room, null, null, One));
        foreach (var move in Gather(room, One, Two))
            yield return move;
        yield return Give(new TransferCommand.Arrive(transfer, Scanned(container), One));
    }

    protected ImmutableArray<ScannedContainer> Scanned(params string[] containers) => [.. containers.Select(container => new ScannedContainer(container, Stage.LabelOf(container)))];

    protected IEnumerable<Move> Mount(string system, string batch)
    {
        yield return Give(new ClosedSystemCommand.MountKit(system, batch, Stage.Id("KIT"), One));
        yield return Give(new ClosedSystemCommand.VerifyClosure(system, Stage.Id("CHK"), "pressure hold", Passed: true, One, Two));
    }

    protected static StepPlace In(string room, string? line = null) => new(room, line, null, null, null, null, null, null, [], $"T-{room}");

    protected static StepPlace Incubated(string room, string incubator, string compartment) =>
        In(room) with { Incubator = incubator, Compartment = $"{incubator}-{compartment}", Position = $"{incubator}-{compartment}1" };

    /// <summary>A start by the first two of the troupe; a culture by nobody.</summary>
    protected static BatchCommand.StartStep Start(string batch, string step, StepPlace place, params Scan[] scans) =>
        step is "cc" or "oc"
            ? new BatchCommand.StartStep(batch, step, place, [], Two, [.. scans])
            : new BatchCommand.StartStep(batch, step, place, [new AssignedOperator(One, "operator"), new AssignedOperator(Two, "verifier")], Two, [.. scans]);

    /// <summary>A culture starts, seen by the two of the troupe.</summary>
    protected IEnumerable<Move> Culture(string batch, string step, StepPlace place)
    {
        foreach (var move in Gather(place.Room, One, Two))
            yield return move;
        yield return Give(Start(batch, step, place));
    }

    protected Scan ScanOf(string input, string container, string by = One) => new(input, container, Stage.LabelOf(container), by, Stage.At);

    protected IEnumerable<Move> Clear(string room, string batch, ClearanceScope scope = ClearanceScope.Changeover)
    {
        var clearance = Stage.Id("XLC");
        yield return Give(new ClearanceCommand.Perform(clearance, room, scope, batch, Checklist(), One));
        yield return Give(new ClearanceCommand.Verify(clearance, Two));
    }

    protected static ImmutableArray<ClearanceAnswer> Checklist() => [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, Clear: true))];

    /// <summary>Quality lets go of everything that holds a batch, in the way of each hold.</summary>
    protected IEnumerable<Move> LiftAll(string batch)
    {
        foreach (var container in Now.Get<Batch>(batch).Containers.ToArray())
            foreach (var hold in Now.Get<Container>(container).Holds.Values.ToArray())
                yield return Quality(hold.Hold.Kind == HoldKind.Identity
                    ? new ContainerCommand.LiftIdentityHold(container, hold.Hold.Id, "reconciled", "REC", "QA-01", "QA-02")
                    : new ContainerCommand.LiftHold(container, hold.Hold.Id, "assessed", "DEV", "QA-01", "QA-02"));
        foreach (var hold in Now.Get<Batch>(batch).Holds.Values.Where(hold => hold.Kind is not HoldKind.Identity and not HoldKind.Breach).ToArray())
            yield return Quality(new BatchCommand.LiftHold(batch, hold.Id, "assessed", "QA-01", "QA-02"));
    }

    /// <summary>Ends a batch of a scene and leaves nothing of it behind.</summary>
    protected IEnumerable<Move> PutAway(string batch)
    {
        if (Now.Get<Batch>(batch).Status == BatchStatus.Unknown)
            yield break;
        if (Now.Get<Batch>(batch).IsLive)
            yield return Quality(new BatchCommand.Terminate(batch, "the scene is over", Disposition.Destroy));
        foreach (var container in Now.Get<Batch>(batch).Containers.ToArray())
        {
            foreach (var move in LiftAll(batch))
                yield return move;
            if (Now.Get<Container>(container).Location.Room is { Length: > 0 } room)
                foreach (var move in Gather(room, One, Two))
                    yield return move;
            yield return Give(new ContainerCommand.Discard(container, "scene over", "SOP-W", One, Two));
        }

        yield return Quality(new BatchCommand.Discard(batch, "nothing is left", "QA-01", "QA-02"));
        foreach (var move in Tidy())
            yield return move;
    }

    /// <summary>Rooms of the annex are cleared of batches that have ended, the last one that worked there first.</summary>
    protected IEnumerable<Move> Tidy()
    {
        foreach (var room in new[] { Annex.Work, Annex.Isolators, Annex.Cultures, Annex.Plain, Annex.NearCultures })
            for (var tries = 0; tries < 8 && LeftIn(room) is { } batch; tries++)
                foreach (var move in CleanUp(room, batch))
                    yield return move;
        foreach (var move in Disperse())
            yield return move;
    }

    /// <summary>Rooms of the annex whose clearance has lapsed since the last scene are cleared once more.</summary>
    protected IEnumerable<Move> ClearAgain()
    {
        foreach (var room in new[] { Annex.Work, Annex.Isolators, Annex.Plain })
            foreach (var lapsed in Now.Get<Room>(room).Clearances.Values.Where(clearance => !(clearance.ValidUntil > Stage.At + TimeSpan.FromHours(1))).ToArray())
                foreach (var move in Gather(room, One, Two).Concat(Clear(room, lapsed.Batch)))
                    yield return move;
        foreach (var move in Disperse())
            yield return move;
    }

    /// <summary>A batch that has ended and that the room is not cleared of.</summary>
    private string? LeftIn(string room)
    {
        var state = Now.Get<Room>(room);
        if (state.Uncleared is { } last && Now.Get<Batch>(last.Batch).IsLive)
            return null;
        return new[] { state.Uncleared?.Batch }.OfType<string>().Concat(state.Occupations.Keys)
            .Concat(Stage.Site.Document.ClosedSystems.Where(system => system.Room == room).Select(system => Now.Get<ClosedSystem>(system.Id).Batch).OfType<string>())
            .FirstOrDefault(batch => !Now.Get<Batch>(batch).IsLive);
    }

    private IEnumerable<Move> CleanUp(string room, string batch)
    {
        foreach (var move in Gather(room, One, Two))
            yield return move;
        foreach (var system in Stage.Site.Document.ClosedSystems.Where(system => system.Room == room && Now.Get<ClosedSystem>(system.Id).Batch == batch).ToArray())
        {
            yield return Give(new ClosedSystemCommand.UnmountKit(system.Id, One));
            yield return Give(new ClosedSystemCommand.Clean(system.Id, "isopropanol 70 %", One, Two));
        }

        foreach (var isolator in Stage.Site.IsolatorsIn(room).Where(isolator => Now.Get<Isolator>(isolator.Id).Batch == batch).ToArray())
            yield return Give(new IsolatorCommand.ClearInterior(isolator.Id, batch, One, Two));
        foreach (var cabinet in Stage.Site.Document.Cabinets.Where(cabinet => cabinet.Room == room && Now.Get<Cabinet>(cabinet.Id).Batch == batch).ToArray())
            yield return Give(new CabinetCommand.Clear(cabinet.Id, batch, "isopropanol 70 %", One, Two));
        foreach (var move in Clear(room, batch))
            yield return move;
    }
}
