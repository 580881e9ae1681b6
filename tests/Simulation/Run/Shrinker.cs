using System.Collections.Immutable;
using System.Diagnostics;

namespace Orchestrator.Simulation.Run;

/// <summary>
/// Finds a shorter script that breaks the same promise: ever smaller pieces are left out as long as it still does (delta debugging).
/// First whole entries, then single commands and faults; what is left is a script of which nothing by itself can be spared.
/// </summary>
/// <param name="breaks">Whether a script breaks the promise.</param>
public sealed class Shrinker(Func<Script, bool> breaks, TimeSpan timeMax)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>How many scripts were played.</summary>
    public int Tries { get; private set; }

    /// <summary>True where time ran out before nothing more could be spared.</summary>
    public bool Stopped { get; private set; }

    public Script Shrink(Script script)
    {
        while (!Stopped)
        {
            var before = script;
            script = Without(script, script.Entries.Length, (whole, from, count) => whole with { Entries = whole.Entries.RemoveRange(from, count) });
            script = Without(script, script.Faults, LeaveFaults);
            script = Without(script, script.Commands, LeaveCommands);
            if (script == before)
                break;
        }

        return script;
    }

    /// <summary>Leaves out pieces, halves first and single ones last, as long as the rest still breaks the promise.</summary>
    private Script Without(Script script, int length, Func<Script, int, int, Script> leaveOut)
    {
        for (var size = Math.Max(1, length / 2); length > 0; size /= 2)
        {
            for (var from = length - size; from > -size;)
            {
                var (start, count) = (Math.Max(0, from), Math.Min(size, from + size));
                var shorter = leaveOut(script, start, count);
                if (_clock.Elapsed > timeMax)
                {
                    Stopped = true;
                    return script;
                }

                Tries++;
                if (breaks(shorter))
                {
                    script = shorter;
                    length -= count;
                }

                from -= size;
            }

            if (size == 1)
                break;
        }

        return script;
    }

    private static Script LeaveFaults(Script script, int from, int count) => script with
    {
        Entries = Each(script.Entries, entry => entry.Faults.Length, from, count, (entry, start, some) => entry with { Faults = entry.Faults.RemoveRange(start, some) }),
    };

    private static Script LeaveCommands(Script script, int from, int count) => script with
    {
        Entries = Each(script.Entries, entry => entry.Orders.Length, from, count, (entry, start, some) => entry with { Orders = entry.Orders.RemoveRange(start, some) }),
    };

    private static ImmutableArray<Entry> Each(ImmutableArray<Entry> entries, Func<Entry, int> length, int from, int count, Func<Entry, int, int, Entry> without)
    {
        var left = entries.ToBuilder();
        for (var (at, passed) = (0, 0); at < left.Count; at++)
        {
            var own = length(left[at]);
            var (start, end) = (Math.Max(from - passed, 0), Math.Min(from + count - passed, own));
            if (start < end)
                left[at] = without(left[at], start, end - start);
            passed += own;
        }

        return left.ToImmutable();
    }
}
