using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// Ends a batch that cannot go on, as quality would: terminates it, destroys what is left of it, and gives back rooms,
/// systems and people, so that others can work.
/// </summary>
public sealed class Rescue(Stage stage, Told told, string batch)
{
    public IEnumerable<Move> Script()
    {
        yield return Give(stage.Quality(new BatchCommand.Terminate(batch, "cannot go on", Disposition.Destroy)));
        var (first, second) = Pair();
        foreach (var id in stage.Now.Get<Batch>(batch).Containers.ToArray())
        {
            var container = stage.Now.Get<Container>(id);
            foreach (var hold in container.Holds.Values.ToArray())
                yield return Give(stage.Quality(hold.Hold.Kind == HoldKind.Identity
                    ? new ContainerCommand.LiftIdentityHold(id, hold.Hold.Id, "reconciled", "REC-1", "QA-01", "QA-02")
                    : new ContainerCommand.LiftHold(id, hold.Hold.Id, "assessed", "DEV-1", "QA-01", "QA-02")));
            foreach (var order in Enter(container.Location.Room, first, second))
                yield return Give(order);
            yield return Give(stage.Mes(new ContainerCommand.Discard(id, "batch terminated", "SOP-WASTE", first, second)));
        }

        yield return Give(stage.Quality(new BatchCommand.Discard(batch, "nothing is left", "QA-01", "QA-02")));
        foreach (var room in stage.Site.Document.Rooms.Where(room => IsLeftIn(stage.Now.Get<Room>(room.Id))).Select(room => room.Id).ToArray())
        {
            yield return new Move.Wait(stage.At.AddMinutes(5));
            (first, second) = Pair();
            foreach (var order in Enter(room, first, second).Concat(CleanUp(room, first, second)))
                yield return Give(order);
            foreach (var person in new[] { first, second })
                foreach (var order in JobScript.Leaving(stage, person))
                    yield return Give(order);
        }

        _ = told;
    }

    private bool IsLeftIn(Room room) => room.Occupations.ContainsKey(batch) || room.UnclearedSteps.ContainsKey(batch);

    private IEnumerable<Order> CleanUp(string room, string first, string second)
    {
        foreach (var system in stage.Site.Document.ClosedSystems.Where(system => system.Room == room && stage.Now.Get<ClosedSystem>(system.Id).Batch == batch))
        {
            yield return stage.Mes(new ClosedSystemCommand.UnmountKit(system.Id, first));
            yield return stage.Mes(new ClosedSystemCommand.Clean(system.Id, "isopropanol 70 %", first, second));
        }

        foreach (var isolator in stage.Site.IsolatorsIn(room).Where(isolator => stage.Now.Get<Isolator>(isolator.Id).Batch == batch))
            yield return stage.Mes(new IsolatorCommand.ClearInterior(isolator.Id, batch, first, second));
        foreach (var cabinet in stage.Site.Document.Cabinets.Where(cabinet => cabinet.Room == room))
            yield return stage.Mes(new CabinetCommand.Clear(cabinet.Id, batch, "isopropanol 70 %", first, second));
        foreach (var unit in stage.Site.Document.Equipment.Where(unit => unit.Room == room))
            yield return stage.Mes(new EquipmentCommand.Clean(unit.Id, batch, "isopropanol 70 %", first, second));
        var clearance = stage.Id("LC");
        yield return stage.Mes(new ClearanceCommand.Perform(clearance, room, ClearanceScope.Changeover, batch, [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, Clear: true))], first));
        yield return stage.Mes(new ClearanceCommand.Verify(clearance, second));
    }

    private IEnumerable<Order> Enter(string room, params string[] people)
    {
        foreach (var person in people.Where(person => room.Length > 0 && stage.PersonNow(person).Room != room))
        {
            foreach (var order in JobScript.Leaving(stage, person))
                yield return order;
            yield return stage.Mes(new OperatorCommand.EnterRoom(person, room, stage.At, null, Origin.Live));
        }
    }

    /// <summary>Two people on duty who work on nothing now and are authorised where the batch is.</summary>
    private (string First, string Second) Pair()
    {
        var areas = stage.Site.Document.Rooms.Where(room => stage.Now.Get<Room>(room.Id).Occupations.ContainsKey(batch)).Select(room => room.Area).ToHashSet();
        var free = stage.Site.Document.People
            .Where(person => person.Shift is not null && person.Roles.Contains("verifier") && !stage.PersonNow(person.Id).Running.Any() && areas.All(person.Authorisations.ContainsKey))
            .OrderByDescending(person => Duty.IsOn(stage.Site, person.Shift!, stage.At)).ThenBy(person => stage.PersonNow(person.Id).Room is not null).ThenBy(person => person.Id, StringComparer.Ordinal)
            .Take(2).Select(person => person.Id).ToArray();
        return free.Length == 2 ? (free[0], free[1]) : ("OP-07", "OP-08");
    }

    private static Move Give(Order order) => new Move.Give(order);
}
