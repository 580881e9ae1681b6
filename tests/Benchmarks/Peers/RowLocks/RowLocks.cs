using System.Diagnostics;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;

namespace Orchestrator.Benchmarks.Peers.RowLocks;

/// <summary>The competitor with row locks, server and load each in a process of its own.</summary>
internal sealed class RowLocks : IContender
{
    private readonly PostgresServer _postgres;
    private readonly Floor _floor;
    private readonly Worker _worker = Worker.OfThisProgram("load");
    private readonly Process _server;
    private readonly int _serverId;
    private readonly string _address;

    public RowLocks(string name, PostgresServer postgres, Floor floor, Payloads payloads)
    {
        Name = name;
        _postgres = postgres;
        _floor = floor;
        _server = Kept.Start("dotnet", typeof(RowLocks).Assembly.Location, "row-locks", RowLockTables.Create(postgres, floor, payloads));
        _serverId = Kept.IdIn(_server.StandardOutput.ReadLine()!);
        _address = _server.StandardOutput.ReadLine() is { } line && line.StartsWith("listening ", StringComparison.Ordinal) ? line["listening ".Length..] : throw new InvalidOperationException($"the competitor's server ended: {_server.StandardError.ReadToEnd()}");
    }

    public string Name { get; }

    public async Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds)
    {
        var meter = new Meter(_postgres, new Dictionary<string, int> { ["server"] = _serverId, ["client"] = _worker.ProcessId });
        var result = await _worker.Do<LoadJob, LoadResult>(new LoadJob(LoadKind.RowLocks, _address, _floor.Suites, _floor.IsolatorsPerRoom, inFlight, warmUpSeconds, seconds), meter.Begin, meter.End);
        return meter.Sample(LatencyHistogram.Of(result.Latencies), result.Seconds, result.Failed);
    }

    public void Dispose()
    {
        _worker.Dispose();
        Kept.End(_server);
    }
}
