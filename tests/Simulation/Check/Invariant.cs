using System.Runtime.CompilerServices;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>A fold that judges one promise.</summary>
public abstract class Invariant : Fold
{
    private readonly Promise _promise;

    protected Invariant(string id, string requirement, string en, string zh) => _promise = Promised(id, requirement, en, zh);

    protected void Demand(bool kept, RecordedTurn turn, [InterpolatedStringHandlerArgument(nameof(kept))] ref Otherwise otherwise) => _promise.Demand(kept, turn, ref otherwise);

    protected void Demand(bool kept, RecordedTurn turn, string otherwise) => _promise.Demand(kept, turn, otherwise);

    protected void Demand(bool kept, [InterpolatedStringHandlerArgument(nameof(kept))] ref Otherwise otherwise) => _promise.Demand(kept, ref otherwise);
}
