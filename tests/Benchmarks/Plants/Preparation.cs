using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;
using Orchestrator.Engine;

namespace Orchestrator.Benchmarks.Plants;

/// <summary>
/// Brings a plant to where the load begins, before its server starts: every turn is decided by the law in an engine of this
/// process and appended to the same journal. Ends with an open step in every isolator.
/// </summary>
internal static class Preparation
{
    private static readonly ImmutableSortedSet<string> AllRoles = ["mes", "equipment", "quality", "engineer", "supervisor"];

    public static async Task Of(IJournal journal, Floor floor)
    {
        var runner = await Open(journal);
        var given = 0;
        await Must(runner, new PlantCommand.Found(Floor.Plant, TimeMode.Real), "prepare");
        await Must(runner, new PlantCommand.ProposeChange("PLT-1", DateTimeOffset.UtcNow, floor.Document(), [floor.Procedure]), "engineer", "EN-1");
        await Must(runner, new PlantCommand.ApproveChange("PLT-1"), "quality", "QA-1");
        await Must(runner, new PlantCommand.ProposeOpening("OPB-1", floor.Opening(DateTimeOffset.UtcNow)), "engineer", "EN-1");
        await Must(runner, new PlantCommand.ApproveOpening("OPB-1"), "quality", "QA-1");
        foreach (var (sensor, value) in floor.Readings())
            await Must(runner, new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(value, DateTimeOffset.UtcNow), ReadingQuality.Good, Origin.Live), "bms");
        await Task.WhenAll(floor.Workplaces.GroupBy(place => place.Room).Select(StartAll));
        await runner.Stop();

        async Task StartAll(IEnumerable<Workplace> room)
        {
            foreach (var place in room)
            {
                foreach (var (person, role) in new[] { (place.Operator, "operator"), (place.Verifier, "verifier") })
                {
                    await Must(runner, new OperatorCommand.Assign(person, place.Batch, Floor.Step, role, place.Room), "prepare");
                    await Must(runner, new OperatorCommand.EnterRoom(person, place.Room, DateTimeOffset.UtcNow, null, Origin.Live), "prepare");
                }
            }

            foreach (var place in room)
            {
                var where = new StepPlace(place.Room, place.Line, place.Isolator, null, null, null, null, null, [], place.Terminal);
                await Must(runner, new BatchCommand.StartStep(place.Batch, Floor.Step, where, [new AssignedOperator(place.Operator, "operator")], place.Verifier, []), "prepare");
            }
        }

        Task Must(PlantRunner engine, Command command, string caller, string? person = null) =>
            Preparation.Must(engine, new Order(command, caller, $"prepare-{Interlocked.Increment(ref given)}", AllRoles, person));
    }

    /// <summary>Gives a command that has to be granted.</summary>
    /// <exception cref="InvalidOperationException">It was not; the message names the rules.</exception>
    public static async Task Must(PlantRunner engine, Order order)
    {
        var answer = await engine.Submit(order);
        if (answer is not Answer.Ruled { Turn: var turn })
            throw new InvalidOperationException($"{order.Command.GetType().Name}: {answer}");
        if (!turn.Granted)
            throw new InvalidOperationException($"{order.Command.GetType().Name} was refused: {string.Join("; ", turn.Refusals.Select(refusal => $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]"))}");
    }

    /// <summary>An engine in this process, as the server makes it.</summary>
    public static Task<PlantRunner> Open(IJournal journal) => PlantRunner.Open(
        journal, Floor.Plant, "bench", TimeProvider.System, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, PlantLaw.Decide, new RunnerLimits(), CancellationToken.None);
}
