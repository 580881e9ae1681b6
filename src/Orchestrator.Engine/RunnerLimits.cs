namespace Orchestrator.Engine;

/// <summary>How much a runner takes on at once.</summary>
public sealed record RunnerLimits
{
    /// <summary>Commands waiting or being written; more are answered <see cref="NoRulingReason.Overloaded"/>.</summary>
    public int PendingMax { get; init; } = 4096;

    public int TurnsPerAppendMax { get; init; } = 256;

    public int StaleRetriesMax { get; init; } = 3;

    public TimeSpan InDoubtPause { get; init; } = TimeSpan.FromMilliseconds(50);
}
