using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// Nothing is stuck: whenever the plant is quiet, dry runs through the engine show for every live batch a legal command that
/// goes on with it, keeps it safe or disposes of it, and for everything that holds somebody the command that lets go.
/// </summary>
public sealed class Liveness(Stage stage)
{
    private const int KeptMax = 5;

    public const string Id = "LIVE";

    public const string Name = "every live batch has a legal way on, to safety or to its end, and every hold an exit";

    public List<string> Broken { get; } = [];

    public long Checked { get; private set; }

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
    private IEnumerable<Order> Ways(Batch batch)
    {
        foreach (var step in batch.RunningSteps)
        {
            var by = step.Operators.FirstOrDefault()?.Operator ?? "OP-01";
            yield return stage.Mes(new BatchCommand.CompleteStep(batch.Id, step.Step, by, stage.Site.Room(step.Room)?.Terminals.FirstOrDefault() ?? ""));
            yield return stage.Mes(new BatchCommand.AbortStep(batch.Id, step.Step, "to safety", Disposition.SafeState, by));
        }

        yield return stage.Quality(new BatchCommand.Terminate(batch.Id, "cannot go on", Disposition.Retain));
    }

    private IEnumerable<Order> Exits(Batch batch, Hold hold)
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

    private IEnumerable<Order> Breaches(Hold hold)
    {
        foreach (var system in stage.Site.Document.ClosedSystems.Where(system => stage.Now.Get<ClosedSystem>(system.Id).Breaches.Keys.Any(breach => Breaching.HoldId(system.Id, breach) == hold.Id)))
        {
            yield return stage.Mes(new ClosedSystemCommand.RecordEmergencyMeasure(system.Id, "clamped", "EN-01"));
            yield return stage.Quality(new ClosedSystemCommand.AssessBreach(system.Id, "RA", BreachDecision.Continue, "assessed", "QA-01", "QA-02"));
        }
    }

    private IEnumerable<Order> Ends(string id)
    {
        var container = stage.Now.Get<Container>(id);
        yield return stage.Mes(new ContainerCommand.Discard(id, "ended", "SOP-W", "OP-01", "OP-02"));
        yield return stage.Mes(new ContainerCommand.RecordInactivation(id, "CYC", "pass", container.Location.Room));
        foreach (var hold in container.Holds.Values)
            yield return stage.Quality(hold.Hold.Kind == HoldKind.Identity
                ? new ContainerCommand.LiftIdentityHold(id, hold.Hold.Id, "reconciled", "REC", "QA-01", "QA-02")
                : new ContainerCommand.LiftHold(id, hold.Hold.Id, "assessed", "DEV", "QA-01", "QA-02"));
        // What is under way arrives; what stands in an incubator is taken out; then it is destroyed.
        foreach (var (transfer, state) in stage.Now.All<Domain.Transfers.Transfer>().Where(pair => pair.Value.Status == Domain.Transfers.TransferStatus.Started && pair.Value.Containers.Contains(id)))
            foreach (var person in stage.Now.Get<Room>(state.To.Room).Persons.Keys.DefaultIfEmpty("OP-01"))
                yield return stage.Mes(new Domain.Transfers.TransferCommand.Arrive(transfer, [new ScannedContainer(id, container.Label)], person));
    }

    private void Demand(IEnumerable<Order> ways, string otherwise)
    {
        Checked++;
        var refused = new List<string>();
        foreach (var way in ways)
        {
            if (stage.Plant.Ask(way) is not { } ruling || ruling.Granted)
                return;
            refused.Add($"{way.Command.GetType().Name} refused by {string.Join(", ", ruling.Refusals.Select(refusal => refusal.Rule).Distinct())}");
        }

        if (Broken.Count < KeptMax)
            Broken.Add($"at {Instant.Text(stage.At)}: {otherwise}: {string.Join("; ", refused)}");
    }
}
