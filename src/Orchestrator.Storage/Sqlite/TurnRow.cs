using Microsoft.Data.Sqlite;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Sqlite;

/// <summary>A row of the turns table as both the writing and the reading side see it.</summary>
internal static class TurnRow
{
    /// <summary>What <see cref="Read"/> expects, in its order.</summary>
    public const string Columns = "position, id, write_id, hash, links, body";

    public static RecordedTurn Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetFieldValue<byte[]>(5),
        row.GetFieldValue<byte[]>(3));

    /// <summary>The links of a row that <see cref="Read"/> reads.</summary>
    public static Dictionary<string, long> Links(SqliteDataReader row) => TurnLinks.Read(row.GetString(4));
}
