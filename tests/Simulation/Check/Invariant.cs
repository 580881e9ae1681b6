using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>A promise that the journal alone must show to be kept; it reads turns, never the engine.</summary>
public abstract class Invariant(string name)
{
    private const int KeptMax = 5;

    public string Name { get; } = name;

    public List<string> Broken { get; } = [];

    public abstract void Read(RecordedTurn turn, TurnBody body);

    public virtual void AtEnd(Picture now, IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
    {
    }

    protected void Demand(bool kept, RecordedTurn turn, string otherwise)
    {
        if (!kept && Broken.Count < KeptMax)
            Broken.Add($"turn {turn.Position} ({turn.Id}): {otherwise}");
    }
}
