using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrator.Benchmarks.Ground;

namespace Orchestrator.Benchmarks.Peers.RowLocks;

/// <summary>
/// The competitor that a good team would write: plain ASP.NET Core and Npgsql, a pool of connections, prepared statements,
/// two round trips a command. One transaction locks the rows of batch, isolator, operator and room in a fixed order, checks
/// in code what the product checks of them and of the room's sensors, moves the batch and writes the audit row.
/// </summary>
internal static class RowLockServer
{
    private const string Lock = "SELECT id, status, room, batch, good_until, roles FROM actors WHERE id = ANY ($1) ORDER BY id FOR UPDATE";

    private const string Measure = "SELECT id, status, value, low, high, good_until FROM actors WHERE id = ANY ($1)";

    private const string Move = "UPDATE actors SET status = $2, moved_at = now() WHERE id = $1";

    private const string Audit = "INSERT INTO audit (id, caller, payload) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

    /// <summary>Serves until the process ends; says where it listens.</summary>
    public static async Task Serve(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var payloads = await PayloadsOf(database);
        var callers = Callers.All.ToFrozenDictionary(caller => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Token))), caller => caller.Name);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost("/steps/{command}", async (string command, StepRequest request, HttpContext http) =>
        {
            var token = http.Request.Headers.Authorization.ToString();
            if (!token.StartsWith("Bearer ", StringComparison.Ordinal) || !callers.TryGetValue(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token["Bearer ".Length..]))), out var caller))
                return Results.Unauthorized();
            var refusals = await Decide(database, command, request, caller, payloads[command]);
            return refusals.Count == 0 ? Results.Ok(new StepAnswer(true, refusals)) : Results.Conflict(new StepAnswer(false, refusals));
        });
        await app.StartAsync();
        Console.WriteLine($"listening {app.Urls.First()}");
        await app.WaitForShutdownAsync();
    }

    private static async Task<List<string>> Decide(NpgsqlDataSource database, string command, StepRequest request, string caller, byte[] payload)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var looking = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN"),
                new NpgsqlBatchCommand(Lock) { Parameters = { new() { Value = new[] { $"batch/{request.Batch}", $"isolator/{request.Isolator}", $"operator/{request.By}", $"room/{request.Room}" } } } },
                new NpgsqlBatchCommand(Measure) { Parameters = { new() { Value = request.Sensors.Select(sensor => $"sensor/{sensor}").ToArray() } } },
            },
        };
        var refusals = new List<string>();
        await using (var rows = await looking.ExecuteReaderAsync())
        {
            var met = 0;
            while (await rows.ReadAsync())
            {
                met++;
                var (id, status, now) = (rows.GetString(0), rows.GetString(1), DateTime.UtcNow);
                if (rows.GetFieldValue<DateTime>(4) < now)
                    refusals.Add($"{id}: no longer good");
                if (!rows.IsDBNull(2) && rows.GetString(2) != request.Room)
                    refusals.Add($"{id}: in another room");
                if (!rows.IsDBNull(3) && rows.GetString(3) != request.Batch)
                    refusals.Add($"{id}: with another batch");
                if (!rows.GetFieldValue<string[]>(5).Contains("operator"))
                    refusals.Add($"{id}: not in the role");
                if (id == $"batch/{request.Batch}" && status != (command == "pause" ? "Running" : "Held"))
                    refusals.Add($"{id}: {status}");
            }

            if (met != 4)
                refusals.Add("not known");
            await rows.NextResultAsync();
            while (await rows.ReadAsync())
                if (rows.GetString(1) != "Good" || rows.GetDecimal(2) < rows.GetDecimal(3) || rows.GetDecimal(2) > rows.GetDecimal(4) || rows.GetFieldValue<DateTime>(5) < DateTime.UtcNow)
                    refusals.Add($"{rows.GetString(0)}: out of limits");
        }

        await using var writing = new NpgsqlBatch(connection);
        if (refusals.Count == 0)
            writing.BatchCommands.Add(new NpgsqlBatchCommand(Move) { Parameters = { new() { Value = $"batch/{request.Batch}" }, new() { Value = command == "pause" ? "Held" : "Running" } } });
        writing.BatchCommands.Add(new NpgsqlBatchCommand(Audit) { Parameters = { new() { Value = $"{caller}/{request.Id}" }, new() { Value = caller }, new() { Value = payload } } });
        writing.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await writing.ExecuteNonQueryAsync();
        return refusals;
    }

    private static async Task<Dictionary<string, byte[]>> PayloadsOf(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT command, payload FROM payloads");
        await using var rows = await command.ExecuteReaderAsync();
        var payloads = new Dictionary<string, byte[]>();
        while (await rows.ReadAsync())
            payloads.Add(rows.GetString(0), rows.GetFieldValue<byte[]>(1));
        return payloads;
    }
}

/// <summary>A command as the competitor takes it: whoever asks names everybody, so that nobody has to be looked up first.</summary>
internal sealed record StepRequest(string Id, string Batch, string Room, string Isolator, string By, string[] Sensors);

internal sealed record StepAnswer(bool Granted, List<string> Refusals);
