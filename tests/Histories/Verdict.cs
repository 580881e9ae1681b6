namespace Orchestrator.Histories;

/// <summary>What a check found, and how much there was to find it in: a check that looked at nothing proves nothing.</summary>
/// <param name="Reads">Versions of cast members that were compared with the last write before their turn.</param>
/// <param name="Answers">Rulings that clients heard.</param>
/// <param name="Orders">How often real time ordered a turn: its life began after another one had been answered. What was denied begins again.</param>
/// <param name="Doubts">Commands of which some sending was lost.</param>
/// <param name="Unresolved">Turn ids of commands that were sent and never got a ruling by any sending.</param>
public sealed record Verdict(
    IReadOnlyList<Anomaly> Anomalies, long Turns, long Reads, long Answers, long Orders, long Doubts, IReadOnlyList<string> Unresolved)
{
    public override string ToString() =>
        $"{Turns} turns, {Reads} versions read, {Answers} answers, {Orders} times ordered by real time, {Doubts} in doubt, {Unresolved.Count} of them unresolved, {Anomalies.Count} anomalies"
        + string.Concat(Anomalies.Take(20).Select(anomaly => $"\n  {anomaly}"));
}
