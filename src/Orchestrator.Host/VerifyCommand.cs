using Orchestrator.Api.Doors;
using Orchestrator.Domain;
using Orchestrator.Engine.Evidence;

namespace Orchestrator.Host;

/// <summary>Checks an archive: no server, no database, nothing but the file.</summary>
internal static class VerifyCommand
{
    private const int FindingsShownMax = 20;

    /// <returns>0 when it holds, 1 when it does not.</returns>
    public static int Run(string[] args)
    {
        if (args is ["--help"] or ["help"] or [])
        {
            Console.WriteLine(HelpPages.Verify());
            return args.Length == 0 ? 2 : 0;
        }

        var again = args.Contains("--redecide");
        var options = new Options([.. args.Skip(1).Where(word => word != "--redecide")], HelpPages.Verify(), "--fingerprint");
        if (!File.Exists(args[0]))
            throw new UsageException($"{args[0]}: {Tongue.Say("没有这个文件", "there is no such file")}\n{HelpPages.Verify()}");
        var verdict = ArchiveVerifier.Verify(args[0], options["--fingerprint"], again ? PlantLaw.Decide : null);
        Describe(verdict, options["--fingerprint"] is not null);
        if (again)
            Redecided(verdict);
        foreach (var finding in verdict.Findings.Take(FindingsShownMax))
            Console.WriteLine($"✘ {Text(finding)}");
        if (verdict.Findings.Length > FindingsShownMax)
            Console.WriteLine(Tongue.Say($"……另有 {verdict.Findings.Length - FindingsShownMax} 处", $"… and {verdict.Findings.Length - FindingsShownMax} more"));
        Console.WriteLine(verdict.Holds ? Tongue.Say("✔ 归档文件完整、未被改动。", "✔ The archive is whole and unaltered.") : Tongue.Say("✘ 归档文件不可信。", "✘ The archive cannot be relied on."));
        return verdict.Holds ? 0 : 1;
    }

    private static void Describe(ArchiveVerdict verdict, bool compared)
    {
        if (verdict.Manifest is { } manifest)
            Console.WriteLine(Tongue.Say(
                $"工厂 {manifest.Plant}，{Scope(manifest.Scope)}；{manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z 由 {manifest.MadeBy} 导出；记录 {manifest.Turns} 条，日志当时止于第 {manifest.Head} 条",
                $"plant {manifest.Plant}, {Scope(manifest.Scope)}; made {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z by {manifest.MadeBy}; {manifest.Turns} turns of a journal that then ended in turn {manifest.Head}"));
        Console.WriteLine(Tongue.Say($"读到 {verdict.Turns} 条记录，其中 {verdict.Checkpoints} 条与签名检查点相符", $"{verdict.Turns} turns read, {verdict.Checkpoints} of them as a signed checkpoint says"));
        if (verdict.Fingerprint is { } fingerprint)
            Console.WriteLine(compared
                ? Tongue.Say($"密钥指纹 {fingerprint}", $"key fingerprint {fingerprint}")
                : Tongue.Say($"密钥指纹 {fingerprint}：请与质量部门保存的纸质件核对，或以 --fingerprint 给出", $"key fingerprint {fingerprint}: compare it with the paper that quality keeps, or give it with --fingerprint"));
    }

    private static void Redecided(ArchiveVerdict verdict) => Console.WriteLine(verdict.Redecided is { } equal
        ? Tongue.Say($"重新裁定：{equal} 条与记录相同，{verdict.OtherEditions} 条属其他法规版本", $"ruled again: {equal} rulings as recorded, {verdict.OtherEditions} under other editions of the law")
        : Tongue.Say("未重新裁定：只有完整且未被改动的工厂归档才能重新裁定", "nothing was ruled again: that needs the archive of a whole plant, unaltered"));

    private static string Scope(ArchiveScope scope) => scope.Kind switch
    {
        ArchiveKind.Plant => Tongue.Say("全部记录", "the whole record"),
        ArchiveKind.Batch => Tongue.Say($"批次 {scope.Id}", $"batch {scope.Id}"),
        ArchiveKind.Patient => Tongue.Say($"患者代码 {scope.Id}", $"patient code {scope.Id}"),
    };

    private static string Text(ArchiveFinding finding)
    {
        var what = finding.Fault switch
        {
            ArchiveFault.NotAnArchive => Tongue.Say("不是归档文件，或其末尾被截断或改动", "it is no archive, or its end was cut off or altered"),
            ArchiveFault.SignatureWrong => Tongue.Say("签名之后被改动，或不是由其密钥签名", "it was altered after it was signed, or signed by nobody of its keys"),
            ArchiveFault.KeysBroken => Tongue.Say("密钥清单不成立", "its list of keys does not hold"),
            ArchiveFault.NotTrusted => Tongue.Say("密钥不是所信任的密钥", "its keys are not those that are trusted"),
            ArchiveFault.FileMissing => Tongue.Say($"缺少文件 {finding.Where}", $"file {finding.Where} is missing"),
            ArchiveFault.FileAdded => Tongue.Say($"多出文件 {finding.Where}", $"file {finding.Where} was put in"),
            ArchiveFault.FileAltered => Tongue.Say($"文件 {finding.Where} 被改动", $"file {finding.Where} was altered"),
            ArchiveFault.TurnAltered => Tongue.Say($"第 {finding.Where} 条记录被改动", $"turn {finding.Where} was altered"),
            ArchiveFault.TurnMissing => Tongue.Say($"缺少第 {finding.Where} 条记录", $"turn {finding.Where} is missing"),
            ArchiveFault.TurnAdded => Tongue.Say($"第 {finding.Where} 条记录是加进来的", $"turn {finding.Where} was added"),
            ArchiveFault.TurnMoved => Tongue.Say($"第 {finding.Where} 条记录不在其位置上", $"turn {finding.Where} is out of its place"),
            ArchiveFault.CheckpointBroken => Tongue.Say("检查点不成立", "the checkpoints do not hold"),
            ArchiveFault.CheckpointDisagrees => Tongue.Say($"第 {finding.Where} 条记录不是检查点所签的那一条", $"turn {finding.Where} is not the one that a checkpoint signed"),
            ArchiveFault.RulingDiffers => Tongue.Say($"第 {finding.Where} 条的裁定与法规重新裁定的结果不同", $"turn {finding.Where}: the law rules otherwise"),
        };
        return $"{what} ({finding.Detail})";
    }
}
