namespace Orchestrator.Engine;

/// <summary>How much a runner takes on at once.</summary>
public sealed record RunnerLimits
{
    /// <summary>Commands waiting or being written; more are answered <see cref="NoRulingReason.Overloaded"/>.</summary>
    public int PendingMax { get; init; } = 4096;

    /// <summary>Seats beside <see cref="PendingMax"/> that only alarms take (<see cref="Domain.Kernel.IAlarm"/>).</summary>
    public int AlarmsMax { get; init; } = 512;

    /// <summary>The most seats of any one caller; the rest stays for whoever else comes.</summary>
    public int CallerMax => Math.Max(1, PendingMax - (PendingMax / 4));

    /// <summary>Questions about what would be ruled that are answered at once; more are answered <see cref="NoRulingReason.Overloaded"/>.</summary>
    public int DryRunsMax { get; init; } = 256;

    /// <summary>Actors in memory; whoever was not asked for longest is let go and read again when needed.</summary>
    public int ResidentsMax { get; init; } = 262_144;

    public int TurnsPerAppendMax { get; init; } = 256;

    public int StaleRetriesMax { get; init; } = 3;

    /// <summary>How far the machine's clock and the store's may be apart; beyond, nothing is decided. Null asks nothing.</summary>
    public TimeSpan? ClockOffMax { get; init; }

    public TimeSpan InDoubtPause { get; init; } = TimeSpan.FromMilliseconds(50);
}
