namespace Orchestrator.Engine;

/// <summary>
/// The clock of a demonstration plant: it stands still until a player moves it, and never goes back. Only what time it is
/// comes from the player; waiting (for a store in doubt, say) takes real time.
/// </summary>
/// <param name="remember">Told every instant before the clock moves to it, so that a server that starts again is not behind those who have heard of it.</param>
public sealed class DemoClock(DateTimeOffset start, Action<DateTimeOffset>? remember = null) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves to an instant, or stays when that instant has passed already.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        var to = instant.UtcTicks;
        if (to > Interlocked.Read(ref _ticks))
            remember?.Invoke(instant);
        for (var now = Interlocked.Read(ref _ticks); now < to; now = Interlocked.Read(ref _ticks))
        {
            if (Interlocked.CompareExchange(ref _ticks, to, now) == now)
                return;
        }
    }
}
