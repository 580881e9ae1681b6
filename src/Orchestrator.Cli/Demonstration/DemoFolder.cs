using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Cli.Controllers;
using Orchestrator.Cli.Mes;

namespace Orchestrator.Cli.Demonstration;

/// <summary>A folder of a demonstration's own: the server's journal and token file, the players' tokens, and what they were answered.</summary>
internal sealed class DemoFolder
{
    /// <summary>Who moves the clock.</summary>
    public const string Conductor = "conductor";

    public const string Engineer = "engineer-1";

    public const string Supervisor = "supervisor-1";

    private DemoFolder(string path, IReadOnlyDictionary<string, string> tokens)
    {
        Path = path;
        Tokens = tokens;
    }

    public string Path { get; }

    /// <summary>Bearer tokens by the caller's name.</summary>
    public IReadOnlyDictionary<string, string> Tokens { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>The server's token file; it holds hashes only.</summary>
    public string HashedTokens => System.IO.Path.Combine(Path, "tokens.json");

    /// <summary>The tokens themselves, for the players; readable by nobody else.</summary>
    public string PlainTokens => System.IO.Path.Combine(Path, "player-tokens.json");

    public string MesAnswers => System.IO.Path.Combine(Path, "answers-mes.jsonl");

    public string ServerLog => System.IO.Path.Combine(Path, "server.log");

    public static DemoFolder Create(IEnumerable<ControllerSetup> controllers)
    {
        (string Name, string Role, string? Person)[] callers =
        [
            (Callers.Mes, "mes", null), (Callers.OtherMes, "mes", null), (Callers.Quality, "quality", "QA-01"), (Callers.SecondQuality, "quality", "QA-02"),
            (Engineer, "engineer", "EN-01"), (Supervisor, "supervisor", null), (Conductor, "demo", null), .. controllers.Select(controller => (controller.Id, "equipment", (string?)null)),
        ];
        var tokens = callers.ToDictionary(caller => caller.Name, _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var folder = new DemoFolder(Directory.CreateTempSubdirectory("orchestrator-demo-").FullName, tokens);
        Directory.CreateDirectory(folder.Data);
        File.WriteAllText(folder.HashedTokens, JsonSerializer.Serialize(callers.Select(caller => new
        {
            name = caller.Name,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tokens[caller.Name]))),
            roles = new[] { caller.Role },
            person = caller.Person,
        })));
        File.WriteAllText(folder.PlainTokens, JsonSerializer.Serialize(tokens));
        return folder;
    }

    /// <summary>The tokens that a player was given a file of.</summary>
    public static IReadOnlyDictionary<string, string> ReadTokens(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];

    public void Delete() => Directory.Delete(Path, recursive: true);
}
