using System.Collections.Concurrent;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// One thread with one queue: whatever one connection is asked runs there, in the order asked, so that a flush never
/// blocks the asker's own thread.
/// </summary>
internal sealed class SqlThread : IAsyncDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">What a debugger calls the thread.</param>
    /// <param name="last">Runs on the thread after everything queued, when the thread is disposed.</param>
    public SqlThread(string name, Action last) =>
        new Thread(() => Work(last)) { Name = name, IsBackground = true }.Start();

    /// <summary>
    /// Queues work. Cancellation is honoured until the work begins and never after, so a cancelled task means that nothing
    /// was done.
    /// </summary>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancel)
    {
        var job = new Job<T>(work, cancel);
        try
        {
            _queue.Add(job.Run, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteJournal));
        }

        return job.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
    }

    private void Work(Action last)
    {
        foreach (var job in _queue.GetConsumingEnumerable())
            job();
        last();
        _ended.SetResult();
    }

    private sealed class Job<T>
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<T> _work;
        private readonly CancellationTokenRegistration _cancelled;
        private int _begun;

        public Job(Func<T> work, CancellationToken cancel)
        {
            _work = work;
            _cancelled = cancel.UnsafeRegister(static (job, token) => ((Job<T>)job!).Cancel(token), this);
        }

        public Task<T> Answer => _answer.Task;

        public void Run()
        {
            if (Interlocked.Exchange(ref _begun, 1) == 1)
                return;

            _cancelled.Unregister();
            try
            {
                _answer.SetResult(_work());
            }
            catch (Exception failure)
            {
                _answer.SetException(failure);
            }
        }

        private void Cancel(CancellationToken token)
        {
            if (Interlocked.Exchange(ref _begun, 1) == 0)
                _answer.SetCanceled(token);
        }
    }
}
