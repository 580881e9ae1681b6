using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Histories;
using Xunit;

namespace Orchestrator.Engine.Tests.Histories;

/// <summary>The checker is checked: every kind of lie is found where it was told, what is true passes, and a textbook agrees.</summary>
public sealed class SerializabilityCheckerTests
{
    private const int Seeds = 40;

    public static TheoryData<AnomalyKind> Kinds => [.. Enum.GetValues<AnomalyKind>()];

    [Fact]
    public void A_true_history_has_no_anomaly() => Check.QuickThrowOnFailure(Prop.ForAll(Seeded(), (int seed) =>
    {
        var verdict = SerializabilityChecker.Check(Lawful(seed).Seal());

        Assert.Empty(verdict.Anomalies);
        Assert.True(verdict is { Reads: > 0, Answers: > 0 }, verdict.ToString());
    }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_planted_lie_is_found_and_named(AnomalyKind kind)
    {
        var planted = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (turn, history) = PlantedLies.Plant(kind, Lawful(seed), new Random(seed));
            if (turn is null)
                continue;
            planted++;
            var verdict = SerializabilityChecker.Check(history);

            Assert.True(verdict.Anomalies.Any(found => found.Kind == kind && found.TurnId == turn), $"seed {seed}: no {kind} at {turn}: {verdict}");
            Assert.All(verdict.Anomalies, found => Assert.Contains(found.TurnId, found.ToString(), StringComparison.Ordinal));
            if (PlantedLies.OfVersions.Contains(kind))
                Assert.True(verdict.Anomalies.Count == 1, $"seed {seed}: {verdict}");
        }

        Assert.True(planted >= Seeds / 3, $"{kind} was planted {planted} times in {Seeds} histories");
    }

    [Fact]
    public void Whatever_a_textbook_calls_a_cycle_is_an_anomaly()
    {
        var (cycles, clean) = (0, 0);
        for (var seed = 1; seed <= 4000; seed++)
        {
            var chance = new Random(seed);
            var draft = Draft.Lawful(chance, turns: 3 + chance.Next(8));
            draft.Events.Clear();
            Misread(draft, chance);
            var history = draft.Seal() with { WatchedCallers = new HashSet<string>() };
            var found = SerializabilityChecker.Check(history).Anomalies;
            if (DependencyGraph.HasCycle(draft))
            {
                cycles++;
                Assert.True(found.Count > 0, $"seed {seed}: the textbook finds a cycle");
            }
            else if (found.Count == 0)
            {
                clean++;
            }
        }

        Assert.True(cycles > 300 && clean > 300, $"{cycles} cycles, {clean} clean");
    }

    [Fact]
    public void What_was_denied_begins_with_the_sending_after()
    {
        // Sent before everything, denied; sent again after turn 1 had been answered, and yet recorded at 1.
        var draft = new Draft();
        foreach (var id in new[] { "c-1", "c-2" })
        {
            var turn = new DraftTurn("mes-0", id);
            turn.Cast.Add(new DraftRead($"room/{id}", null));
            turn.Writes.Add($"room/{id}");
            draft.Turns.Add(turn);
        }

        draft.Events.AddRange(
        [
            new ClientEvent.Sent(1, "a", "mes-0/c-1", "p"), new ClientEvent.Denied(2, "a", "mes-0/c-1", "overloaded"),
            new ClientEvent.Sent(3, "b", "mes-0/c-2", "p"), new ClientEvent.Ruled(4, "b", "mes-0/c-2", 2, true, false),
            new ClientEvent.Sent(5, "c", "mes-0/c-1", "p"), new ClientEvent.Ruled(6, "c", "mes-0/c-1", 1, true, false),
        ]);

        var found = Assert.Single(SerializabilityChecker.Check(draft.Seal()).Anomalies);

        Assert.Equal((AnomalyKind.RealTime, "mes-0/c-1"), (found.Kind, found.TurnId));
    }

    [Fact]
    public void A_log_gives_back_what_was_noted_and_not_the_line_that_was_cut()
    {
        var path = Path.GetTempFileName();
        try
        {
            var events = Lawful(7).Events;
            using (var log = new ClientLog(path))
                foreach (var happened in events)
                    log.Add(happened);
            File.AppendAllText(path, "ruled\t99\thalf");

            Assert.Equal(events.OrderBy(one => one.Instant).ThenBy(one => one is ClientEvent.Sent ? 0 : 1), ClientLog.Read([path]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Time_grows_with_the_history_and_no_faster()
    {
        var small = Timed(2_000);
        var large = Timed(20_000);

        Assert.True(large < small * 40, $"{small} for 2,000 turns and {large} for 20,000");

        static TimeSpan Timed(int turns)
        {
            var history = Draft.Lawful(new Random(1), turns).Seal();
            SerializabilityChecker.Check(history);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.Empty(SerializabilityChecker.Check(history).Anomalies);
            return clock.Elapsed;
        }
    }

    private static Draft Lawful(int seed) => Draft.Lawful(new Random(seed), turns: 20 + (seed % 60));

    private static Arbitrary<int> Seeded() => Gen.Choose(1, int.MaxValue - 1).ToArbitrary();

    /// <summary>Makes one or two reads be of some other write of their actor, or none at all: no worse than a store with no checks would do.</summary>
    private static void Misread(Draft draft, Random chance)
    {
        for (var lies = chance.Next(3); lies > 0; lies--)
        {
            var turn = draft.Turns[chance.Next(draft.Turns.Count)];
            var at = chance.Next(turn.Cast.Count);
            DraftTurn?[] writers = [null, .. draft.Turns.Where(other => other.Writes.Contains(turn.Cast[at].Actor) && !other.RestsOn(turn))];
            turn.Cast[at] = turn.Cast[at] with { From = writers[chance.Next(writers.Length)] };
            foreach (var other in draft.Turns)
                other.Unseal();
        }
    }
}
