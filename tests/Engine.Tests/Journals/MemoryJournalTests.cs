namespace Orchestrator.Engine.Tests.Journals;

/// <summary>The reference keeps what every journal promises.</summary>
public sealed class MemoryJournalTests : JournalSpec
{
    private readonly MemoryJournal _store = new();

    protected override IJournal Open() => _store;
}
