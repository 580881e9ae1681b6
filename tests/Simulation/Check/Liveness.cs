using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// Nothing is stuck: whenever the plant is quiet, the law, asked on what is recorded, shows for every live batch a legal command that
/// goes on with it, keeps it safe or disposes of it, and for everything that holds somebody the command that lets go.
/// </summary>
public sealed class Liveness(Stage stage)
{
    public Promise Promise { get; } = new("LIVE", "readings", "every live batch has a legal way on, to safety or to its end, and every hold an exit", "每个在制批都有合法的出路（继续、转入安全状态或终结），每个锁定都能解除");

    public void Look()
    {
        foreach (var (id, batch) in stage.Now.All<Batch>().ToArray())
        {
            if (batch.IsLive)
                Demand(Ways(batch), $"{id} ({batch.Status}) can neither go on, nor be kept safe, nor be ended");
            if (batch.Status is BatchStatus.Created or BatchStatus.InProcess or BatchStatus.Harvested or BatchStatus.Terminated)
                foreach (var hold in batch.Holds.Values)
                    Demand(Exits(batch, hold), $"{id} is held by {hold.Id} ({hold.Kind}) for ever");
            if (batch.Status is BatchStatus.Terminated)
                foreach (var container in batch.Containers)
                    Demand(Ends(container), $"{container} of the ended batch {id} can never be destroyed");
        }

        foreach (var room in stage.Site.Document.Rooms)
            foreach (var hold in stage.Now.Get<Room>(room.Id).Holds.Values)
                Demand(hold.Kind == HoldKind.Breach ? Breaches(hold) : [stage.Quality(new RoomCommand.LiftHold(room.Id, hold.Id, "assessed", "QA-01", "QA-02"))], $"{room.Id} is held by {hold.Id} for ever");
    }

    /// <summary>On with the running step, to its safe state, or to an end that quality decides.</summary>
    private IEnumerable<Way> Ways(Batch batch)
    {
        foreach (var step in batch.RunningSteps)
        {
            var by = step.Operators.FirstOrDefault()?.Operator ?? "OP-01";
            yield return stage.Mes(new BatchCommand.CompleteStep(batch.Id, step.Step, by, stage.Site.Room(step.Room)?.Terminals.FirstOrDefault() ?? ""));
            yield return stage.Mes(new BatchCommand.AbortStep(batch.Id, step.Step, "to safety", Disposition.SafeState, by));
        }

        yield return stage.Quality(new BatchCommand.Terminate(batch.Id, "cannot go on", Disposition.Retain));
    }

    private IEnumerable<Way> Exits(Batch batch, Hold hold)
    {
        switch (hold.Kind)
        {
            case HoldKind.Identity:
                foreach (var (container, state) in stage.Now.All<Container>().Where(pair => pair.Value.Holds.ContainsKey(hold.Id)))
                    yield return stage.Quality(new ContainerCommand.LiftIdentityHold(container, hold.Id, "reconciled", "REC", "QA-01", "QA-02"));
                break;
            case HoldKind.Breach:
                foreach (var order in Breaches(hold))
                    yield return order;
                // Quality may have decided to discard the kit: then it judges what was in it by itself.
                yield return stage.Quality(new BatchCommand.LiftHold(batch.Id, hold.Id, "assessed", "QA-01", "QA-02"));
                break;
            default:
                yield return stage.Quality(new BatchCommand.LiftHold(batch.Id, hold.Id, "assessed", "QA-01", "QA-02"));
                break;
        }
    }

    private IEnumerable<Way> Breaches(Hold hold)
    {
        foreach (var system in stage.Site.Document.ClosedSystems.Where(system => stage.Now.Get<ClosedSystem>(system.Id).Breaches.Keys.Any(breach => Breaching.HoldId(system.Id, breach) == hold.Id)))
        {
            yield return stage.Mes(new ClosedSystemCommand.RecordEmergencyMeasure(system.Id, "clamped", "EN-01"));
            yield return stage.Quality(new ClosedSystemCommand.AssessBreach(system.Id, "RA", BreachDecision.Continue, "assessed", "QA-01", "QA-02"));
        }
    }

    private IEnumerable<Way> Ends(string id)
    {
        var container = stage.Now.Get<Container>(id);
        foreach (var (person, enter) in Near(container.Location.Room))
            yield return new Way(stage.Mes(new ContainerCommand.Discard(id, "ended", "SOP-W", person, person == "OP-02" ? "OP-01" : "OP-02")), enter);
        yield return stage.Mes(new ContainerCommand.RecordInactivation(id, "CYC", "pass", container.Location.Room));
        foreach (var hold in container.Holds.Values)
            yield return stage.Quality(hold.Hold.Kind == HoldKind.Identity
                ? new ContainerCommand.LiftIdentityHold(id, hold.Hold.Id, "reconciled", "REC", "QA-01", "QA-02")
                : new ContainerCommand.LiftHold(id, hold.Hold.Id, "assessed", "DEV", "QA-01", "QA-02"));
        // What is under way arrives; what stands in an incubator is taken out; then it is destroyed.
        foreach (var (transfer, state) in stage.Now.All<Domain.Transfers.Transfer>().Where(pair => pair.Value.Status == Domain.Transfers.TransferStatus.Started && pair.Value.Containers.Contains(id)))
            foreach (var (person, enter) in Near(state.To.Room))
                yield return new Way(stage.Mes(new Domain.Transfers.TransferCommand.Arrive(transfer, [new ScannedContainer(id, container.Label)], person)), enter);
    }

    /// <summary>Whoever is in the room; where nobody is, everybody who may go there, with their going in.</summary>
    private IEnumerable<(string Person, Order? Enter)> Near(string room)
    {
        var here = stage.Now.Get<Room>(room).Persons.Keys.ToArray();
        if (here.Length > 0 || room.Length == 0)
            return here.DefaultIfEmpty("OP-01").Select(person => (person, (Order?)null));
        return stage.Site.Document.People.Select(person => (person.Id, (Order?)stage.Mes(new Domain.People.OperatorCommand.EnterRoom(person.Id, room, stage.At, null, Origin.Live))));
    }

    private void Demand(IEnumerable<Way> ways, string otherwise)
    {
        var refused = new List<string>();
        foreach (var way in ways)
        {
            if ((way.First is { } first ? stage.Plant.Ask(way.Order, first) : stage.Plant.Ask(way.Order)) is not { } ruling || ruling.Granted)
            {
                Promise.Demand(kept: true, otherwise);
                return;
            }

            refused.Add($"{way.Order.Command.GetType().Name} refused by {string.Join(", ", ruling.Refusals.Select(refusal => refusal.Rule).Distinct())}");
        }

        Promise.Demand(kept: false, $"at {Instant.Text(stage.At)}: {otherwise}: {string.Join("; ", refused)}");
    }

    /// <summary>A command that would help, and what somebody has to do before.</summary>
    private readonly record struct Way(Order Order, Order? First = null)
    {
        public static implicit operator Way(Order order) => new(order);
    }
}
