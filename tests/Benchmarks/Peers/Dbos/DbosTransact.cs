using System.Diagnostics;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Peers.RowLocks;
using Orchestrator.Benchmarks.Plants;

namespace Orchestrator.Benchmarks.Peers.Dbos;

/// <summary>DBOS Transact (npm), on the same PostgreSQL and the same tables as the competitor with row locks: see commands.cjs.</summary>
internal sealed class DbosTransact : IContender
{
    private readonly PostgresServer _postgres;
    private readonly Floor _floor;
    private readonly Worker _worker;

    private DbosTransact(PostgresServer postgres, Floor floor, Payloads payloads, string folder)
    {
        _postgres = postgres;
        _floor = floor;
        RowLockTables.Create(postgres, floor, payloads);
        var application = postgres.NewestDatabase;
        _worker = new Worker("node", Path.Combine(folder, "commands.cjs"), postgres.Address(application), postgres.Address(postgres.NewDatabase()));
    }

    public string Name => "DBOS Transact";

    /// <summary>Installs it beside this program where it is not yet; null where the machine cannot have it, with the reason.</summary>
    public static (DbosTransact? Contender, string? Reason) Start(PostgresServer postgres, Floor floor, Payloads payloads)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Peers", "Dbos");
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "@dbos-inc", "dbos-sdk")))
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--prefix", folder, "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var said = npm.StandardError.ReadToEndAsync();
                npm.StandardOutput.ReadToEnd();
                npm.WaitForExit();
                if (npm.ExitCode != 0)
                    return (null, $"npm install: {said.Result.Trim()}");
            }

            return (new DbosTransact(postgres, floor, payloads, folder), null);
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return (null, absent.Message);
        }
    }

    public async Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds)
    {
        var meter = new Meter(_postgres, new Dictionary<string, int> { ["node"] = _worker.ProcessId });
        var result = await _worker.Do<LoadJob, LoadResult>(new LoadJob(LoadKind.Steps, "", _floor.Suites, _floor.IsolatorsPerRoom, inFlight, warmUpSeconds, seconds), meter.Begin, meter.End);
        return meter.Sample(LatencyHistogram.Of(result.Latencies), result.Seconds, result.Failed);
    }

    public void Dispose() => _worker.Dispose();
}
