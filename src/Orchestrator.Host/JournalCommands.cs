using Orchestrator.Api.Doors;
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
            case ["--help"] or ["help"] or []:
                Console.WriteLine(HelpPages.Journal());
                return args.Length == 0 ? 2 : 0;
            default:
                throw new UsageException($"journal {args[0]}: {Tongue.Say("没有这个命令", "is not a command")}\n{HelpPages.Journal()}");
        }
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
