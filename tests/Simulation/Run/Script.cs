using System.Collections.Immutable;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;

namespace Orchestrator.Simulation.Run;

/// <summary>What an entry of a script does.</summary>
public enum Act
{
    /// <summary>Commands are sent at once, and each is answered before the entry ends.</summary>
    Give,

    /// <summary>The quiet plant is asked whether anybody is stuck.</summary>
    Look,
}

/// <summary>One step of a script: what is sent at an instant, and what goes wrong while it is answered.</summary>
/// <param name="Seed">Of the chance inside the entry: latencies, and whose turn it is.</param>
public sealed record Entry(DateTimeOffset At, Act Act, ulong Seed, ImmutableArray<Order> Orders, ImmutableArray<Fault> Faults);

/// <summary>A whole run as a list that can be played again, or in part: commands and faults, and no chance.</summary>
/// <param name="Profile">Says how long the faults last.</param>
/// <param name="Promise">The promise that it breaks; empty for none.</param>
public sealed record Script(int Seed, DateTimeOffset Start, FaultProfile Profile, string Promise, ImmutableArray<Entry> Entries)
{
    public int Commands => Entries.Sum(entry => entry.Orders.Length);

    public int Faults => Entries.Sum(entry => entry.Faults.Length);
}
