namespace Grpc.Wire;

/// <summary>Fires once at a deadline, however far away; timers reach only some seven weeks.</summary>
internal sealed class DeadlineTimer : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private readonly DateTime _deadline;
    private readonly Action _fire;
    private readonly Timer _timer;

    internal DeadlineTimer(DateTime deadline, Action fire)
    {
        _deadline = deadline;
        _fire = fire;
        _timer = new Timer(static state => ((DeadlineTimer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm();
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Ends once a tick under way has run.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnTick()
    {
        if (DateTime.UtcNow < _deadline)
            Arm();
        else
            _fire();
    }

    private void Arm()
    {
        var left = _deadline - DateTime.UtcNow + TimeSpan.FromMilliseconds(1);
        var next = left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest;
        try
        {
            _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The call ended between the tick and its re-arming.
        }
    }
}
