using Microsoft.Data.Sqlite;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>A folder for one journal file, gone after the test, and a way past the journal to what the file holds.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-journal-");

    public string File => Path.Combine(_folder.FullName, "journal.db");

    /// <summary>A connection of the test's own, as another program would have it.</summary>
    public SqliteConnection Connect()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements directly on the file.</summary>
    public object? Sql(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
