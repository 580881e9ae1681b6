using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.Tests.Journals;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Postgres;

/// <summary>The database server dies, stops answering, or is started again under a writer that goes on: what was answered is there once, in order, and what was in doubt is found out.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresCrashTests : IDisposable
{
    private const string Plant = "plant-1";

    private static readonly ActorId Batch = new(ActorKind.Batch, "B-1");

    private readonly PostgresServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_server_that_is_killed_under_load_has_kept_every_answered_turn_once_and_in_order()
    {
        const int rounds = 6;
        var chance = new Random(20);
        var writer = new Writer(_server.Open(_server.NewJournal()));
        var writing = writer.Run();
        for (var round = 0; round < rounds; round++)
        {
            var before = writer.Answered.Count;
            await writer.AnsweredBeyond(before + 20 + chance.Next(60));
            _server.Kill();
            await Task.Delay(chance.Next(200));
            _server.Start();
        }

        await writer.AnsweredBeyond(writer.Answered.Count + 20);
        await writer.Stop(writing);

        Assert.True(writer.Interrupted >= rounds, $"{rounds} kills interrupted {writer.Interrupted} appends");
        await writer.AssertWhole();
    }

    [Fact]
    public async Task A_server_that_freezes_is_waited_for_and_loses_nothing()
    {
        var database = _server.NewJournal();
        var writer = new Writer(await Storage.Postgres.PostgresJournal.Open($"{_server.ServiceAddress(database)}?command timeout=1&cancellation timeout=200&timeout=1", default));
        var writing = writer.Run();
        await writer.AnsweredBeyond(20);
        _server.Freeze();
        await writer.InterruptedBeyond(0);
        _server.Thaw();
        await writer.AnsweredBeyond(writer.Answered.Count + 20);
        await writer.Stop(writing);

        await writer.AssertWhole();
    }

    /// <summary>Appends turn after turn, each built on the one before, and the same ones again after every failure.</summary>
    private sealed class Writer(IJournal journal)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

        private readonly CancellationTokenSource _stop = new();

        public List<string> Answered { get; } = [];

        public int Interrupted { get; private set; }

        public async Task Run()
        {
            var lease = await journal.TakeOver(Plant, "node-a", default);
            var version = "";
            for (var append = 0; !_stop.IsCancellationRequested; append++)
            {
                var turns = new Turn[1 + (append % 5)];
                for (var number = 0; number < turns.Length; number++)
                {
                    turns[number] = Of($"mes/{append}-{number}", [(Batch, version)], [Batch], note: new string('n', append % 700));
                    version = turns[number].WriteId;
                }

                var receipts = await UntilAnswered(lease, turns);
                lock (Answered)
                    for (var at = 0; at < turns.Length; at++)
                        Answered.Add(receipts[at] is Receipt.Recorded || (receipts[at] is Receipt.Already(var there) && there.WriteId == turns[at].WriteId) ? turns[at].Id : $"{turns[at].Id}: {Text(receipts[at])}");
            }
        }

        public Task AnsweredBeyond(int count) => Until(() => Answered.Count > count);

        public Task InterruptedBeyond(int count) => Until(() => Interrupted > count);

        public async Task Stop(Task writing)
        {
            await _stop.CancelAsync();
            await writing.WaitAsync(Patience);
        }

        public async Task AssertWhole()
        {
            var all = await journal.All(Plant);
            AssertChained(all);
            Assert.Equal(Answered, all.Select(turn => turn.Id));
            Assert.Equal(all.Count, (await journal.ReadActor(Plant, Batch, 0, default)).Turns.Length);
            await journal.DisposeAsync();
        }

        private async Task<IReadOnlyList<Receipt>> UntilAnswered(Lease lease, Turn[] turns)
        {
            while (true)
            {
                try
                {
                    return await journal.Append(lease, turns, default);
                }
                catch (JournalException failure) when (failure.Fault != JournalFault.Superseded)
                {
                    Interrupted++;
                    await Task.Delay(20);
                }
            }
        }

        private static async Task Until(Func<bool> reached)
        {
            var patience = Task.Delay(Patience);
            while (!reached())
            {
                Assert.False(patience.IsCompleted, "the writer does not get on");
                await Task.Delay(10);
            }
        }
    }
}
