using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Provoke;

namespace Orchestrator.Simulation.Run;

/// <summary>
/// A simulated plant from its founding to the end of the last day: its batches, its instruments, its clocks, and the checks on its
/// journal. Whatever it does becomes a script that can be played again without it.
/// </summary>
public sealed class SimulationRun
{
    /// <summary>How often the quiet plant is asked whether anybody is stuck.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(8);

    private const string Stager = "provocateur";

    private readonly int _seed;
    private readonly FaultProfile _profile;
    private readonly bool _toTheEnd;
    private readonly SimulatedPlant _plant;
    private readonly Stage _stage;
    private readonly Mischief _mischief;
    private readonly List<Player> _players = [];
    private readonly List<BatchWork> _batches = [];
    private readonly ImmutableArray<Entry>.Builder _script = ImmutableArray.CreateBuilder<Entry>();
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private readonly SimulationReport _report;
    private readonly Watch _watch;
    private DateTimeOffset _lookAt;

    /// <param name="toTheEnd">True to go on after a promise was broken.</param>
    public SimulationRun(int seed, int days, Scene scene, FaultProfile profile, Workings? workings = null, bool toTheEnd = false)
    {
        (_seed, _profile, _toTheEnd) = (seed, profile, toTheEnd);
        _start = scene.Opening.AsOf.ToUniversalTime().AddHours(1);
        _end = _start.AddDays(days);
        _plant = (workings ?? Workings.Own).Plant(profile, _start);
        _stage = new Stage(scene, _plant, new Random(seed));
        _mischief = new Mischief(_stage, profile);
        _watch = new Watch(_plant, _stage);
        _report = new SimulationReport(seed, days, profile.Name);
        _plant.Recorded += (_, body) => _report.Read(body);
        foreach (var controller in scene.Plant.Controllers)
            Join(controller.Id, told => new Machines(_stage, told, controller).Script());
        if (profile.Provokes)
        {
            Join(Stager, told => new Provocateur(_stage, told).Script());
            Join("bystander", told => new PlaceScenes(_stage, told).Bystanders());
        }

        var busy = BatchWork.Busy(scene.Schedule.Jobs);
        foreach (var request in scene.Schedule.Requests)
            Join(request.Id, told =>
            {
                var work = new BatchWork(_stage, told, request.Id, request.Jobs, busy);
                _batches.Add(work);
                return work.Script();
            });
    }

    /// <summary>What the plant has recorded.</summary>
    public IJournal Journal => _plant.Journal;

    /// <summary>What was done and what went wrong, so far.</summary>
    public Script Script => new(_seed, _start, _profile, _watch.Broken.FirstOrDefault()?.Id ?? "", _script.ToImmutable());

    /// <summary>Runs to the end of the last day, or to the first promise that is broken.</summary>
    /// <param name="cancel">Ends it where it is.</param>
    public SimulationReport Run(CancellationToken cancel = default)
    {
        Found();
        while (_plant.At < _end && !Over && !cancel.IsCancellationRequested)
        {
            var at = _plant.At;
            var calls = DueClocks(at).Select(order => (Player: (Player?)null, Order: order)).ToList();
            foreach (var player in _players)
                if (player.Next(at) is { } order)
                    calls.Add((player, order));
            if (calls.Count == 0)
            {
                if (at >= _lookAt)
                {
                    Look();
                    _lookAt = at + LookEvery;
                }

                Advance(at);
                continue;
            }

            foreach (var order in _mischief.Before([.. calls.Select(call => call.Order)]))
                Give([order]);
            var rulings = Give([.. calls.Select(call => call.Order), .. _mischief.Beside([.. calls.Select(call => call.Order)])]);
            foreach (var (player, order) in calls)
                if (player is not null && rulings.TryGetValue(order.TurnId, out var ruled))
                {
                    player.Hear(ruled);
                    if (player.Name == Stager && !ruled.Turn.Granted && !order.CommandId.StartsWith(Troupe.WrongIds, StringComparison.Ordinal))
                        _report.Astray(ruled.Turn);
                }
        }

        if (!Over)
        {
            Look();
            _watch.Finish();
        }

        _report.Finish(_plant, _batches, _watch);
        return _report;
    }

