using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Storage.Postgres;

switch (args)
{
    case ["load-steps", var job]:
        await StepLoad.Run(JsonSerializer.Deserialize<LoadJob>(job)!);
        return 0;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var postgres = new PostgresServer();
Console.WriteLine($"PostgreSQL {postgres.Version}");
foreach (var (name, floor) in new[] { ("spread", new Floor(64, 1)), ("5 hot rooms", new Floor(5, 13)) })
{
    var address = await postgres.NewJournal();
    var clock = Stopwatch.StartNew();
    await using (var journal = await PostgresJournal.Open(address, CancellationToken.None))
        await Preparation.Of(journal, floor);
    Console.WriteLine($"{name}: prepared in {clock.Elapsed.TotalSeconds:0.0} s");
    using var server = new ServerProcess(Floor.Plant, "--journal", address);
    clock.Restart();
    await server.Start();
    Console.WriteLine($"{name}: server started in {clock.Elapsed.TotalSeconds:0.0} s");
    var seconds = args is ["--seconds", var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 10;
    TimeSpan serverTime = default, clientTime = default, postgresTime = default;
    Written written = default;
    var result = await LoadProcess.Run<LoadJob, LoadResult>("load-steps", new LoadJob(server.Grpc, floor.Suites, floor.IsolatorsPerRoom, 64, 4, 5, seconds),
        client =>
        {
            (serverTime, clientTime, postgresTime) = (ProcessorTime.Of(server.ProcessId), ProcessorTime.Of(client), ProcessorTime.Of(postgres.ProcessId));
            written = postgres.WrittenSoFar();
        },
        client =>
        {
            (serverTime, clientTime, postgresTime) = (ProcessorTime.Of(server.ProcessId) - serverTime, ProcessorTime.Of(client) - clientTime, ProcessorTime.Of(postgres.ProcessId) - postgresTime);
            written = postgres.WrittenSoFar() - written;
        });
    var latencies = LatencyHistogram.Of(result.Latencies);
    double Each(TimeSpan time) => time.TotalMicroseconds / result.Granted;
    Console.WriteLine($"{name}: {result.Granted / result.Seconds:0} steps/s, p50 {latencies.At(0.5).TotalMilliseconds:0.0} ms, p99 {latencies.At(0.99).TotalMilliseconds:0.0} ms; CPU µs/step {Each(serverTime + clientTime + postgresTime):0} (server {Each(serverTime):0}, client {Each(clientTime):0}, PostgreSQL {Each(postgresTime):0}); per step {(double)written.WalBytes / result.Granted:0} WAL bytes, {(double)written.Flushes / result.Granted:0.000} flushes, {(double)written.Commits / result.Granted:0.000} commits; failed {JsonSerializer.Serialize(result.Failed)}");
}

return 0;
