using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Engine;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>The product: its server as <c>serve</c> starts it, on a PostgreSQL journal, loaded over gRPC by a process of its own.</summary>
internal sealed class Ours : IContender
{
    private const double QueriesPerSecond = 10;

    private readonly PostgresServer _postgres;
    private readonly Worker _worker = Worker.OfThisProgram("load");

    private Ours(string name, PostgresServer postgres, Floor floor, string journal)
    {
        Name = name;
        Floor = floor;
        Journal = journal;
        Server = new ServerProcess(Floor.Plant, "--journal", journal);
        _postgres = postgres;
    }

    public string Name { get; }

    public Floor Floor { get; }

    /// <summary>Address of its journal.</summary>
    public string Journal { get; }

    /// <summary>The journal's database.</summary>
    public string Database => Journal[(Journal.LastIndexOf('/') + 1)..];

    public ServerProcess Server { get; }

    /// <summary>Brings a plant of this shape to where the load begins and starts its server.</summary>
    /// <param name="more">What else is put into its journal before.</param>
    public static async Task<Ours> Start(string name, PostgresServer postgres, Floor floor, Func<IJournal, Task>? more = null)
    {
        var address = postgres.NewJournal();
        await using (var journal = await PostgresJournal.Open(address, CancellationToken.None))
        {
            await Preparation.Of(journal, floor);
            await (more?.Invoke(journal) ?? Task.CompletedTask);
        }

        var ours = new Ours(name, postgres, floor, address);
        await ours.Server.Start();
        return ours;
    }

    /// <summary>The longest that a question beside the load has waited for the view so far.</summary>
    public TimeSpan ViewLag { get; private set; }

    public async Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds)
    {
        var (sample, result) = await Play(new LoadJob(LoadKind.Steps, Server.Grpc, Floor.Suites, Floor.IsolatorsPerRoom, inFlight, warmUpSeconds, seconds, QueryRate: QueriesPerSecond));
        if (LatencyHistogram.Of(result.Queries!) is { Count: > 0 } queries && queries.At(1) > ViewLag)
            ViewLag = queries.At(1);
        return sample;
    }

    /// <summary>Plays a job against this server.</summary>
    public async Task<(Sample Sample, LoadResult Result)> Play(LoadJob job)
    {
        var meter = new Meter(_postgres, new Dictionary<string, int> { ["server"] = Server.ProcessId, ["client"] = _worker.ProcessId });
        var result = await _worker.Do<LoadJob, LoadResult>(job, meter.Begin, meter.End);
        return (meter.Sample(LatencyHistogram.Of(result.Latencies), result.Seconds, result.Failed), result);
    }

    public void Dispose()
    {
        _worker.Dispose();
        Server.Dispose();
    }
}

/// <summary>The health call of the product's own server: what gRPC costs by itself, with nothing decided and nothing written.</summary>
internal sealed class Echo(PostgresServer postgres, Ours ours) : IContender
{
    private readonly Worker _worker = Worker.OfThisProgram("load");

    public string Name => "gRPC echo";

    public async Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds)
    {
        var meter = new Meter(postgres, new Dictionary<string, int> { ["server"] = ours.Server.ProcessId, ["client"] = _worker.ProcessId });
        var result = await _worker.Do<LoadJob, LoadResult>(new LoadJob(LoadKind.Echo, ours.Server.Grpc, 0, 0, inFlight, warmUpSeconds, seconds), meter.Begin, meter.End);
        return meter.Sample(LatencyHistogram.Of(result.Latencies), result.Seconds, result.Failed);
    }

    public void Dispose() => _worker.Dispose();
}
