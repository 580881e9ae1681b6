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
        var inDatabase = PostgresAddress.IsOne(name);
        if (inDatabase != options["--administrator"] is not null)
        {
            throw inDatabase
                ? options.Wrong("--administrator", "PostgreSQL 日志须给出管理员地址：服务用户不能删除记录", "is needed for a journal in PostgreSQL: the service's user can remove nothing")
                : options.Wrong("--administrator", "只用于 PostgreSQL 日志", "is only for a journal in PostgreSQL");
        }

        using var keys = KeyRing.Open(options.Needed("--keys"));
        using var log = CheckpointLog.Open(options.Needed("--checkpoints"), plant, keys);
        Lease lease;
        RecordedTurn last;
        await using (var journal = await JournalCommands.OpenToRead(options, cancel))
        {
            if (await Refused(journal, plant, time, cancel))
                return 1;
            if (inDatabase)
                await PostgresSchema.DemandAdministrator(options.Needed("--administrator"), plant, cancel);
            // Raises the epoch, so that no server goes on with the plant; only now, because a removal that is refused stops nobody.
            lease = await journal.TakeOver(plant, "journal remove", cancel);
            if (await Refused(journal, plant, time, cancel))
                return 1;
            last = await journal.ReadAll(plant, lease.Head - 1, cancel).FirstAsync(cancel);
        }

        // Signed before it is done: that the record existed, how it ended and why it is gone outlives it.
        log.Add(last, time.GetUtcNow(), options.Needed("--statement"));
        if (inDatabase)
            await PostgresSchema.Remove(options.Needed("--administrator"), lease, cancel);
        else
            SqliteJournal.Remove(name, lease);
        Console.WriteLine(Tongue.Say(
            $"工厂 {plant} 的 {last.Position} 条记录已删除；检查点中留有签名的声明。",
            $"The {last.Position} turns of plant {plant} were removed; a signed statement stays among the checkpoints."));
        return 0;
    }

    private static async Task<bool> Refused(IJournal journal, string plant, TimeProvider time, CancellationToken cancel)
    {
        var refusals = (await JournalRetention.Of(journal, plant, time.GetUtcNow(), cancel)).Refusals;
        if (refusals.IsEmpty)
            return false;
        foreach (var refusal in refusals.OrderByDescending(refusal => refusal.EarliestLegal ?? DateTimeOffset.MaxValue).Take(NamedMax))
            Console.Error.WriteLine(Why(refusal));
        Console.Error.WriteLine(Tongue.Say($"未删除：{refusals.Length} 项须继续保存。", $"Not removed: {refusals.Length} records have to be kept."));
        return true;
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
