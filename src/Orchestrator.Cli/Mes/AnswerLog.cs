using System.Text.Json;
using Google.Protobuf;
using Orchestrator.Client;

namespace Orchestrator.Cli.Mes;

/// <summary>What the MES was answered, a line each, written before it goes on: the proof that nothing acknowledged was lost or doubled.</summary>
internal sealed class AnswerLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _lines;

    public AnswerLog(string path) => _lines = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public Answer Write(Act act, Outcome outcome)
    {
        var answer = new Answer(act.Caller, act.Id, outcome is Outcome.Granted, outcome.Ruling.Position, [.. outcome.Ruling.Refusals.Select(refusal => refusal.Rule)], act.For?.Id, act.For?.Expected)
        {
            Call = outcome is Outcome.Granted ? null : act.Call,
            Request = outcome is Outcome.Granted ? null : JsonFormatter.Default.Format(act.Request),
            Race = act.Race,
        };
        lock (_gate)
            _lines.WriteLine(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
        return answer;
    }

    /// <summary>Every answer once, in the order of the first time; a command that was repeated and answered otherwise stands twice.</summary>
    public static IReadOnlyList<Answer> Read(string path)
    {
        using var lines = new StreamReader(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        return [.. lines.ReadToEnd().Split('\n').SkipLast(1).Select(line => JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!).DistinctBy(answer => (answer.Caller, answer.Id, answer.Position))];
    }

    public void Dispose() => _lines.Dispose();
}

/// <summary>One answered command.</summary>
/// <param name="Rules">Why it was refused.</param>
/// <param name="Provocation">What it was given for, when on purpose.</param>
/// <param name="Expected">The rule that had to be among the reasons, for what was given to be refused.</param>
internal sealed record Answer(string Caller, string Id, bool Granted, long Position, IReadOnlyList<string> Rules, string? Provocation, string? Expected)
{
    /// <summary>The method of what was refused, as <c>service/Method</c>.</summary>
    public string? Call { get; init; }

    /// <summary>The request of what was refused, as JSON.</summary>
    public string? Request { get; init; }

    /// <summary>The race it was part of, in which exactly one was to be granted; null for everything else.</summary>
    public string? Race { get; init; }

    /// <summary>True when lawful work was refused, or what had to be refused was not, or for another reason.</summary>
    public bool Unexpected => Expected is null ? !Granted : Granted ? Race is null : !Rules.Contains(Expected);
}
