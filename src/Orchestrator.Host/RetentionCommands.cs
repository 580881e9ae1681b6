using System.Globalization;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;
using Orchestrator.Engine;
using Orchestrator.Engine.Evidence;
using Orchestrator.Storage;
using Orchestrator.Storage.Postgres;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Host;

/// <summary>How long a journal is kept, and its removal once nothing in it has to be kept any more.</summary>
internal static class RetentionCommands
{
    /// <summary>How many batches a refusal names one by one.</summary>
    private const int NamedMax = 20;

    public static async Task Report(Options options, TimeProvider time, CancellationToken cancel)
    {
        options.Need("--journal", "--plant");
        await using var journal = await JournalCommands.OpenToRead(options, cancel);
        var report = await JournalRetention.Of(journal, options.Needed("--plant"), time.GetUtcNow(), cancel);
        foreach (var batch in report.Batches)
            Console.WriteLine($"{batch.Batch}  {batch.Status}  {Day(batch.Last)}  {(batch.Refusal is null ? Tongue.Say("保存期限已满", "kept long enough") : Why(batch.Refusal))}");
        if (report.TracedAt is { } traced)
            Console.WriteLine($"{Tongue.Say("追踪记录", "trace records")}  {Day(traced)}  {(report.Trace is null ? Tongue.Say("保存期限已满", "kept long enough") : Why(report.Trace))}");
        Console.WriteLine(report.Refusals.IsEmpty
            ? Tongue.Say("可以删除：orchestrator journal remove", "It may be removed: orchestrator journal remove")
            : Tongue.Say("须继续保存。", "It has to be kept."));
    }

    /// <returns>0 when it was removed, 1 when the law refused.</returns>
    public static async Task<int> Remove(Options options, TimeProvider time, CancellationToken cancel)
    {
        options.Need("--journal", "--plant", "--keys", "--checkpoints", "--statement");
        var (name, plant) = (options.Needed("--journal"), options.Needed("--plant"));
        using var keys = KeyRing.Open(options.Needed("--keys"));
        using var log = CheckpointLog.Open(options.Needed("--checkpoints"), plant, keys);
        RecordedTurn last;
        await using (var journal = await JournalCommands.OpenToRead(options, cancel))
        {
            // Raises the epoch: no server goes on with the plant while it is judged.
            var lease = await journal.TakeOver(plant, "journal remove", cancel);
            var report = await JournalRetention.Of(journal, plant, time.GetUtcNow(), cancel);
            if (!report.Refusals.IsEmpty)
            {
                foreach (var refusal in report.Refusals.OrderByDescending(refusal => refusal.EarliestLegal ?? DateTimeOffset.MaxValue).Take(NamedMax))
                    Console.Error.WriteLine(Why(refusal));
                Console.Error.WriteLine(Tongue.Say($"未删除：{report.Refusals.Length} 项须继续保存。", $"Not removed: {report.Refusals.Length} records have to be kept."));
                return 1;
            }

            last = await journal.ReadAll(plant, lease.Head - 1, cancel).FirstAsync(cancel);
        }

        // Signed before it is done: that the record existed, how it ended and why it is gone outlives it.
        log.Add(last, time.GetUtcNow(), options.Needed("--statement"));
        if (PostgresAddress.IsOne(name))
            await PostgresSchema.Remove(name, plant, last.Position, cancel);
        else
            SqliteJournal.Remove(name, plant);
        Console.WriteLine(Tongue.Say(
            $"工厂 {plant} 的 {last.Position} 条记录已删除；检查点中留有签名的声明。",
            $"The {last.Position} turns of plant {plant} were removed; a signed statement stays among the checkpoints."));
        return 0;
    }

    private static string Why(Refusal refusal) => Tongue.Say(Why(refusal, Language.Zh), Why(refusal, Language.En));

    private static string Why(Refusal refusal, Language language)
    {
        var seen = string.Join(language == Language.Zh ? "，" : ", ", refusal.Seen.Select(fact => $"{LawBook.FactLabel(fact.Name, language)} {fact.Value}"));
        var remedies = string.Join(" ", refusal.Remedies.Select(remedy => LawBook.RemedyText(remedy.Code, remedy.With, language)));
        return $"{refusal.Rule} {LawBook.TryGet(refusal.Rule)?.Clause} {LawBook.Sentence(refusal.Rule, language)} ({seen}) {remedies}";
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
