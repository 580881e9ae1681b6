namespace Orchestrator.Engine;

/// <summary>
/// Whether this machine's clock is the store's: every limit is judged by it and every turn stamped with it. It is compared now and
/// then, and at once where the clock has moved otherwise than time has passed. A store without a clock of its own is not asked.
/// </summary>
/// <param name="offMax">How far apart they may be; null asks nothing, as where a player drives the plant's clock.</param>
internal sealed class StoreClock(IJournal journal, TimeProvider time, TimeSpan? offMax)
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(1);

    private (DateTimeOffset At, long Stamp, bool Agrees)? _compared;
    private bool _none = offMax is null;

    /// <exception cref="JournalException">The store could not say.</exception>
    public ValueTask<bool> Agrees()
    {
        if (_none)
            return ValueTask.FromResult(true);
        if (_compared is { } last && time.GetElapsedTime(last.Stamp) is var passed && passed < CompareEvery && (time.GetUtcNow() - last.At - passed).Duration() < offMax / 2)
            return ValueTask.FromResult(last.Agrees);
        return Compare(offMax!.Value);
    }

    private async ValueTask<bool> Compare(TimeSpan most)
    {
        var (before, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        if (await journal.ReadClock(CancellationToken.None) is not { } store)
        {
            _none = true;
            return true;
        }

        // An answer that took long says little: it was true at some instant of the way.
        var agrees = time.GetElapsedTime(stamp) <= most && store >= before - most && store <= time.GetUtcNow() + most;
        _compared = (time.GetUtcNow(), time.GetTimestamp(), agrees);
        return agrees;
    }
}
