using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>The journal in a SQLite file keeps what every journal promises.</summary>
public sealed class SqliteJournalTests : JournalSpec
{
    private readonly JournalFolder _folder = new();

    protected override IJournal Open() => SqliteJournal.Open(_folder.File);

    protected override void Discard() => _folder.Dispose();
}
