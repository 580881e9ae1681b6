using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Orchestrator.Engine;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>A simulated plant from its founding to the end of the last day: its batches, its instruments, its clocks, and the checks on its journal.</summary>
public sealed class SimulationRun
{
    private static readonly TimeSpan ReadingsEvery = TimeSpan.FromHours(2);
    private readonly Scene _scene;
    private readonly SimulatedPlant _plant;
    private readonly List<BatchPlay> _batches = [];
    private readonly List<Invariant> _invariants = Invariants.All();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly DateTimeOffset _end;
    private DateTimeOffset _readingsDue;
    private int _wakeUps;
    private int _readings;

    public SimulationRun(int seed, int days, Scene scene, Mischief mischief)
    {
        _scene = scene;
        var start = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
        _end = start.AddDays(days);
        _readingsDue = start;
        _plant = new SimulatedPlant(seed, mischief, start);
        _plant.Recorded += Keep;
        Report = new SimulationReport(seed, days);
        var chance = _plant.Chance;
        for (var number = 1; number <= 4; number++)
            _batches.Add(new BatchPlay(scene, number, number % 3 == 0 ? "car-t-open" : "car-t-closed", "GEN", PathogenStatus.NegativeScreened));
        _batches.Add(new BatchPlay(scene, 5, "car-t-closed", "POS", PathogenStatus.Positive));
        foreach (var _ in Enumerable.Range(0, chance.Next(3)))
            _batches.Add(new BatchPlay(scene, _batches.Count + 1, "car-t-closed", "GEN", PathogenStatus.NegativeScreened));
    }

    public SimulationReport Report { get; }

    public SimulationReport Run()
    {
        Found();
        while (_plant.Time.GetUtcNow() < _end)
        {
            var at = _plant.Time.GetUtcNow();
            var orders = Due(at).ToList();
            var plays = new List<(BatchPlay? Play, Order Order)>(orders.Select(order => ((BatchPlay?)null, order)));
            foreach (var play in _batches)
                if (play.Next(_plant.Now, at, _plant.Chance) is { } order)
                    plays.Add((play, order));
            if (plays.Count == 0)
            {
                Advance(at);
                continue;
            }

            var rulings = _plant.Give([.. plays.Select(play => play.Order)]);
            for (var index = 0; index < plays.Count; index++)
                plays[index].Play?.Told(plays[index].Order, rulings[index], _plant.Now, _plant.Time.GetUtcNow(), _plant.Chance);
            Report.Count(rulings);
        }

        foreach (var invariant in _invariants)
            invariant.AtEnd(_plant.Acknowledged);
        Report.Finish(_plant, _batches, _invariants, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        return Report;
    }

    private void Found()
    {
        Order By(string person, Command command) => Scene.By(person, string.Create(CultureInfo.InvariantCulture, $"set-up-{++_wakeUps}"), command);
        _plant.Give(By("EN-01", new PlantCommand.Found(SimulatedPlant.Id, TimeMode.Real)));
        _plant.Give(By("EN-01", new PlantCommand.ProposeChange("change-1", _plant.Time.GetUtcNow(), _scene.Plant, _scene.Recipes)));
        _plant.Give(By("QA-01", new PlantCommand.ApproveChange("change-1")));
        _plant.Give(By("PL-01", new PlantCommand.ProposeOpening("opening-1", _scene.Opening)));
        _plant.Give(By("QA-01", new PlantCommand.ApproveOpening("opening-1")));
    }

    /// <summary>Clocks that have come due, and the instruments' rounds.</summary>
    private IEnumerable<Order> Due(DateTimeOffset at)
    {
        foreach (var (id, actor) in _plant.Now.Actors.Where(pair => pair.Value.Clocks.Any()).OrderBy(pair => pair.Key))
            foreach (var clock in actor.Clocks.Where(clock => clock.Due <= at))
                if (new Order(new WakeUp(id, clock.Id, clock.Due), "clock", $"{id}:{clock.Id}:{Instant.Text(clock.Due)}".Replace('/', ':'), Scene.AllRoles) is var order && !_plant.Acknowledged.ContainsKey(order.TurnId))
                    yield return order;

        if (_readingsDue > at)
            yield break;
        _readingsDue = at + ReadingsEvery;
        foreach (var definition in _scene.Plant.Sensors)
        {
            var controller = _scene.Plant.Controllers.First(controller => controller.SpeaksFor.Contains($"sensor/{definition.Id}"));
            yield return new Order(
                new SensorCommand.ReportReadings(definition.Id, Readings.Good(definition, _plant.Now.Get<Sensor>(definition.Id), at), ReadingQuality.Good, Origin.Live),
                controller.Id, string.Create(CultureInfo.InvariantCulture, $"r{++_readings}"), Scene.AllRoles);
        }
    }

    private void Advance(DateTimeOffset at)
    {
        var next = _batches.Select(play => play.Wakes).Where(wakes => wakes > at)
            .Append(_readingsDue)
            .Concat(_plant.Now.Actors.Values.SelectMany(actor => actor.Clocks).Select(clock => (DateTimeOffset?)clock.Due).Where(due => due > at))
            .Min() ?? _end;
        _plant.Time.MoveTo(next > at ? next : at + TimeSpan.FromMinutes(1));
    }

    private void Keep(RecordedTurn turn, TurnBody body)
    {
        _hash.AppendData(turn.Hash.Span);
        foreach (var invariant in _invariants)
            invariant.Read(turn, body);
        Report.Read(body);
    }
}
