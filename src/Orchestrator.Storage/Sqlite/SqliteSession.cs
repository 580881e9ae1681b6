using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// One connection and its statements, each prepared once. A session belongs to one thread; after a failure it is dropped
/// and connects again at the next use, so nothing it cached outlives the doubt.
/// </summary>
internal sealed class SqliteSession(SqliteFile file)
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private SqliteConnection? _connection;

    public string Path => file.Path;

    /// <summary>Makes durable what the log says, whoever wrote it; the caller holds the file's write lock.</summary>
    public void WriteLogAgain() => file.WriteLogAgain();

    public int Execute(string sql, params ReadOnlySpan<object> values) => Bound(sql, values).ExecuteNonQuery();

    /// <summary>The rows of a query; the caller disposes them before the same query runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object> values) => Bound(sql, values).ExecuteReader();

    /// <summary>Closes the connection; an open transaction is rolled back.</summary>
    public void Drop()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared.Add(sql, command = Prepare(sql, values.Length));
        for (var at = 0; at < values.Length; at++)
            command.Parameters[at].Value = values[at];
        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = (_connection ??= file.Connect()).CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${number}") });
        command.Prepare();
        return command;
    }
}
