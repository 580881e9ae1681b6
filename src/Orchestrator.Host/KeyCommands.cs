using Orchestrator.Api.Doors;
using Orchestrator.Engine.Evidence;

namespace Orchestrator.Host;

/// <summary>What quality does with the keys that sign checkpoints and archives.</summary>
internal static class KeyCommands
{
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["create", .. var rest]:
                using (var keys = KeyRing.Create(Folder(rest), TimeProvider.System.GetUtcNow()))
                    Tell(keys.Public, Tongue.Say("已建立第一把密钥。请打印指纹并由质量部门保存；核验归档文件时与之核对。", "The first key was made. Print the fingerprint and let quality keep it: whoever checks an archive compares it."));
                return 0;
            case ["rotate", .. var rest]:
                using (var keys = KeyRing.Open(Folder(rest)))
                {
                    keys.Rotate(TimeProvider.System.GetUtcNow());
                    Tell(keys.Public, Tongue.Say("已换用新密钥；旧私钥已销毁，指纹不变。请重新启动服务器。", "The next key signs from now on; the old private key was destroyed and the fingerprint stays. Start the server again."));
                }

                return 0;
            case ["show", .. var rest]:
                using (var keys = KeyRing.Open(Folder(rest)))
                    Tell(keys.Public, "");
                return 0;
            case ["--help"] or ["help"] or []:
                Console.WriteLine(HelpPages.Keys());
                return args.Length == 0 ? 2 : 0;
            default:
                throw new UsageException($"keys {args[0]}: {Tongue.Say("没有这个命令", "is not a command")}\n{HelpPages.Keys()}");
        }
    }

    private static string Folder(string[] args) => new Options(args, HelpPages.Keys(), "--keys").Needed("--keys");

    private static void Tell(PublicKeys keys, string done)
    {
        if (done.Length > 0)
            Console.WriteLine(done);
        Console.WriteLine(Tongue.Say($"指纹 {keys.Fingerprint}", $"fingerprint {keys.Fingerprint}"));
        foreach (var key in keys.Keys)
            Console.WriteLine($"{key.Id}  {key.From.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
    }
}
