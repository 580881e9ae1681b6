using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Batches;

/// <summary>Everyone a step touches beside its batch, each with its own rules and its own facts: the one list of them.</summary>
public static class StepParties
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start) => [];

    public static void OnStepStart(Desk desk, StepStart start)
    {
    }

    public static IEnumerable<Refusal> ForStepEnd(Desk desk, StepEnd end) => [];

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
    }
}
