using System.Globalization;
using Orchestrator.Api.Doors;
using Orchestrator.Domain;
using Orchestrator.Engine;
using Orchestrator.Engine.Evidence;
using Orchestrator.Storage;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Host;

/// <summary>What an administrator does with journals while no server runs.</summary>
internal static class JournalCommands
{
    public static async Task<int> Run(string[] args, CancellationToken cancel)
    {
        switch (args)
        {
            case ["upgrade", .. var rest]:
                var upgrade = new Options(rest, HelpPages.Journal(), "--journal", "--service-user");
                var (before, now) = await PostgresSchema.Upgrade(upgrade.Needed("--journal"), upgrade.Needed("--service-user"), cancel);
                Console.WriteLine(before == now
                    ? Tongue.Say($"日志已是第 {now} 版；服务用户的权限已重新核定。", $"The journal already has schema {now}; what the service's user may do was set again.")
                    : Tongue.Say($"日志由第 {before} 版升级到第 {now} 版。", $"The journal went from schema {before} to {now}."));
                return 0;
            case ["move", .. var rest]:
                await Move(new Options(rest, HelpPages.Journal(), "--plant", "--from", "--to"), cancel);
                return 0;
            case ["export", .. var rest]:
                await Export(new Options(rest, HelpPages.Journal(), "--journal", "--plant", "--keys", "--checkpoints", "--batch", "--patient", "--to"), cancel);
                return 0;
            case ["restore", .. var rest]:
                await Restore(new Options(rest, HelpPages.Journal(), "--from", "--journal", "--fingerprint", "--report"), cancel);
                return 0;
            case ["restored", .. var rest]:
                await Restored(new Options(rest, HelpPages.Journal(), "--journal", "--plant", "--keys", "--checkpoints", "--statement"), cancel);
                return 0;
            case ["retention", .. var rest]:
                await RetentionCommands.Report(new Options(rest, HelpPages.Journal(), "--journal", "--plant"), TimeProvider.System, cancel);
                return 0;
            case ["remove", .. var rest]:
                return await RetentionCommands.Remove(new Options(rest, HelpPages.Journal(), "--journal", "--plant", "--keys", "--checkpoints", "--statement", "--administrator"), TimeProvider.System, cancel);
            case ["--help"] or ["help"] or []:
                Console.WriteLine(HelpPages.Journal());
                return args.Length == 0 ? 2 : 0;
            default:
                throw new UsageException($"journal {args[0]}: {Tongue.Say("没有这个命令", "is not a command")}\n{HelpPages.Journal()}");
        }
    }

    private static async Task Export(Options options, CancellationToken cancel)
    {
        options.Need("--journal", "--plant", "--keys", "--to");
        var (plant, target) = (options.Needed("--plant"), options.Needed("--to"));
        if (options["--batch"] is not null && options["--patient"] is not null)
            throw options.Wrong("--patient", "与 --batch 不能同时给出", "is not given together with --batch");
        if (File.Exists(target))
            throw options.Wrong("--to", $"{target} 已存在；归档文件从不覆盖", $"{target} is there already; an archive overwrites nothing");
        using var keys = KeyRing.Open(options.Needed("--keys"));
        await using var journal = await OpenToRead(options, cancel);
        var scope = options["--batch"] is { } batch ? new ArchiveScope(ArchiveKind.Batch, batch)
            : options["--patient"] is { } patient ? new ArchiveScope(ArchiveKind.Patient, patient)
            : new ArchiveScope(ArchiveKind.Plant, plant);
        var folder = options["--checkpoints"];
        if (folder is not null && CheckpointLog.PathOf(folder, plant) is var kept && !File.Exists(kept))
            throw options.Wrong("--checkpoints", $"没有文件 {kept}", $"there is no file {kept}");
        var checkpoints = folder is null ? null : CheckpointLog.Text(folder, plant);
        var manifest = await new ArchiveWriter(journal, plant, keys, Build.Text, TimeProvider.System).Write(target, scope, checkpoints, cancel);
        Console.WriteLine(Tongue.Say(
            $"{target}：{manifest.Turns} 条记录，由密钥 {keys.Current} 签名。核验：orchestrator verify {target} --fingerprint {keys.Public.Fingerprint}",
            $"{target}: {manifest.Turns} turns, signed by key {keys.Current}. To check it: orchestrator verify {target} --fingerprint {keys.Public.Fingerprint}"));
    }

    /// <summary>Brings a plant back from its archive; the report of it is what a drill is filed with.</summary>
    private static async Task Restore(Options options, CancellationToken cancel)
    {
        options.Need("--from", "--journal");
        var (archive, target) = (options.Needed("--from"), options.Needed("--journal"));
        if (!File.Exists(archive))
            throw options.Wrong("--from", "没有这个文件", "there is no such file");
        if (options["--report"] is { } taken && File.Exists(taken))
            throw options.Wrong("--report", $"{taken} 已存在", $"{taken} is there already");
        var began = TimeProvider.System.GetTimestamp();
        await using var journal = await Journals.Open(target, cancel);
        var restored = await JournalRestore.Run(
            archive, journal, options["--fingerprint"], PlantLaw.Decide, (copied, of) => Console.WriteLine(Tongue.Say($"已恢复 {copied} / {of}", $"restored {copied} of {of}")), cancel);
        var report = Report(archive, target, restored, TimeProvider.System.GetElapsedTime(began));
        Console.WriteLine(report);
        if (options["--report"] is { } path)
            await File.WriteAllTextAsync(path, report + Environment.NewLine, cancel);
    }

