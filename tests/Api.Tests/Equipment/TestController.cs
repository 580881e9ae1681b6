using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.V1;

namespace Orchestrator.Api.Tests.Equipment;

/// <summary>An equipment controller as a vendor writes one: registers, reports under its own numbers, and reads what it is told.</summary>
internal sealed class TestController : IDisposable
{
    private readonly AsyncDuplexStreamingCall<FromController, ToController> _call;

    private TestController(AsyncDuplexStreamingCall<FromController, ToController> call) => _call = call;

    public Registered Session { get; private set; } = null!;

    public static async Task<TestController> Connect(OpenServer server, string controller, bool deduplicates = true, string? token = null)
    {
        var connected = new TestController(new V1.Equipment.EquipmentClient(server.Channel).Connect(TokenFile.As(token ?? controller)));
        await connected._call.RequestStream.WriteAsync(new FromController { Register = new Register { Controller = controller, Deduplicates = deduplicates } });
        connected.Session = (await connected.Next()).Registered;
        return connected;
    }

    /// <summary>The next message, or the error that ended the session.</summary>
    public async Task<ToController> Next()
    {
        using var patience = new CancellationTokenSource(OpenServer.Patience);
        return await _call.ResponseStream.MoveNext(patience.Token) ? _call.ResponseStream.Current : throw new InvalidOperationException("the session ended");
    }

    public Task Send(Report report) => _call.RequestStream.WriteAsync(new FromController { Report = report });

    public async Task<ToController> Report(Report report)
    {
        await Send(report);
        return await Next();
    }

    public static Report Reading(long sequence, string sensor, double value, DateTimeOffset at)
    {
        var report = new Report { Sequence = sequence };
        var readings = new ReadingsReport { Sensor = sensor };
        readings.Values.Add(new Reading { At = Timestamp.FromDateTimeOffset(at), Value = value });
        report.Readings.Add(readings);
        return report;
    }

    public static Report State(long sequence, string device, string vocabulary, string state) => new()
    {
        Sequence = sequence,
        State = new StateReport { Device = device, Vocabulary = vocabulary, State = state, At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) },
    };

    public static Report Outcome(long sequence, string command, DeviceOutcome outcome) => new()
    {
        Sequence = sequence,
        Outcome = new CommandOutcome { Command = command, Outcome = outcome, At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) },
    };

    public void Dispose() => _call.Dispose();
}
