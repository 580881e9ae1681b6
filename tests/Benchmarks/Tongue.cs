namespace Orchestrator.Benchmarks;

/// <summary>The language of what the benchmark says.</summary>
internal static class Tongue
{
    public static bool Zh { get; set; }

    public static string Say(string zh, string en) => Zh ? zh : en;
}
