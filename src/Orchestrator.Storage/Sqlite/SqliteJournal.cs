using System.Runtime.CompilerServices;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// The journal in one SQLite file: for a plant on one machine. One flush to disk per append; appends run on a thread of
/// their own and reads on another. Several processes may have the file open; the plant's epoch decides whose appends count.
/// </summary>
public sealed class SqliteJournal : IPlantStore
{
    /// <summary>How often a waiting reader looks for turns that another process has appended.</summary>
    private static readonly TimeSpan OtherProcessesEvery = TimeSpan.FromMilliseconds(200);

    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly SqlThread _writing;
    private readonly SqlThread _reading;
    private TaskCompletionSource _bell = NewBell();

    private SqliteJournal(SqliteFile file)
    {
        var writes = new SqliteSession(file);
        var reads = new SqliteSession(file);
        (_writer, _reader) = (new SqliteWriter(writes), new SqliteReader(reads));
        (_writing, _reading) = (new SqlThread("journal writes", writes.Drop), new SqlThread("journal reads", reads.Drop));
    }

    /// <summary>Opens a journal file; creates it, or brings it to this version's schema, where needed.</summary>
    /// <param name="path">The file; it and its two companions (<c>-wal</c>, <c>-shm</c>) are the owner's alone (mode 0600).</param>
    /// <param name="busyWait">How long a write waits while another process writes (default 5 s, at least 1 s passes); then it is <see cref="JournalFault.Unavailable"/>.</param>
    /// <exception cref="InvalidDataException">The file is no journal, or one of a newer version.</exception>
    /// <exception cref="JournalException">The file cannot be read or written now.</exception>
    public static SqliteJournal Open(string path, TimeSpan? busyWait = null) =>
        new(new SqliteFile(path, busyWait ?? TimeSpan.FromSeconds(5)));

    /// <summary>Removes a journal file for good; what it had to be kept for is judged before (<see cref="JournalRetention"/>).</summary>
    /// <param name="judged">Under which it was judged: whoever took the plant over since, or wrote to it, keeps it.</param>
    /// <exception cref="InvalidDataException">The file holds another plant too, or the plant went on; nothing was removed.</exception>
    /// <exception cref="JournalException">Another owns the plant now, or the file cannot be written; nothing was removed.</exception>
    public static void Remove(string path, Lease judged)
    {
        var file = new SqliteFile(path, TimeSpan.FromSeconds(5));
        var session = new SqliteSession(file);
        try
        {
            new SqliteWriter(session).Close(judged);
        }
        finally
        {
            session.Drop();
        }

        foreach (var part in (string[])["", "-wal", "-shm"])
            File.Delete(file.Path + part);
    }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) =>
        _writing.Run(() => _writer.TakeOver(plant, owner), cancel);

    public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        foreach (var turn in turns)
            turn.ThrowIfMalformed();
        return _writing.Run(
            () =>
            {
                var receipts = _writer.Append(lease, turns);
                Ring();
                return receipts;
            },
            cancel);
    }

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) =>
        _writing.Run(() => _writer.MoveAway(lease, whither), cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) =>
        _reading.Run(() => _reader.History(plant, actor, from), cancel);

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) =>
        _reading.Run(() => _reader.Find(plant, turnId), cancel);

    public async IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var head = await _reading.Run(() => _reader.Head(plant), cancel);
        for (var at = after; at < head;)
        {
            var from = at;
            foreach (var turn in await _reading.Run(() => _reader.Page(plant, from, head), cancel))
            {
                cancel.ThrowIfCancellationRequested();
                yield return turn;
                at = turn.Position;
            }
        }
    }

    public async Task WaitBeyond(string plant, long position, CancellationToken cancel)
    {
        while (true)
        {
            // The bell is taken before the head is read, so an append between the two still rings it.
            var bell = Volatile.Read(ref _bell).Task;
            if (await _reading.Run(() => _reader.Head(plant), cancel) > position)
                return;
            await Task.WhenAny(bell, Task.Delay(OtherProcessesEvery, cancel));
        }
    }

    Task<KeptState?> IStateStore.Find(string plant, string edition, ActorId actor, CancellationToken cancel) =>
        _reading.Run(() => _reader.State(plant, edition, actor), cancel);

    async IAsyncEnumerable<StandingActor> IStateStore.Standing(string plant, string edition, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var page = await _reading.Run(() => _reader.Standing(plant, edition, from), cancel);
            if (page.Count == 0)
                yield break;
            foreach (var actor in page)
                yield return actor;
            after = page[^1].Actor.ToString();
        }
    }

    Task IStateStore.Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) =>
        _writing.Run(() => _writer.Keep(plant, edition, states), cancel);

    /// <summary>Finishes what was queued and closes the file; whoever still waits gets an <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
        Ring();
    }

    private void Ring() => Interlocked.Exchange(ref _bell, NewBell()).SetResult();

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
