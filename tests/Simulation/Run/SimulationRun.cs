using System.Security.Cryptography;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Provoke;

namespace Orchestrator.Simulation.Run;

/// <summary>A simulated plant from its founding to the end of the last day: its batches, its instruments, its clocks, and the checks on its journal.</summary>
public sealed class SimulationRun
{
    /// <summary>Of the confusions that would hold somebody's product, one in this many happens.</summary>
    private const int HoldsOneIn = 20;

    /// <summary>How often the quiet plant is asked whether anybody is stuck.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(8);

    private const string Stager = "provocateur";

    private readonly SimulatedPlant _plant;
    private readonly Stage _stage;
    private readonly Whim _whim;
    private readonly Mischief _mischief;
    private readonly List<Player> _players = [];
    private readonly List<BatchWork> _batches = [];
    private readonly List<Invariant> _invariants = Invariants.All();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly DateTimeOffset _end;
    private readonly SimulationReport _report;
    private readonly Liveness _liveness;
    private DateTimeOffset _lookAt;

    public SimulationRun(int seed, int days, Scene scene, Mischief mischief)
    {
        var start = scene.Opening.AsOf.ToUniversalTime().AddHours(1);
        _end = start.AddDays(days);
        _plant = new SimulatedPlant(seed, mischief, start);
        _plant.Recorded += Keep;
        _mischief = mischief;
        _stage = new Stage(scene, _plant);
        _whim = new Whim(_stage);
        _liveness = new Liveness(_stage);
        _report = new SimulationReport(seed, days);
        foreach (var controller in scene.Plant.Controllers)
            Join(controller.Id, told => new Machines(_stage, told, controller).Script());
        if (mischief.Provokes)
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

    public SimulationReport Run()
    {
        Found();
        while (_plant.Time.GetUtcNow() < _end)
        {
            var at = _plant.Time.GetUtcNow();
            var calls = DueClocks(at).Select(order => (Player: (Player?)null, Order: order)).ToList();
            foreach (var player in _players)
                if (player.Next(at) is { } order)
                    calls.Add((player, order));
            if (calls.Count == 0)
            {
                if (at >= _lookAt)
                {
                    _liveness.Look();
                    _lookAt = at + LookEvery;
                }

                Advance(at);
                continue;
            }

            Disturb(calls.Select(call => call.Order));
            var rulings = _plant.Give([.. calls.Select(call => call.Order)]);
            for (var index = 0; index < calls.Count; index++)
            {
                calls[index].Player?.Hear(rulings[index]);
                if (calls[index].Player?.Name == Stager && !rulings[index].Turn.Granted && !calls[index].Order.CommandId.StartsWith(Troupe.WrongIds, StringComparison.Ordinal))
                    _report.Astray(rulings[index].Turn);
            }
        }

        _liveness.Look();
        foreach (var invariant in _invariants)
            invariant.AtEnd(_plant.Acknowledged);
        _report.Finish(_plant, _batches, _invariants, _liveness, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        return _report;
    }

    /// <summary>Before what is sensible: the same with something exchanged, and commands without sense; only what is refused is really given.</summary>
    private void Disturb(IEnumerable<Order> orders)
    {
        foreach (var order in orders.Where(order => order.Command is not WakeUp))
            for (var whims = _stage.Chance.Next(1000) < _mischief.WhimsPerThousand ? 1 + _stage.Chance.Next(2) : 0; whims > 0; whims--)
                GiveIfRefused(order with { Command = _whim.Twisted(order.Command), CommandId = _stage.Id("w") });
        if (_stage.Chance.Next(1000) < _mischief.WhimsPerThousand)
            GiveIfRefused(_stage.Mes(_whim.Any()));
        if (_stage.Chance.Next(1000) < _mischief.OldIdsPerThousand)
            _plant.Pester(_whim.Twisted);
    }

    private void GiveIfRefused(Order order)
    {
        if (_plant.Ask(order) is { Granted: false } ruling && (ruling.Facts.IsEmpty || _stage.Chance.Next(HoldsOneIn) == 0))
            _plant.Give(order);
    }

    private void Join(string name, Func<Told, IEnumerable<Move>> script)
    {
        var told = new Told();
        _players.Add(new Player(name, script(told), told));
    }

    private void Found()
    {
        void Give(string person, Command command)
        {
            if (!_plant.Give(_stage.Person(person, command))[0].Turn.Granted)
                throw new InvalidOperationException($"the plant is not set up: {command.GetType().Name} of {person} is refused by {string.Join("; ", _plant.Acknowledged.Values.Last().Turn.Refusals.Select(refusal => $"{refusal.Rule} {string.Join(", ", refusal.Seen)}"))}");
        }

        Give("EN-01", new PlantCommand.Found(SimulatedPlant.Id, TimeMode.Real));
        Give("EN-01", new PlantCommand.ProposeChange("change-1", _stage.At, _stage.Scene.Plant, _stage.Scene.Recipes));
        Give("QA-01", new PlantCommand.ApproveChange("change-1"));
        Give("PL-01", new PlantCommand.ProposeOpening("opening-1", _stage.Scene.Opening));
        Give("QA-01", new PlantCommand.ApproveOpening("opening-1"));
    }

    /// <summary>The clocks that have come due; one is given once, however often it is looked at.</summary>
    private IEnumerable<Order> DueClocks(DateTimeOffset at) =>
        from pair in _plant.Clocks
        from clock in pair.Value
        where clock.Due < at
        let order = new Order(new WakeUp(pair.Key, clock.Id, clock.Due), Clockwork.Caller, $"{pair.Key}/{clock.Id}/{Instant.Text(clock.Due)}", Scene.AllRoles)
        where !_plant.Acknowledged.ContainsKey(order.TurnId)
        select order;

    private void Advance(DateTimeOffset at)
    {
        var next = _players.Select(player => player.Wakes).Where(wakes => wakes > at)
            .Concat(_plant.Clocks.Values.SelectMany(clocks => clocks).Select(clock => (DateTimeOffset?)clock.Due).Where(due => due >= at))
            .Append(_end).Min()!.Value;
        // A clock is looked at once its instant has passed, a moment later.
        _plant.Time.MoveTo(next + TimeSpan.FromMilliseconds(1));
    }

    private void Keep(RecordedTurn turn, TurnBody body)
    {
        _hash.AppendData(turn.Hash.Span);
        foreach (var invariant in _invariants)
            invariant.Read(turn, body);
        _report.Read(body);
    }
}
