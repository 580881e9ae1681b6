namespace Orchestrator.Engine;

/// <summary>
/// The clock of a demonstration plant: it stands still until a player moves it, and never goes back. Only what time it is
/// comes from the player; waiting (for a store in doubt, say) takes real time.
/// </summary>
public sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves to an instant, or stays when that instant has passed already.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        var to = instant.UtcTicks;
        for (var now = Interlocked.Read(ref _ticks); now < to; now = Interlocked.Read(ref _ticks))
        {
            if (Interlocked.CompareExchange(ref _ticks, to, now) == now)
                return;
        }
    }
}
