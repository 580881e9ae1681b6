using Orchestrator.Domain.Kernel;
using Orchestrator.Storage.Sqlite;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>
/// This assembly as a program: a process that appends to a journal file, says each turn's id once it is answered, and goes
/// on until it is killed. What it appends follows from the round's number alone, so the test knows what came next.
/// </summary>
internal static class JournalVictim
{
    public const string Plant = "plant-1";

    /// <summary>What the process ends with when another owner has taken its plant over.</summary>
    public const int SupersededExit = 3;

    /// <param name="args">The journal file and the number of the round.</param>
    public static async Task<int> Main(string[] args)
    {
        var round = int.Parse(args[1]);
        var parent = new Thread(DieWithParent) { IsBackground = true };
        parent.Start();
        await using var journal = SqliteJournal.Open(args[0]);
        var lease = await journal.TakeOver(Plant, $"victim-{round}", CancellationToken.None);
        try
        {
            foreach (var turns in Appends(round))
            {
                var receipts = await journal.Append(lease, turns, CancellationToken.None);
                foreach (var (turn, receipt) in turns.Zip(receipts))
                    Console.WriteLine(receipt is Receipt.Recorded ? turn.Id : $"unexpected: {Text(receipt)}");
            }
        }
        catch (JournalException failure) when (failure.Fault == JournalFault.Superseded)
        {
            return SupersededExit;
        }

        return 0;
    }

    /// <summary>The appends of a round: one to eight turns each, every turn built on the one before it.</summary>
    public static IEnumerable<Turn[]> Appends(int round)
    {
        var chance = new Random(round);
        var batch = new ActorId(ActorKind.Batch, $"B-{round}");
        var version = "";
        for (var append = 0; append < 50_000; append++)
        {
            var turns = new Turn[chance.Next(1, 9)];
            for (var number = 0; number < turns.Length; number++)
            {
                turns[number] = Of($"victim/{round}-{append}-{number}", [(batch, version)], [batch], note: new string('n', chance.Next(2000)));
                version = turns[number].WriteId;
            }

            yield return turns;
        }
    }

    /// <summary>The test holds the other end of standard input; when the test is gone, so is this process.</summary>
    private static void DieWithParent()
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(1);
    }
}
