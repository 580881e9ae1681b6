namespace Orchestrator.Benchmarks.Ground;

/// <summary>Somebody whose token the benchmark's server knows.</summary>
internal sealed record BenchCaller(string Name, string Token, string[] Roles, string? Person = null);

/// <summary>Who calls the benchmark's server: execution systems that share the load, and one that watches.</summary>
internal static class Callers
{
    public const int SystemsMax = 64;

    /// <summary>Who places holds while everybody else pushes.</summary>
    public static BenchCaller Watch { get; } = new("watch", "token-of-watch", ["mes"]);

    public static BenchCaller[] All { get; } = [.. Enumerable.Range(0, SystemsMax).Select(System), Watch];

    public static BenchCaller System(int number) => new($"mes-{number:00}", $"token-of-mes-{number:00}", ["mes"]);
}
