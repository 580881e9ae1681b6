using Orchestrator.Engine;

namespace Orchestrator.Host;

/// <summary>What the server's executable can be asked to do.</summary>
public static class Commands
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            switch (Speech.Choose(args))
            {
                case ["--version"]:
                    Console.WriteLine(Build.Text);
                    return 0;
                case ["--help"] or ["help"]:
                    Console.WriteLine(HelpPages.All());
                    return 0;
                case ["serve", "--help"]:
                    Console.WriteLine(HelpPages.Serve());
                    return 0;
                case ["serve", .. var serve]:
                    return await Serve(ServeOptions.Read(serve));
                case ["journal", .. var journal]:
                    return await JournalCommands.Run(journal, CancellationToken.None);
                case ["keys", .. var keys]:
                    return KeyCommands.Run(keys);
                case ["verify", .. var verify]:
                    return VerifyCommand.Run(verify);
                default:
                    Console.Error.WriteLine(HelpPages.All());
                    return 2;
            }
        }
        catch (Exception wrong) when (wrong is UsageException or ArgumentException or InvalidOperationException or InvalidDataException or IOException or JournalException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
    }

    private static async Task<int> Serve(ServeOptions options)
    {
        await using var server = await Server.Start(options, CancellationToken.None);
        // One line that a script can wait for: from here on calls are answered.
        Console.WriteLine($"listening grpc={server.Addresses[0]} web={server.Addresses[1]}");
        await server.Stopped;
        return 0;
    }
}
