using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Sqlite;

/// <summary>A row of the turns table as both the writing and the reading side see it.</summary>
internal static class TurnRow
{
    /// <summary>What <see cref="Read"/> expects, in its order.</summary>
    public const string Columns = "position, id, write_id, hash, links, body";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RecordedTurn Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetFieldValue<byte[]>(5),
        row.GetFieldValue<byte[]>(3));

    /// <summary>The links of a row that <see cref="Read"/> reads: each written actor's previous position, 0 for none.</summary>
    public static Dictionary<string, long> Links(SqliteDataReader row) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(4), Readable)!;

    public static string Links(IEnumerable<(ActorId Actor, long Previous)> links) =>
        JsonSerializer.Serialize(links.ToDictionary(link => link.Actor.ToString(), link => link.Previous), Readable);
}
