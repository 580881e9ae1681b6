using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>What an area breathes and how people and material reach it.</summary>
/// <param name="AirHandlers">The air handling units that serve its rooms.</param>
/// <param name="Airlocks">Its gowning and material airlocks.</param>
public sealed record AreaRoutes(string Area, ImmutableHashSet<string> AirHandlers, ImmutableHashSet<string> Airlocks)
{
    /// <summary>An area with no declared air handling or no declared airlock has not shown that they are its own.</summary>
    public bool IsDeclared => !AirHandlers.IsEmpty && !Airlocks.IsEmpty;

    public bool Touches(AreaRoutes other) => AirHandlers.Overlaps(other.AirHandlers) || Airlocks.Overlaps(other.Airlocks);
}

/// <summary>Decides which named areas are one area for segregation (004 十三(五), GMP-13.5).</summary>
public static class SegregationArea
{
    /// <summary>Whether two areas are one: the same name, or joined by a chain of shared air handlers or airlocks.
    /// An area that is not listed, or not declared, is one with every area it is compared with.</summary>
    [Enforces("GMP-13.5")]
    public static bool Same(string a, string b, IReadOnlyCollection<AreaRoutes> all)
    {
        if (a == b || !Declared(a, all) || !Declared(b, all))
            return true;
        var reached = new HashSet<string>(StringComparer.Ordinal) { a };
        var frontier = new Queue<AreaRoutes>(all.Where(area => area.Area == a));
        while (frontier.TryDequeue(out var from))
        {
            foreach (var area in all)
            {
                if (from.Touches(area) && reached.Add(area.Area))
                    frontier.Enqueue(area);
            }
        }
        return reached.Contains(b);
    }

    private static bool Declared(string area, IReadOnlyCollection<AreaRoutes> all)
    {
        var entries = all.Where(routes => routes.Area == area).ToList();
        return entries.Count == 1 && entries[0].IsDeclared;
    }
}
