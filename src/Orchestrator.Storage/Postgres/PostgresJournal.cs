using System.Runtime.CompilerServices;
using Npgsql;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// The journal in a PostgreSQL database (15 or newer): for plants that have one to look after it. One transaction and one
/// flush per append. Any number of processes may use it; a plant's epoch decides whose appends count.
/// </summary>
public sealed class PostgresJournal : IPlantStore
{
    private const int FirstPage = 64;

    /// <summary>How often a waiting reader looks for itself, should a notification be lost.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly PostgresWriter _writer;
    private readonly PostgresReader _reader;
    private readonly PostgresStates _states;
    private readonly PostgresBell _bell;

    private PostgresJournal(NpgsqlDataSource database)
    {
        _database = database;
        _writer = new PostgresWriter(database);
        _reader = new PostgresReader(database);
        _states = new PostgresStates(database);
        _bell = new PostgresBell(database);
    }

    /// <summary>Opens a journal that <see cref="PostgresSchema.Upgrade"/> has made; changes nothing in the database.</summary>
    /// <param name="address">As <see cref="PostgresAddress.Read"/> takes it, with the service's own user.</param>
    /// <exception cref="ArgumentException">It is no address.</exception>
    /// <exception cref="InvalidDataException">
    /// There is no journal, or one of another version; the user could change or delete turns; the database does not flush what it commits.
    /// </exception>
    /// <exception cref="JournalException">The database cannot be reached now.</exception>
    public static async Task<PostgresJournal> Open(string address, CancellationToken cancel)
    {
        var database = NpgsqlDataSource.Create(PostgresAddress.Read(address));
        try
        {
            await PostgresSchema.DemandFit(database, cancel).ConfigureAwait(false);
            return new PostgresJournal(database);
        }
        catch (Exception failure)
        {
            await database.DisposeAsync().ConfigureAwait(false);
            if (PostgresFaults.IsOfTheStore(failure))
                throw PostgresFaults.Explained(JournalFault.Unavailable, failure);
            throw;
        }
    }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => _writer.TakeOver(plant, owner, cancel);

    public async Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        foreach (var turn in turns)
            turn.ThrowIfMalformed();
        var receipts = await _writer.Append(lease, turns).ConfigureAwait(false);
        _bell.Ring();
        return receipts;
    }

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => _writer.MoveAway(lease, whither, cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => _reader.History(plant, actor, from, cancel);

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => _reader.Find(plant, turnId, cancel);

    public async Task<DateTimeOffset?> ReadClock(CancellationToken cancel) => await _reader.Clock(cancel).ConfigureAwait(false);

    public async IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var head = await _reader.Head(plant, cancel).ConfigureAwait(false);
        var page = FirstPage;
        for (var at = after; at < head;)
        {
            var turns = await _reader.Between(plant, at, Math.Min(head, at + page), cancel).ConfigureAwait(false);
            foreach (var turn in turns)
            {
                cancel.ThrowIfCancellationRequested();
                yield return turn;
                at = turn.Position;
            }

            page = PostgresReader.NextPage(turns);
        }
    }

    public async Task WaitBeyond(string plant, long position, CancellationToken cancel)
    {
        while (true)
        {
            var bell = _bell.Next;
            if (await _reader.Head(plant, cancel).ConfigureAwait(false) > position)
                return;
            await Task.WhenAny(bell, Task.Delay(LookEvery, cancel)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }
    }

    Task<KeptState?> IStateStore.Find(string plant, string edition, ActorId actor, CancellationToken cancel) => _states.Find(plant, edition, actor, cancel);

    IAsyncEnumerable<StandingActor> IStateStore.Standing(string plant, string edition, CancellationToken cancel) => _states.Standing(plant, edition, cancel);

    Task IStateStore.Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => _states.Keep(plant, edition, states, cancel);

    public async ValueTask DisposeAsync()
    {
        await _bell.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
