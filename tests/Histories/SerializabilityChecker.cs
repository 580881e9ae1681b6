namespace Orchestrator.Histories;

/// <summary>
/// Decides whether a history is strictly serializable in the order that the record claims, and whether every client was told the
/// truth. The record names for each turn the write it read each actor at, so nothing is searched: one pass over the turns, one over
/// the clients' events, a few dictionaries.
/// </summary>
/// <remarks>
/// The order of positions is the serialization. It is one exactly when every turn read, of every member of its cast, the last write
/// before it (all dependencies then point forward), and it is strict exactly when no turn precedes one that had been answered
/// before it was sent. Both are checked here without any code of the engine.
/// </remarks>
public static class SerializabilityChecker
{
    public static Verdict Check(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var anomalies = new List<Anomaly>();
        var record = new RecordCheck(history, anomalies);
        record.Run();
        var clients = new ClientCheck(history, record.Turns, anomalies);
        clients.Run();
        return new Verdict(anomalies, history.Turns.Count, record.Reads, clients.Answers, clients.Orders, clients.Doubts, clients.Unresolved);
    }
}
