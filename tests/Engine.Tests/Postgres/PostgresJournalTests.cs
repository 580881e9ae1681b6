using Orchestrator.Engine.Tests.Journals;
using Xunit;

namespace Orchestrator.Engine.Tests.Postgres;

/// <summary>The journal in PostgreSQL keeps what every journal promises.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresJournalTests : JournalSpec
{
    private readonly string _database = PostgresServer.Shared.NewJournal();

    protected override IJournal Open() => PostgresServer.Shared.Open(_database);

    protected override void Discard() => PostgresServer.Shared.Drop(_database);
}

/// <summary>The journal in PostgreSQL equals the reference.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresDifferentialTests : JournalDifferentialSpec, IDisposable
{
    private readonly string _database = PostgresServer.Shared.NewJournal();

    public void Dispose() => PostgresServer.Shared.Drop(_database);

    protected override IJournal Open() => PostgresServer.Shared.Open(_database);
}
