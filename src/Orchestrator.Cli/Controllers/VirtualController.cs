using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Cli.Mes;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Controllers;

/// <summary>
/// One controller of the demonstration: at every instant it reports what its instruments have read since the last one, and
/// whoever passes one of its doors; whenever it is told to move a device, it does, once, and says so.
/// </summary>
internal sealed class VirtualController : IAsyncDisposable
{
    /// <summary>How often an instrument reads; the reports sum its readings up.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly ControllerSetup _setup;
    private readonly ConcurrentDictionary<string, DeviceOutcome> _done = new(StringComparer.Ordinal);
    private EquipmentSession _session = null!;
    private DateTimeOffset? _reported;
    private DateTimeOffset _now;

    private VirtualController(OrchestratorClient client, ControllerSetup setup)
    {
        Client = client;
        _setup = setup;
    }

    public ControllerSetup Setup => _setup;

    /// <summary>The connection it has under its own name.</summary>
    public OrchestratorClient Client { get; }

    /// <summary>Registers with the plant.</summary>
    public static async Task<VirtualController> Connect(OrchestratorClient client, ControllerSetup setup, CancellationToken cancel)
    {
        var controller = new VirtualController(client, setup);
        controller._session = await EquipmentSession.Open(client, new Register { Controller = setup.Id, Deduplicates = true }, controller.Move, cancel);
        return controller;
    }

    /// <summary>Reports what was read up to an instant; completes when the plant has recorded it.</summary>
    public async Task ReadUntil(DateTimeOffset now)
    {
        _now = now;
        if (_setup.Sensors.Count > 0 && (_reported is not { } before || before < now))
            await _session.Report(Readings(now));
        _reported = now;
    }

    /// <summary>Reports a badge at one of its doors; completes with what became of it.</summary>
    public Task<Delivered> Pass(Passage passage) => _session.Report(new Report
    {
        Badge = new BadgeRead
        {
            Operator = passage.Person,
            Room = passage.Room,
            Reader = _setup.Id,
            Direction = passage.Enters ? BadgeDirection.In : BadgeDirection.Out,
            At = Timestamp.FromDateTimeOffset(passage.At),
            Origin = Origin.Live,
        },
    });

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private Report Readings(DateTimeOffset now)
    {
        var report = new Report();
        report.Readings.AddRange(_setup.Sensors.Select(sensor => Readings(sensor, now)));
        return report;
    }

    private ReadingsReport Readings(Instrument sensor, DateTimeOffset now)
    {
        var from = _reported ?? now;
        var values = new List<double>();
        for (var at = from; at < now; at += Interval)
            values.Add(sensor.At(at));
        values.Add(sensor.At(now));
        return new ReadingsReport
        {
            Sensor = sensor.Sensor,
            Origin = Origin.Live,
            Summary = new ReadingSummary
            {
                From = Timestamp.FromDateTimeOffset(from),
                To = Timestamp.FromDateTimeOffset(now),
                Count = values.Count,
                Min = values.Min(),
                Max = values.Max(),
                Last = values[^1],
                LastAt = Timestamp.FromDateTimeOffset(now),
                LargestGap = Duration.FromTimeSpan(now - from < Interval ? now - from : Interval),
            },
        };
    }

    private Task Move(EquipmentSession session, DeviceCommand command, CancellationToken cancel)
    {
        var outcome = _done.GetOrAdd(command.Id, DeviceOutcome.Done);
        _ = session.Report(new Report { Outcome = new CommandOutcome { Command = command.Id, Outcome = outcome, At = Timestamp.FromDateTimeOffset(_now) } });
        _ = session.Report(new Report { State = new StateReport { Device = command.Device, Vocabulary = "PackML", State = StateOf(command.Target), At = Timestamp.FromDateTimeOffset(_now) } });
        return Task.CompletedTask;
    }

    private static string StateOf(DeviceTarget target) => target switch
    {
        DeviceTarget.Running => "Execute",
        DeviceTarget.Held or DeviceTarget.SafeState => "Held",
        _ => "Idle",
    };
}
