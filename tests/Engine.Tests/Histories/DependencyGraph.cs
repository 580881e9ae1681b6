namespace Orchestrator.Engine.Tests.Histories;

/// <summary>
/// Adya's serialization graph as a textbook draws it, with no thought of speed: writes of an actor in the record's order, whoever read
/// a write after its writer, and before the writer that came next.
/// </summary>
internal static class DependencyGraph
{
    public static bool HasCycle(Draft draft)
    {
        var after = draft.Turns.ToDictionary(turn => turn, _ => new HashSet<DraftTurn>());
        foreach (var actor in draft.Turns.SelectMany(turn => turn.Cast, (_, read) => read.Actor).Distinct().ToList())
        {
            var writers = draft.Turns.Where(turn => turn.Writes.Contains(actor)).ToList();
            foreach (var (earlier, later) in writers.Zip(writers.Skip(1)))
                after[earlier].Add(later);
            foreach (var reader in draft.Turns)
                foreach (var read in reader.Cast.Where(read => read.Actor == actor))
                {
                    if (read.From is { } from && from != reader)
                        after[from].Add(reader);
                    if (writers.ElementAtOrDefault(read.From is null ? 0 : writers.IndexOf(read.From) + 1) is { } overwriter && overwriter != reader)
                        after[reader].Add(overwriter);
                }
        }

        var reached = draft.Turns.ToDictionary(turn => turn, turn => new HashSet<DraftTurn>(after[turn]));
        foreach (var middle in draft.Turns)
            foreach (var from in draft.Turns)
                if (reached[from].Contains(middle))
                    reached[from].UnionWith(reached[middle]);
        return draft.Turns.Any(turn => reached[turn].Contains(turn));
    }
}