    private static string Report(string archive, string target, Restored restored, TimeSpan took)
    {
        var (copy, verdict) = (restored.Copy, restored.Archive);
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return string.Join(Environment.NewLine,
            Tongue.Say($"恢复报告 {at}", $"Restore report {at}"),
            Tongue.Say($"工厂 {verdict.Manifest!.Plant}，归档 {Path.GetFullPath(archive)}，制作于 {verdict.Manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z", $"plant {verdict.Manifest!.Plant}, archive {Path.GetFullPath(archive)}, made {verdict.Manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"),
            Tongue.Say($"归档由密钥 {verdict.SignedBy} 签名，指纹 {verdict.Fingerprint}；{verdict.Checkpoints} 个检查点相符", $"archive signed by key {verdict.SignedBy}, fingerprint {verdict.Fingerprint}; {verdict.Checkpoints} checkpoints agree"),
            Tongue.Say($"法规重新裁定 {verdict.Redecided} 条，均与记录相同；{verdict.OtherEditions} 条属其他版本", $"{verdict.Redecided} rulings made again, all as recorded; {verdict.OtherEditions} of other editions"),
            Tongue.Say($"已恢复到 {Journals.Public(target)}：{copy.Turns} 条记录逐字节相同，{copy.Actors} 个对象止于同一条，链尾 {copy.Hash}", $"restored to {Journals.Public(target)}: {copy.Turns} turns equal byte for byte, {copy.Actors} actors end at the same turns, the chain ends in {copy.Hash}"),
            Tongue.Say($"用时 {seconds} 秒", $"took {seconds} s"));
    }

    private static async Task Restored(Options options, CancellationToken cancel)
    {
        options.Need("--journal", "--plant", "--keys", "--checkpoints", "--statement");
        var plant = options.Needed("--plant");
        using var keys = KeyRing.Open(options.Needed("--keys"));
        await using var journal = await OpenToRead(options, cancel);
        using var log = CheckpointLog.Open(options.Needed("--checkpoints"), plant, keys);
        RecordedTurn? last = null;
        ReadOnlyMemory<byte> previous = default;
        await foreach (var turn in journal.ReadAll(plant, 0, cancel))
        {
            if (!TurnCodec.Chain(previous.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
                throw new InvalidDataException(Tongue.Say($"工厂 {plant}：日志不完整，链在第 {turn.Position} 条断开", $"plant {plant}: the journal is not whole: the chain breaks at turn {turn.Position}"));
            (last, previous) = (turn, turn.Hash);
        }

        if (last is null)
            throw new InvalidDataException(Tongue.Say($"工厂 {plant}：日志中没有记录", $"plant {plant}: the journal holds no turn of it"));
        var before = log.Last;
        log.Add(last, TimeProvider.System.GetUtcNow(), options.Needed("--statement"));
        Console.WriteLine(Tongue.Say(
            $"已签名：日志止于第 {last.Position} 条（此前的检查点为第 {before?.Position ?? 0} 条）。声明已记入检查点，不可撤回。",
            $"Signed: the journal ends in turn {last.Position} (the checkpoint before said {before?.Position ?? 0}). The statement stands among the checkpoints for good."));
    }

    internal static async Task<IJournal> OpenToRead(Options options, CancellationToken cancel)
    {
        var name = options.Needed("--journal");
        return PostgresAddress.IsOne(name) || File.Exists(name) ? await Journals.Open(name, cancel) : throw options.Wrong("--journal", "没有这个文件", "there is no such file");
    }

    private static async Task Move(Options options, CancellationToken cancel)
    {
        var (plant, source, target) = (options.Needed("--plant"), options.Needed("--from"), options.Needed("--to"));
        if (Journals.Public(source) == Journals.Public(target))
            throw options.Wrong("--to", "与 --from 是同一个日志", "is the same journal as --from");
        if (!PostgresAddress.IsOne(source) && !File.Exists(source))
            throw options.Wrong("--from", "没有这个文件", "there is no such file");
        await using var from = await Journals.Open(source, cancel);
        await using var to = await Journals.Open(target, cancel);
        var moved = await JournalMove.Run(from, to, plant, Journals.Public(target), (copied, of) => Console.WriteLine(Tongue.Say($"已复制 {copied} / {of}", $"copied {copied} of {of}")), cancel);
        Console.WriteLine(Tongue.Say(
            $"工厂 {plant} 已迁移到 {Journals.Public(target)}：{moved.Turns} 条记录逐字节相同，{moved.Actors} 个对象的版本一致，链尾 {moved.Hash}。旧日志只供查阅。",
            $"Plant {plant} has moved to {Journals.Public(target)}: {moved.Turns} turns equal byte for byte, {moved.Actors} actors end at the same turns, the chain ends in {moved.Hash}. The old journal is there to be read only."));
    }
}
