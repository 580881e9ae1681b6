namespace Orchestrator.Benchmarks.Ground;

/// <summary>Somebody whose token the benchmark's server knows.</summary>
internal sealed record BenchCaller(string Name, string Token, string[] Roles, string? Person = null);

/// <summary>Who calls the benchmark's server: execution systems that share the load, and the building's controller.</summary>
internal static class Callers
{
    public const int SystemsMax = 64;

    public static BenchCaller[] All { get; } = [.. Enumerable.Range(0, SystemsMax).Select(System), new BenchCaller("bms", "token-of-bms", ["equipment"])];

    public static BenchCaller System(int number) => new($"mes-{number:00}", $"token-of-mes-{number:00}", ["mes"]);
}
