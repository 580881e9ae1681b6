using Orchestrator.Domain;
using Orchestrator.Simulation.Ground;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>The in-process engine on virtual time.</summary>
public sealed class InProcessEngineTests : EngineSpec
{
    private readonly VirtualProcess _process = new();

    protected override PlantRunner Open(IJournal journal, DecideCommand? law = null, RunnerLimits? limits = null) =>
        Begin(() => PlantRunner.Open(journal, Plant, "spec", Time, _process, law ?? PlantLaw.Decide, limits ?? new RunnerLimits(), default));

    protected override PlantRunner OpenAt(TimeProvider time, IJournal? journal = null, RunnerLimits? limits = null) =>
        Begin(() => PlantRunner.Open(journal ?? Store, Plant, "spec", time, _process, PlantLaw.Decide, limits ?? new RunnerLimits(), default));

    /// <summary>Begins in the process, so that what it waits for comes back there and to no thread of its own.</summary>
    private PlantRunner Begin(Func<Task<PlantRunner>> open) =>
        Run(Task.Factory.StartNew(open, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _process).Unwrap());

    protected override T Run<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (!_process.Idle)
                _process.Step();
            else if (Time.NextDue is not null)
                Time.FireNext();
            else
                throw new InvalidOperationException("nothing can run and the task has no answer");
        }

        return task.GetAwaiter().GetResult();
    }
}
