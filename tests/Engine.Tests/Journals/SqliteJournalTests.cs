using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>The journal in a SQLite file keeps what every journal promises.</summary>
public sealed class SqliteJournalTests : JournalSpec
{
    private readonly JournalFolder _folder = new();

    protected override IJournal Open() => SqliteJournal.Open(_folder.File);

    protected override void Discard() => _folder.Dispose();
}

/// <summary>The journal in a SQLite file equals the reference.</summary>
public sealed class SqliteDifferentialTests : JournalDifferentialSpec, IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IJournal Open() => SqliteJournal.Open(_folder.File);
}
