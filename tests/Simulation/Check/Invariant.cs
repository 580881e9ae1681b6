using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// A promise that the journal alone must show to be kept. It reads turns and nothing of the engine or of the law's deciders:
/// what it knows of the plant it has folded itself.
/// </summary>
/// <param name="id">Its number, for example <c>INV-05</c>.</param>
/// <param name="requirement">The requirement it comes from, or what the product itself promises.</param>
public abstract class Invariant(string id, string requirement, string name)
{
    private const int KeptMax = 5;

    public string Id { get; } = id;

    public string Requirement { get; } = requirement;

    public string Name { get; } = name;

    /// <summary>What was found, the first few of each.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>How often there was something to check: a promise that was never tested was not kept.</summary>
    public long Checked { get; private set; }

    public abstract void Read(RecordedTurn turn, TurnBody body);

    /// <summary>Called once after the last turn.</summary>
    /// <param name="acknowledged">Every ruling that a caller was given, by turn id.</param>
    public virtual void AtEnd(IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
    {
    }

    protected void Demand(bool kept, RecordedTurn turn, string otherwise) => Demand(kept, $"turn {turn.Position} ({turn.Id}): {otherwise}");

    protected void Demand(bool kept, string otherwise)
    {
        Checked++;
        if (!kept && Broken.Count < KeptMax)
            Broken.Add(otherwise);
    }
}
