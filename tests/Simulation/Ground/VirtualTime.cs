namespace Orchestrator.Simulation.Ground;

/// <summary>A clock that moves only when told; its timers fire on the thread that moves it, in due order, ties in the order they were made.</summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly SortedSet<Timer> _timers = [];
    private DateTimeOffset _now = start;
    private long _made;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue => _timers.Count == 0 ? null : _timers.Min!.Due;

    /// <summary>Moves to the next timer and fires it.</summary>
    public void FireNext()
    {
        var timer = _timers.Min ?? throw new InvalidOperationException("no timer is set");
        _timers.Remove(timer);
        if (timer.Due > _now)
            _now = timer.Due;
        timer.Fire();
    }

    public void MoveTo(DateTimeOffset instant)
    {
        while (NextDue <= instant)
            FireNext();
        if (instant > _now)
            _now = instant;
    }

    /// <summary>Does something once, after a while, on the thread that moves the clock.</summary>
    public void After(TimeSpan span, Action action) => CreateTimer(_ => action(), null, span, Timeout.InfiniteTimeSpan);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state, ++_made);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state, long made) : ITimer, IComparable<Timer>
    {
        private readonly long _made = made;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._timers.Remove(this);
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = time._now + dueTime;
                time._timers.Add(this);
            }

            return true;
        }

        public void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
                Change(_period, _period);
            callback(state);
        }

        public int CompareTo(Timer? other) => other is null ? 1 : Due != other.Due ? Due.CompareTo(other.Due) : _made.CompareTo(other._made);

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
