using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// What people and equipment get wrong, at the rates of a profile: they scan twice, two execution systems send the same step, devices
/// repeat themselves and come in disorder, and some send what makes no sense.
/// </summary>
public sealed class Mischief(Stage stage, FaultProfile profile)
{
    private const int Million = 1_000_000;

    /// <summary>Of the confusions that would hold somebody's product, one in this many happens.</summary>
    private const int HoldsOneIn = 20;

    /// <summary>How many settled commands are remembered, to come again.</summary>
    private const int PastMax = 4096;

    private readonly Whim _whim = new(stage);
    private readonly List<Order> _past = [];
    private readonly List<Order> _deliveries = [];
    private int _oldest;

    /// <summary>
    /// Before what is sensible: the same with something exchanged, commands without sense, old ones again. Of what makes no sense only
    /// what the law refuses is given.
    /// </summary>
    public IEnumerable<Order> Before(ImmutableArray<Order> orders)
    {
        foreach (var order in orders.Where(order => order.Command is not WakeUp))
        {
            if (Happens(FaultKind.TwistedCommand) && IfRefused(order with { Command = _whim.Twisted(order.Command), CommandId = stage.Id("w") }) is { } twisted)
                yield return twisted;
            if (Happens(FaultKind.OldIdAgain) && Old() is { } again)
                yield return again;
            if (Happens(FaultKind.OldIdReused) && Old() is { } reused && _whim.Twisted(reused.Command) is var other && TurnCodec.PayloadHash(other) != TurnCodec.PayloadHash(reused.Command))
                yield return reused with { Command = other };
        }

        if (Happens(FaultKind.MadeUpCommand) && IfRefused(stage.Mes(_whim.Any())) is { } madeUp)
            yield return madeUp;
        if (_deliveries.Count > 0 && Happens(FaultKind.ReportReplayed))
            yield return stage.Again(_deliveries[stage.Chance.Next(_deliveries.Count)]);
    }

    /// <summary>At the same moment as what is sensible.</summary>
    public IEnumerable<Order> Beside(ImmutableArray<Order> orders)
    {
        foreach (var order in orders)
        {
            if (order.Command is not WakeUp and not PlantCommand && order.Person is null && Happens(FaultKind.DoubleScan))
                yield return stage.Again(order);
            if (order.Caller == Stage.FirstMes && order.Command is BatchCommand && Happens(FaultKind.SecondMes))
                yield return stage.OtherMes(order.Command);
            if (order.Command is SensorCommand.ReportReadings { Origin: Origin.Live } readings && Happens(FaultKind.ReportOutOfOrder))
                yield return order with { Command = Earlier(readings), CommandId = stage.Id() };
        }
    }

    /// <summary>These have their rulings, and may come again.</summary>
    public void Settled(IEnumerable<Order> orders)
    {
        foreach (var order in orders)
        {
            if (order.Command is ControllerCommand.Deliver)
                _deliveries.Add(order);
            if (_past.Count < PastMax)
                _past.Add(order);
            else
                _past[_oldest++ % PastMax] = order;
        }
    }

    private SensorCommand.ReportReadings Earlier(SensorCommand.ReportReadings readings)
    {
        var back = profile[FaultKind.ReportOutOfOrder].Longest * stage.Chance.NextDouble();
        var series = readings.Series;
        return readings with { Series = series with { From = series.From - back, To = series.To - back, LastAt = series.LastAt - back }, Origin = Origin.DeviceBuffer };
    }

    private Order? Old() => _past.Count == 0 ? null : _past[stage.Chance.Next(_past.Count)];

    private Order? IfRefused(Order order) =>
        stage.Plant.Ask(order) is { Granted: false } ruling && (ruling.Facts.IsEmpty || stage.Chance.Next(HoldsOneIn) == 0) ? order : null;

    private bool Happens(FaultKind kind)
    {
        if (profile[kind].PerMillion is not (> 0 and var rate) || stage.Chance.Next(Million) >= rate)
            return false;
        stage.Plant.Faults.Counts[kind] = stage.Plant.Faults.Counts.GetValueOrDefault(kind) + 1;
        return true;
    }
}
