using System.Text.Json;
using Grpc.Core;
using Orchestrator.Api.Doors;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The callers that the tests know: a token each, and the person behind it where there is one.</summary>
internal static class TokenFile
{
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, "tokens.json");
        File.WriteAllText(path, JsonSerializer.Serialize(
            new (string Name, string[] Roles, string? Person)[]
            {
                ("mes-1", ["mes"], null),
                ("mes-2", ["mes"], null),
                ("devices", ["equipment"], null),
                ("supervisor", ["supervisor"], null),
                ("conductor", ["demo"], null),
                ("engineer", ["engineer"], "engineer-1"),
                ("quality", ["quality"], "quality-1"),
                ("quality-b", ["quality"], "quality-2"),
                ("planner", ["engineer"], "PL-01"),
                ("engineer-bot", ["engineer"], null),
                ("qa", ["quality"], "QA-01"),
                ("qa-2", ["quality"], "QA-02"),
                ("BMS-1", ["equipment"], null),
                ("CTRL-CP-01", ["equipment"], null),
                ("DOORS-1", ["equipment"], null),
                ("nobody", [], null),
            }.Select(caller => new { name = caller.Name, sha256 = Callers.HashOf(TokenOf(caller.Name)), roles = caller.Roles, person = caller.Person })));
        return path;
    }

    public static string TokenOf(string caller) => $"token-of-{caller}";

    public static Metadata As(string caller) => new() { { "authorization", $"Bearer {TokenOf(caller)}" } };
}
