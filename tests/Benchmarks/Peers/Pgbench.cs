using System.Globalization;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;

namespace Orchestrator.Benchmarks.Peers;

/// <summary>PostgreSQL's own load generator: one row inserted and committed durably at a time, by a prepared statement; no rule, no audit, no network service.</summary>
internal sealed class Pgbench : IContender
{
    private readonly PostgresServer _postgres;
    private readonly string _database;
    private readonly string _folder;

    public Pgbench(PostgresServer postgres)
    {
        _postgres = postgres;
        _database = postgres.NewDatabase();
        _folder = postgres.NewFolder("pgbench");
        postgres.Sql(_database, "CREATE TABLE history (id bigserial PRIMARY KEY, batch integer, room integer, delta integer, at timestamptz, filler char(22))");
        File.WriteAllText(Path.Combine(_folder, "insert.sql"), """
            \set batch random(1, 64)
            \set delta random(-5000, 5000)
            INSERT INTO history (batch, room, delta, at) VALUES (:batch, :batch, :delta, CURRENT_TIMESTAMP);

            """);
    }

    public string Name => "pgbench";

    public async Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds)
    {
        await Task.Run(() => Insert(inFlight, warmUpSeconds, log: false));
        var meter = new Meter(_postgres, new Dictionary<string, int>());
        meter.Begin();
        await Task.Run(() => Insert(inFlight, seconds, log: true));
        meter.End();

        // A line a transaction: client, number, latency in microseconds, script, and when it ended.
        var latencies = new LatencyHistogram();
        foreach (var file in Directory.GetFiles(_folder, "log.*"))
        {
            foreach (var line in File.ReadLines(file))
                latencies.Record(TimeSpan.FromMicroseconds(long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)));
            File.Delete(file);
        }

        return meter.Sample(latencies, seconds, new Dictionary<string, long>());
    }

    public void Dispose()
    {
    }

    private void Insert(int clients, double seconds, bool log)
    {
        if (seconds < 1)
            return;
        string[] logging = log ? ["-l", $"--log-prefix={_folder}/log"] : [];
        _postgres.RunProgram("pgbench", ["-n", "-M", "prepared", "-c", Text(clients), "-j", "2", "-T", Text(Math.Round(seconds)), "-f", $"{_folder}/insert.sql", .. logging, _database]);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
