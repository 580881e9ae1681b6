using Orchestrator.Domain.Kernel;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>Gives the reference and a store the same random appends and demands the same answers and the same content.</summary>
public abstract class JournalDifferentialSpec
{
    private static readonly string[] Plants = ["plant-1", "plant-2"];

    private static readonly ActorId[] Actors = [.. Enumerable.Range(0, 6).Select(number => new ActorId(ActorKind.Equipment, $"E-{number}"))];

    /// <summary>Opens the one store of this test, which is empty at first; the same store each time it is called.</summary>
    protected abstract IJournal Open();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_same_appends_get_the_same_answers_and_leave_the_same_content(int seed)
    {
        await using var reference = new MemoryJournal();
        var store = Open();
        var script = new Script(new Random(seed));
        var answers = new Dictionary<string, int>();
        for (var operation = 0; operation < 500; operation++)
        {
            if (script.Reopens())
            {
                await store.DisposeAsync();
                store = Open();
            }

            var act = script.Next();
            var expected = await Answer(reference, act);
            Assert.Equal(expected, await Answer(store, act));
            script.Learn(act, expected);
            foreach (var kind in expected.Select(line => line.Split(' ')[0]))
                answers[kind] = answers.GetValueOrDefault(kind) + 1;
        }

        foreach (var plant in Plants)
        {
            Assert.Equal((await reference.All(plant)).Select(Text), (await store.All(plant)).Select(Text));
            foreach (var actor in Actors)
                Assert.Equal(Text(await reference.ReadActor(plant, actor, 0, default)), Text(await store.ReadActor(plant, actor, 0, default)));
            foreach (var turn in await reference.All(plant))
                Assert.Equal(Text(turn), Text((await store.Find(plant, turn.Id, default))!));
        }

        await store.DisposeAsync();
        Assert.All(["lease", "recorded", "already", "stale", "Superseded"], kind => Assert.True(answers.GetValueOrDefault(kind) >= 10, $"too few: {kind}"));
    }

    private static async Task<string[]> Answer(IJournal journal, Act act)
    {
        try
        {
            if (act.Turns is { } turns)
                return Text(await journal.Append(act.Lease, turns, CancellationToken.None));
            var lease = await journal.TakeOver(act.Lease.Plant, act.Lease.Owner, CancellationToken.None);
            return [$"lease {lease.Plant} {lease.Owner} {lease.Epoch} {lease.Head} {lease.LastTurnAt?.UtcTicks}"];
        }
        catch (JournalException failure)
        {
            return [$"{failure.Fault} {failure.Message}"];
        }
    }

    /// <summary>One thing to ask of both; without turns it is a takeover of the lease's plant by the lease's owner.</summary>
    private sealed record Act(Lease Lease, Turn[]? Turns);

    /// <summary>Random turns that are mostly lawful, and often enough stale, repeated, built on one another or under an old epoch.</summary>
    private sealed class Script(Random chance)
    {
        private readonly Dictionary<(string Plant, ActorId Actor), List<string>> _versions = [];
        private readonly List<Turn> _given = [];
        private readonly List<Lease> _leases = [];
        private int _turns;

        public bool Reopens() => chance.Next(50) == 0;

        public Act Next()
        {
            if (_leases.Count < Plants.Length || chance.Next(25) == 0)
                return new Act(new Lease(Plants[_leases.Count % Plants.Length], $"node-{_leases.Count}", 0, 0, null), null);

            var plant = Plants[chance.Next(Plants.Length)];
            var leases = _leases.Where(lease => lease.Plant == plant).ToArray();
            var lease = chance.Next(20) == 0 ? leases[chance.Next(leases.Length)] : leases[^1];
            var ahead = new Dictionary<ActorId, string>();
            var turns = new Turn[chance.Next(1, 9)];
            for (var at = 0; at < turns.Length; at++)
                turns[at] = NextTurn(plant, ahead);
            return new Act(lease, turns);
        }

        public void Learn(Act act, string[] answers)
        {
            if (act.Turns is null)
            {
                _leases.Add(act.Lease with { Epoch = long.Parse(answers[0].Split(' ')[3]) });
                return;
            }

            for (var at = 0; at < act.Turns.Length && answers[0].Split(' ')[0] != "Superseded"; at++)
            {
                if (answers[at].StartsWith("recorded", StringComparison.Ordinal))
                    foreach (var actor in act.Turns[at].Writes)
                        Known(act.Lease.Plant, actor).Add(act.Turns[at].WriteId);
            }
        }

        private Turn NextTurn(string plant, Dictionary<ActorId, string> ahead)
        {
            if (_given.Count > 0 && chance.Next(10) == 0)
                return _given[chance.Next(_given.Count)];

            var cast = Actors.Where(_ => chance.Next(3) == 0).Select(actor => (actor, VersionFor(plant, actor, ahead))).ToArray();
            var writes = cast.Select(member => member.actor).Where(_ => chance.Next(2) == 0).ToArray();
            var id = chance.Next(15) == 0 && _given.Count > 0 ? _given[chance.Next(_given.Count)].Id : $"mes/{_turns}";
            var turn = Of(id, cast, writes, note: $"{_turns++}", at: Start.AddSeconds(_turns));
            foreach (var actor in writes)
                ahead[actor] = turn.WriteId;
            _given.Add(turn);
            return turn;
        }

        private string VersionFor(string plant, ActorId actor, Dictionary<ActorId, string> ahead)
        {
            var known = Known(plant, actor);
            return chance.Next(25) == 0 ? known[chance.Next(known.Count)] : ahead.GetValueOrDefault(actor, known[^1]);
        }

        private List<string> Known(string plant, ActorId actor)
        {
            if (!_versions.TryGetValue((plant, actor), out var known))
                _versions.Add((plant, actor), known = [""]);
            return known;
        }
    }
}
