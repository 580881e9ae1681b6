using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// Reads a journal, and nothing of the engine or of the law's deciders: what it knows of the plant it has folded itself. It holds the
/// promises that this knowledge can judge.
/// </summary>
public abstract class Fold
{
    private readonly List<Promise> _promises = [];

    public IReadOnlyList<Promise> Promises => _promises;

    public abstract void Read(RecordedTurn turn, TurnBody body);

    /// <summary>Called once after the last turn.</summary>
    /// <param name="acknowledged">Every ruling that a caller was given, by turn id.</param>
    public virtual void AtEnd(IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
    {
    }

    /// <summary>One more promise that this fold judges.</summary>
    protected Promise Promised(string id, string requirement, string en, string zh)
    {
        var promise = new Promise(id, requirement, en, zh);
        _promises.Add(promise);
        return promise;
    }
}
