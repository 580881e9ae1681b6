using System.Globalization;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Ground;

/// <summary>The clock of one machine: the true time, and how far it is off. What lasts, lasts as long as it truly does.</summary>
public sealed class NodeClock(VirtualTime time) : TimeProvider
{
    /// <summary>Fast when positive.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

    public override long GetTimestamp() => time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}

/// <summary>One machine with one process on it, which takes the plant over and runs it until it is killed or has been succeeded.</summary>
public sealed class Node
{
    /// <summary>How long a process waits that could not take the plant over.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly RunnerLimits Limits = new() { ClockOffMax = TimeSpan.FromSeconds(2) };

    private readonly VirtualTime _time;
    private readonly DecideCommand _decide;
    private readonly string _name;

    public Node(int number, VirtualTime time, TimeSpan offset, Func<WireJournal> wire, DecideCommand decide)
    {
        (_time, _decide, _name) = (time, decide, string.Create(CultureInfo.InvariantCulture, $"process-{number}"));
        Clock = new NodeClock(time) { Offset = offset };
        Wire = wire();
        Process.Run(TakeOver);
    }

    public VirtualProcess Process { get; } = new();

    public NodeClock Clock { get; }

    public WireJournal Wire { get; }

    /// <summary>Null until it has taken the plant over.</summary>
    public PlantRunner? Runner { get; private set; }

    /// <summary>It stands still: nothing in it moves, and what reaches it waits.</summary>
    public bool Frozen { get; set; }

    /// <summary>It has been succeeded and was told so: nothing more comes of it.</summary>
    public bool IsOver => !Process.Alive || Runner is { Ended.IsCompleted: true };

    public bool CanStep => !Frozen && !Process.Idle;

    private async Task TakeOver()
    {
        while (true)
        {
            try
            {
                Runner = await PlantRunner.Open(Wire, Run.SimulatedPlant.Id, _name, Clock, Process, _decide, Limits, CancellationToken.None);
                return;
            }
            catch (JournalException)
            {
                await Task.Delay(Pause, _time);
            }
        }
    }
}
