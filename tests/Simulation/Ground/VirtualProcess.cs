namespace Orchestrator.Simulation.Ground;

/// <summary>
/// A process of the simulation: a scheduler that runs one thing at a time on the simulation's thread, and that can be
/// killed at any await: what it had queued is gone, and nothing that would continue in it ever does.
/// </summary>
public sealed class VirtualProcess : TaskScheduler
{
    private readonly Queue<Task> _queue = new();

    public bool Alive { get; private set; } = true;

    public bool Idle => _queue.Count == 0;

    /// <summary>Runs the oldest queued piece of work, up to its next await; its continuations come back to this process and nowhere else.</summary>
    public void Step()
    {
        var surrounding = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            TryExecuteTask(_queue.Dequeue());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(surrounding);
        }
    }

    /// <summary>Begins something in this process; what it throws is a bug of the simulation and ends the process's work.</summary>
    public void Run(Func<Task> action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public void Kill()
    {
        Alive = false;
        _queue.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (Alive)
            _queue.Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _queue;
}
