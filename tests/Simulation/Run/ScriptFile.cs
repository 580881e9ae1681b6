using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>A script as a file: JSON that a person can read and shorten by hand, commands by their stored names.</summary>
public static class ScriptFile
{
    public const string Format = "orchestrator-script/1";

    private static readonly JsonSerializerOptions Written = new(TurnCodec.Json) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Script script)
    {
        var lines = script.Entries.Select(entry => "    " + JsonSerializer.Serialize(
            new EntryLine(entry.At, entry.Act, entry.Seed, [.. entry.Orders.Select(order => new OrderLine(order.Caller, order.CommandId, order.Person, order.Command))], [.. entry.Faults.Select(fault => new FaultLine(FaultTable.Of(fault.Kind).Name, fault.Occasion))]), Written));
        var lengths = script.Profile.Rates.Where(rate => FaultTable.Of(rate.Key).HasLength).Select(rate => $"\"{FaultTable.Of(rate.Key).Name}\": \"{System.Xml.XmlConvert.ToString(rate.Value.Longest)}\"");
        return $$"""
            {
              "format": "{{Format}}",
              "seed": {{script.Seed}},
              "start": {{JsonSerializer.Serialize(script.Start, Written)}},
              "promise": "{{script.Promise}}",
              "longest": { {{string.Join(", ", lengths)}} },
              "entries": [
            {{string.Join(",\n", lines)}}
              ]
            }

            """;
    }

    /// <summary>Reads a script, or says in both languages what is wrong with it.</summary>
    public static (Script? Script, (string Zh, string En)? Wrong) Read(string fileName, string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<WholeFile>(text, Written);
            if (file is null || file.Format != Format)
                return Wrong(fileName, $"不是 {Format} 脚本。", $"This is no {Format} script.");
            var rates = ImmutableSortedDictionary.CreateBuilder<FaultKind, FaultRate>();
            foreach (var (name, longest) in file.Longest)
                if (FaultTable.Named(name) is { HasLength: true } row)
                    rates[row.Kind] = new FaultRate(0, System.Xml.XmlConvert.ToTimeSpan(longest));
                else
                    return Wrong(fileName, $"「{name}」不是会持续的故障。", $"\"{name}\" is no fault that lasts.");
            var entries = ImmutableArray.CreateBuilder<Entry>();
            foreach (var entry in file.Entries)
            {
                var faults = ImmutableArray.CreateBuilder<Fault>();
                foreach (var fault in entry.Faults)
                    if (FaultTable.Named(fault.Kind) is { } row)
                        faults.Add(new Fault(row.Kind, fault.Occasion));
                    else
                        return Wrong(fileName, $"没有名为「{fault.Kind}」的故障。", $"There is no fault named \"{fault.Kind}\".");
                entries.Add(new Entry(entry.At, entry.Act, entry.Seed, [.. entry.Orders.Select(order => new Order(order.Command, order.Caller, order.CommandId, Scene.AllRoles, order.Person))], faults.ToImmutable()));
            }

            var profile = new FaultProfile("script", "脚本", "script", Provokes: false, rates.ToImmutable());
            return (new Script(file.Seed, file.Start, profile, file.Promise, entries.ToImmutable()), null);
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or KeyNotFoundException or InvalidOperationException)
        {
            return Wrong(fileName, $"无法读取：{error.Message}", $"It cannot be read: {error.Message}");
        }
    }

    private static (Script?, (string, string)?) Wrong(string file, string zh, string en) => (null, ($"{file}：{zh}", $"{file}: {en}"));

    private sealed record WholeFile(string Format, int Seed, DateTimeOffset Start, string Promise, ImmutableSortedDictionary<string, string> Longest, ImmutableArray<EntryLine> Entries);

    private sealed record EntryLine(DateTimeOffset At, Act Act, ulong Seed, ImmutableArray<OrderLine> Orders, ImmutableArray<FaultLine> Faults);

    private sealed record OrderLine(string Caller, string CommandId, string? Person, Command Command);

    private sealed record FaultLine(string Kind, int Occasion);
}
