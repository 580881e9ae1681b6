using System.Globalization;
using System.Net;
using Orchestrator.Domain.Plants;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Host;

/// <summary>How a server is started.</summary>
/// <param name="Plant">The plant's id; its journal has this name.</param>
/// <param name="Data">Folder of the journal's file, and of a demonstration's clock; created when absent. Null where the journal is elsewhere.</param>
/// <param name="Tokens">The token file.</param>
/// <param name="GrpcPort">Port for gRPC (HTTP/2); 0 picks a free one.</param>
/// <param name="WebPort">Port for the JSON door and health (HTTP/1.1); 0 picks a free one.</param>
/// <param name="Address">Address to listen on; loopback unless told otherwise.</param>
/// <param name="Demo">The first instant of a demonstration plant, whose clock a player drives; null for a real plant.</param>
/// <param name="Journal">Address of a PostgreSQL journal; null for a file in <paramref name="Data"/>.</param>
/// <param name="Keys">Folder of the keys that sign checkpoints; null to sign none.</param>
/// <param name="Checkpoints">Folder of the checkpoints, apart from the journal; given with <paramref name="Keys"/>.</param>
public sealed record ServeOptions(string Plant, string? Data, string Tokens, int GrpcPort, int WebPort, IPAddress Address, DateTimeOffset? Demo = null, string? Journal = null, string? Keys = null, string? Checkpoints = null)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">It cannot be understood.</exception>
    internal static ServeOptions Read(string[] args)
    {
        var options = new Options(args, HelpPages.Serve(), "--plant", "--data", "--journal", "--tokens", "--grpc-port", "--web-port", "--address", "--demo", "--keys", "--checkpoints");
        var journal = options["--journal"];
        if (journal is not null && !PostgresAddress.IsOne(journal))
            throw options.Wrong("--journal", "须为 postgres://用户@主机:端口/数据库；SQLite 日志用 --data 指定其文件夹", "an address postgres://user@host:port/database; for a SQLite journal name its folder with --data");
        if (options["--keys"] is null != options["--checkpoints"] is null)
            throw options.Wrong("--keys, --checkpoints", "须同时给出", "are given together");
        options.Need(["--plant", .. journal is null || options["--demo"] is not null ? ["--data"] : Array.Empty<string>(), "--tokens"]);
        return new ServeOptions(
            PlantOf(options), options["--data"], options.Needed("--tokens"), Port(options, "--grpc-port", 7410), Port(options, "--web-port", 7411),
            IPAddress.TryParse(options["--address"] ?? "127.0.0.1", out var address) ? address : throw options.Wrong("--address", "须为 IP 地址，例如 0.0.0.0", "an IP address, for example 0.0.0.0"),
            First(options), journal, options["--keys"], options["--checkpoints"]);
    }

    /// <summary>The id is for ever, and names a file: what could not be written elsewhere is turned away before anything is opened.</summary>
    private static string PlantOf(Options options) =>
        options.Needed("--plant") is var plant && PlantId.IsWellFormed(plant) ? plant : throw options.Wrong("--plant", PlantId.FormZh, PlantId.Form);

    private static DateTimeOffset? First(Options options) => options["--demo"] switch
    {
        null => null,
        var text when DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) => instant,
        _ => throw options.Wrong("--demo", "须为带时差的时刻，例如 2026-03-01T18:00+08:00", "an instant with its offset, for example 2026-03-01T18:00+08:00"),
    };

    private static int Port(Options options, string name, int usual) => options[name] switch
    {
        null => usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue => port,
        _ => throw options.Wrong(name, "须为 0 到 65535 的数", "a number from 0 to 65535"),
    };
}
