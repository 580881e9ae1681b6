using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>The reports of one controller that are not answered yet, in the order of their numbers.</summary>
internal sealed class ReportBuffer
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Waiting> _waiting = [];
    private TaskCompletionSource _more = NewBell();
    private Exception? _ended;
    private long _last;

    /// <summary>Keeps a report under the next number until it is answered.</summary>
    public Task<Delivered> Add(Report report)
    {
        lock (_gate)
        {
            if (_ended is { } ended)
                return Task.FromException<Delivered>(ended);
            var waiting = new Waiting(report.Clone());
            Number(waiting);
            return waiting.Done.Task;
        }
    }

    /// <summary>
    /// Goes on with a new session: numbers begin after the plant's. What was never sent and has a number that the plant knows
    /// from another session of the controller gets a new one, with all that come after it.
    /// </summary>
    /// <param name="answersRepeats">False where the answer to a report sent again would tell nothing: it stays unknown.</param>
    public void GoOn(long lastOfPlant, bool answersRepeats)
    {
        lock (_gate)
        {
            _last = Math.Max(_last, lastOfPlant);
            var known = _waiting.Values.TakeWhile(waiting => waiting.Report.Sequence <= lastOfPlant).ToList();
            if (known.Exists(waiting => !waiting.Sent))
            {
                foreach (var waiting in _waiting.Values.Where(waiting => !waiting.Sent).ToList())
                    Renumber(waiting);
            }

            if (answersRepeats)
                return;
            foreach (var waiting in known.Where(waiting => waiting.Sent))
                Settle(new Delivered.Unknown(waiting.Report.Sequence));
        }
    }

    /// <summary>The reports with numbers above one, as soon as there are any; they count as sent from here on.</summary>
    public async Task<IReadOnlyList<Report>> After(long sequence, CancellationToken cancel)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                List<Waiting> next = [.. _waiting.Values.SkipWhile(waiting => waiting.Report.Sequence <= sequence)];
                next.ForEach(waiting => waiting.Sent = true);
                if (next.Count > 0)
                    return [.. next.Select(waiting => waiting.Report)];
                more = _more.Task;
            }

            await more.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Hands an answer to whoever waits for it.</summary>
    public void Settle(Delivered answer)
    {
        lock (_gate)
        {
            if (_waiting.Remove(answer.Sequence, out var waiting))
                waiting.Done.TrySetResult(answer);
        }
    }

    /// <summary>A report that is certainly not recorded is sent again under the next number.</summary>
    public void Again(long sequence)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(sequence, out var waiting))
                Renumber(waiting);
        }
    }

    /// <summary>Nothing is answered any more.</summary>
    public void End(Exception fatal)
    {
        lock (_gate)
        {
            _ended = fatal;
            foreach (var waiting in _waiting.Values)
                waiting.Done.TrySetException(fatal);
            _waiting.Clear();
        }
    }

    private void Renumber(Waiting waiting)
    {
        _waiting.Remove(waiting.Report.Sequence);
        waiting.Report = waiting.Report.Clone();
        waiting.Sent = false;
        Number(waiting);
    }

    private void Number(Waiting waiting)
    {
        waiting.Report.Sequence = ++_last;
        _waiting.Add(_last, waiting);
        _more.TrySetResult();
        _more = NewBell();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiting(Report report)
    {
        public Report Report { get; set; } = report;

        /// <summary>True once it may have reached the plant.</summary>
        public bool Sent { get; set; }

        public TaskCompletionSource<Delivered> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
