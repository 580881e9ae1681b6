using System.Collections.Immutable;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// One equipment controller: it registers, reports its sensors in rounds, and acknowledges what its devices were told. Now and
/// then it is silent, or delivers a round again.
/// </summary>
public sealed class Machines(Stage stage, Told told, ControllerDefinition controller)
{
    private static readonly TimeSpan Round = TimeSpan.FromHours(5);

    private long _sequence;

    public IEnumerable<Move> Script()
    {
        yield return Give(new ControllerCommand.Connect(controller.Id, [.. controller.SpeaksFor], Deduplicates: stage.Chance.Next(2) == 0));
        while (true)
        {
            var sensors = controller.SpeaksFor.Where(address => address.StartsWith("sensor/", StringComparison.Ordinal))
                .Select(address => stage.Site.Sensor(address["sensor/".Length..])).OfType<SensorDefinition>().Where(sensor => !stage.Silent.Contains(sensor.Id)).ToList();
            var state = stage.Now.Get<Controller>(controller.Id);
            var reports = ImmutableArray.CreateBuilder<Command>();
            foreach (var sensor in sensors)
                reports.Add(new SensorCommand.ReportReadings(sensor.Id, Readings.Good(sensor, stage.Now.Get<Sensor>(sensor.Id), stage.At), ReadingQuality.Good, Origin.Live));
            // Most rounds come one sensor at a time, some as one delivery under the session's number.
            if (reports.Count > 0 && stage.Chance.Next(5) > 0)
                foreach (var report in reports)
                    yield return Give(report);
            else if (reports.Count > 0)
                yield return Give(new ControllerCommand.Deliver(controller.Id, state.Epoch, ++_sequence, reports.ToImmutable()));
            foreach (var waiting in stage.Now.Get<Controller>(controller.Id).Outstanding.Values.Where(command => command.Delivery == DeviceDelivery.Waiting).ToArray())
                yield return Give(new ControllerCommand.Acknowledge(controller.Id, waiting.Id, DeviceOutcome.Done, "", stage.At));
            if (stage.Now.Get<Controller>(controller.Id).Status != ControllerStatus.Connected)
                yield return Give(new ControllerCommand.Connect(controller.Id, [.. controller.SpeaksFor], Deduplicates: true));
            yield return new Move.Wait(stage.At + Round);
        }
    }

    private Move Give(Command command)
    {
        _ = told;
        return new Move.Give(stage.Machine(controller.Id, command));
    }
}
