using Npgsql;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>Rows as both the writing and the reading side see them.</summary>
internal static class PostgresRows
{
    /// <summary>What <see cref="Turn"/> expects, in its order.</summary>
    public const string TurnColumns = "position, id, write_id, hash, body";

    /// <summary>What <see cref="Head"/> expects, in its order.</summary>
    public const string HeadColumns = "owner, epoch, position, hash, last_turn_at, moved_to";

    public static RecordedTurn Turn(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetFieldValue<byte[]>(4),
        row.GetFieldValue<byte[]>(3));

    public static Head Head(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.GetFieldValue<byte[]>(3),
        row.IsDBNull(4) ? null : Storage.Head.Instant(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5));
}
