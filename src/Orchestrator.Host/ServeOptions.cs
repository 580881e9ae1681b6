using System.Globalization;

namespace Orchestrator.Host;

/// <summary>How a server is started.</summary>
/// <param name="Plant">The plant's id; its journal lies in the data folder under this name.</param>
/// <param name="Data">Folder of the journal; created when absent.</param>
/// <param name="Tokens">The token file.</param>
/// <param name="GrpcPort">Port for gRPC (HTTP/2); 0 picks a free one.</param>
/// <param name="WebPort">Port for the JSON door and health (HTTP/1.1); 0 picks a free one.</param>
/// <param name="Address">Address to listen on; loopback unless told otherwise.</param>
/// <param name="Demo">The first instant of a demonstration plant, whose clock a player drives; null for a real plant.</param>
public sealed record ServeOptions(string Plant, string Data, string Tokens, int GrpcPort, int WebPort, string Address, DateTimeOffset? Demo = null)
{
    public const string Help = """
        orchestrator-host serve --plant ID --data FOLDER --tokens FILE [--grpc-port 7410] [--web-port 7411] [--address 127.0.0.1]
                              [--demo 2026-03-01T18:00+08:00]   a demonstration plant: a player drives its clock, from this instant when it is new
        orchestrator-host --version
        """;

    /// <summary>Reads the command line; null, with what is wrong told, when it cannot be understood.</summary>
    public static ServeOptions? Read(string[] args, TextWriter errors)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--grpc-port"] = "7410",
            ["--web-port"] = "7411",
            ["--address"] = "127.0.0.1",
        };
        string[] known = ["--plant", "--data", "--tokens", "--demo", .. given.Keys];
        for (var at = 0; at < args.Length; at += 2)
        {
            if (!known.Contains(args[at]) || at + 1 == args.Length)
            {
                errors.WriteLine($"{args[at]}: {(known.Contains(args[at]) ? "needs a value" : "is not an option")}\n{Help}");
                return null;
            }

            given[args[at]] = args[at + 1];
        }

        if (new[] { "--plant", "--data", "--tokens" }.FirstOrDefault(needed => !given.ContainsKey(needed)) is { } missing)
        {
            errors.WriteLine($"{missing}: is needed\n{Help}");
            return null;
        }

        if (!Port(given["--grpc-port"], out var grpc) || !Port(given["--web-port"], out var web))
        {
            errors.WriteLine($"--grpc-port, --web-port: a number from 0 to 65535\n{Help}");
            return null;
        }

        DateTimeOffset? demo = null;
        if (given.TryGetValue("--demo", out var first))
        {
            if (!Instant(first, out var instant))
            {
                errors.WriteLine($"--demo: an instant with its offset, for example 2026-03-01T18:00+08:00\n{Help}");
                return null;
            }

            demo = instant;
        }

        return new ServeOptions(given["--plant"], given["--data"], given["--tokens"], grpc, web, given["--address"], demo);
    }

    private static bool Instant(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
        CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    private static bool Port(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;
}
