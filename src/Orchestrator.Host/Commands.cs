using Orchestrator.Engine;

namespace Orchestrator.Host;

/// <summary>What the server's executable can be asked to do.</summary>
public static class Commands
{
    public static async Task<int> Run(string[] args)
    {
        switch (args)
        {
            case ["--version"]:
                Console.WriteLine(Build.Text);
                return 0;
            case ["serve", .. var rest]:
                if (ServeOptions.Read(rest, Console.Error) is not { } options)
                    return 2;
                return await Serve(options);
            default:
                Console.Error.WriteLine(ServeOptions.Help);
                return args is ["--help"] or ["help"] ? 0 : 2;
        }
    }

    private static async Task<int> Serve(ServeOptions options)
    {
        try
        {
            await using var server = await Server.Start(options, CancellationToken.None);
            // One line that a script can wait for: from here on calls are answered.
            Console.WriteLine($"listening grpc={server.Addresses[0]} web={server.Addresses[1]}");
            await server.Stopped;
            return 0;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or InvalidDataException or IOException or JournalException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
    }
}
