using Orchestrator.Domain.Kernel;
using Orchestrator.Storage.Sqlite;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>Appends of one to five turns over a few actors, each built on the one before, some of them large: what is where follows from their numbers.</summary>
internal static class Workload
{
    public const string Plant = "plant-1";

    private static readonly ActorId[] Actors = [.. Enumerable.Range(0, 4).Select(number => new ActorId(ActorKind.Room, $"R-{number}"))];

    /// <param name="large">How long the longest turns are, in bytes.</param>
    public static Turn[][] Appends(int count, int large)
    {
        var (chance, mixed) = (new Random(17), Actors.ToArray());
        var versions = Actors.ToDictionary(actor => actor, _ => "");
        var appends = new Turn[count][];
        for (var append = 0; append < count; append++)
        {
            appends[append] = new Turn[1 + chance.Next(5)];
            for (var number = 0; number < appends[append].Length; number++)
            {
                chance.Shuffle(mixed);
                (ActorId Actor, string Version)[] cast = [.. mixed.Take(2).Select(actor => (actor, versions[actor]))];
                var note = new char[chance.Next(4) == 0 ? chance.Next(large) : chance.Next(600)];
                for (var at = 0; at < note.Length; at++)
                    note[at] = (char)('!' + chance.Next(90));
                var turn = Of($"mes/{append}-{number}", cast, [.. cast.Select(member => member.Actor).Take(1 + chance.Next(2))], new string(note));
                foreach (var written in turn.Writes)
                    versions[written] = turn.WriteId;
                appends[append][number] = turn;
            }
        }

        return appends;
    }

    /// <summary>
    /// What a journal file must hold: the turns that were acknowledged, then perhaps those of appends begun after, all in order and none
    /// twice; the chain whole; every actor what its turns made it; and room for what comes next.
    /// </summary>
    public static async Task Judge(string file, Turn[][] appends, int acknowledged)
    {
        Turn[] all = [.. appends.SelectMany(append => append)];
        var must = appends.Take(acknowledged).Sum(append => append.Length);
        await using var journal = SqliteJournal.Open(file);
        var lease = await journal.TakeOver(Plant, "after", default);
        var recorded = await Journals.Turns.All(journal, Plant);
        AssertChained(recorded);
        Assert.True(recorded.Count >= must, $"{must} turns were acknowledged and {recorded.Count} are there");
        Assert.Equal(all.Take(recorded.Count).Select(turn => turn.WriteId), recorded.Select(turn => turn.WriteId));
        Assert.Contains(recorded.Count, Enumerable.Range(0, appends.Length + 1).Select(whole => appends.Take(whole).Sum(append => append.Length)));
        foreach (var actor in Actors)
        {
            var wrote = all.Take(recorded.Count).Where(turn => turn.Writes.Contains(actor)).Select(turn => turn.WriteId).ToArray();
            var history = await journal.ReadActor(Plant, actor, 0, default);
            Assert.Equal(wrote, history.Turns.Select(turn => turn.WriteId));
            Assert.Equal(wrote.LastOrDefault(""), history.Version);
        }

        // Whatever was in doubt is given again, and is there once.
        foreach (var receipt in await journal.Append(lease, all, default))
            Assert.False(receipt is Receipt.Stale, Text(receipt));
        Assert.Equal(all.Select(turn => turn.Id), (await Journals.Turns.All(journal, Plant)).Select(turn => turn.Id));
    }
}