    private bool Over => !_toTheEnd && _watch.Broken.Any();

    /// <summary>Sends these at once, in an order of chance's choosing.</summary>
    private Dictionary<string, Answer.Ruled> Give(Order[] orders)
    {
        _stage.Chance.Shuffle(orders);
        var entry = new Entry(_plant.Time.GetUtcNow(), Act.Give, Dice.Roll((ulong)_seed, 0, _script.Count), [.. orders], []);
        var rulings = _plant.Give(entry, planned: false);
        _script.Add(entry with { Faults = _plant.Faults.Happened });
        _mischief.Settled(orders);
        var told = new Dictionary<string, Answer.Ruled>(StringComparer.Ordinal);
        for (var at = 0; at < orders.Length; at++)
            if (rulings[at] is { } ruled)
                told[orders[at].TurnId] = ruled;
        return told;
    }

    private void Look()
    {
        _script.Add(new Entry(_plant.Time.GetUtcNow(), Act.Look, 0, [], []));
        _plant.Give(_script[^1], planned: true);
        _watch.Look();
    }

    private void Join(string name, Func<Told, IEnumerable<Move>> script)
    {
        var told = new Told();
        _players.Add(new Player(name, script(told), told));
    }

    private void Found()
    {
        void One(string person, Command command)
        {
            var order = _stage.Person(person, command);
            if (!_watch.Broken.Any() && Give([order]).GetValueOrDefault(order.TurnId) is { Turn: { Granted: false } refused })
                throw new InvalidOperationException($"the plant is not set up: {command.GetType().Name} of {person} is refused by {string.Join("; ", refused.Refusals.Select(refusal => $"{refusal.Rule} {string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}"))}");
        }

        One("EN-01", new PlantCommand.Found(SimulatedPlant.Id, TimeMode.Real));
        One("EN-01", new PlantCommand.ProposeChange("change-1", _stage.At, _stage.Scene.Plant, _stage.Scene.Recipes));
        One("QA-01", new PlantCommand.ApproveChange("change-1"));
        // Judged by a machine whose clock is behind the proposer's, the change is not yet in force: its wake-up puts it there.
        _plant.Time.MoveTo(_stage.At + _plant.ClockSlack + TimeSpan.FromMilliseconds(1));
        if (DueClocks(_stage.At).ToArray() is { Length: > 0 } due)
            Give(due);
        One("PL-01", new PlantCommand.ProposeOpening("opening-1", _stage.Scene.Opening));
        One("QA-01", new PlantCommand.ApproveOpening("opening-1"));
    }

    /// <summary>The clocks that have come due by every machine's clock; one is given once, however often it is looked at.</summary>
    private IEnumerable<Order> DueClocks(DateTimeOffset at) =>
        from pair in _plant.Clocks
        from clock in pair.Value
        where clock.Due + _plant.ClockSlack < at
        let order = new Order(new WakeUp(pair.Key, clock.Id, clock.Due), Clockwork.Caller, $"{pair.Key}/{clock.Id}/{Instant.Text(clock.Due)}", Scene.AllRoles)
        where !_plant.Acknowledged.ContainsKey(order.TurnId)
        select order;

    private void Advance(DateTimeOffset at)
    {
        var next = _players.Select(player => player.Wakes).Where(wakes => wakes > at)
            .Concat(_plant.Clocks.Values.SelectMany(clocks => clocks).Select(clock => (DateTimeOffset?)(clock.Due + _plant.ClockSlack)).Where(due => due >= at))
            .Append(_end).Min()!.Value;
        // A clock is looked at once its instant has passed, a moment later.
        _plant.Time.MoveTo(next + TimeSpan.FromMilliseconds(1));
    }
}
