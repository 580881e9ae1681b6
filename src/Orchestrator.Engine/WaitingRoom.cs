using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// Who waits for a decision, and who may come in. Alarms go before everybody and have seats of their own; everybody else's
/// callers take turns, each in the order of its own commands; and no caller fills the room, so that one that sends without
/// end keeps nobody else out.
/// </summary>
internal sealed class WaitingRoom(RunnerLimits limits)
{
    private readonly LinkedList<Pending> _again = [];
    private readonly Queue<Pending> _alarms = [];
    private readonly Dictionary<string, Queue<Pending>> _lines = new(StringComparer.Ordinal);
    private readonly Queue<string> _callers = [];
    private readonly Dictionary<string, int> _seats = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Waiting for a decision; those whose decision is being written hold their seats and do not wait.</summary>
    public int Count { get; private set; }

    /// <summary>Gives a command a seat until <see cref="Leave"/>, or turns it away.</summary>
    public bool Enter(Pending pending)
    {
        if (!Admits(pending.Order))
            return false;
        _taken++;
        _seats[pending.Order.Caller] = _seats.GetValueOrDefault(pending.Order.Caller) + 1;
        Count++;
        if (pending.Order.Command is IAlarm)
            _alarms.Enqueue(pending);
        else
            InLine(pending);
        return true;
    }

    /// <summary>A command has its answer.</summary>
    public void Leave(Pending pending)
    {
        _taken--;
        var caller = pending.Order.Caller;
        if (--_seats[caller] == 0)
            _seats.Remove(caller);
    }

    /// <summary>The next to be decided; null when nobody waits.</summary>
    public Pending? Next()
    {
        if (Count == 0)
            return null;
        Count--;
        if (_again.First is { } first)
        {
            _again.RemoveFirst();
            return first.Value;
        }

        if (_alarms.TryDequeue(out var alarm))
            return alarm;
        var caller = _callers.Dequeue();
        var line = _lines[caller];
        var next = line.Dequeue();
        if (line.Count > 0)
            _callers.Enqueue(caller);
        else
            _lines.Remove(caller);
        return next;
    }

    /// <summary>Those whose decision fell are decided again before anybody else, in their order.</summary>
    public void Again(IEnumerable<Pending> inOrder)
    {
        foreach (var pending in inOrder.Reverse())
        {
            _again.AddFirst(pending);
            Count++;
        }
    }

    /// <summary>Everybody who waits, and nobody waits any more; the seats are given back one by one.</summary>
    public List<Pending> Clear()
    {
        var all = new List<Pending>();
        while (Next() is { } pending)
            all.Add(pending);
        return all;
    }

    private bool Admits(Order order)
    {
        if (order.Command is IAlarm)
            return _taken < limits.PendingMax + limits.AlarmsMax;
        if (_taken >= limits.PendingMax)
            return false;
        var mine = _seats.GetValueOrDefault(order.Caller);
        var callers = _seats.Count + (mine == 0 ? 1 : 0);
        // Half empty, anybody may fill it up to a caller's most; beyond, each has the same share.
        return mine < limits.CallerMax && (_taken < limits.PendingMax / 2 || mine < Math.Max(1, limits.PendingMax / callers));
    }

    private void InLine(Pending pending)
    {
        var caller = pending.Order.Caller;
        if (_lines.TryGetValue(caller, out var line))
        {
            line.Enqueue(pending);
            return;
        }

        _lines.Add(caller, new Queue<Pending>([pending]));
        _callers.Enqueue(caller);
    }
}
