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
}

/// <summary>Decides which named areas are one area for segregation (004 十三(五), GMP-13.5), for all of a plant's areas at once.</summary>
public sealed class SegregationArea
{
    private readonly Dictionary<string, int> _chains = new(StringComparer.Ordinal);

    public SegregationArea(IReadOnlyCollection<AreaRoutes> all)
    {
        var listed = all.CountBy(area => area.Area).ToDictionary();
        foreach (var (chain, areas) in Chained([.. all]).Index())
            foreach (var area in areas.Where(area => area.IsDeclared && listed[area.Area] == 1))
                _chains.Add(area.Area, chain);
    }

    /// <summary>Whether two areas are one: the same name, or joined by a chain of shared air handlers or airlocks.
    /// An area that is not listed, or not declared, is one with every area it is compared with.</summary>
    [Enforces("GMP-13.5")]
    public bool Same(string a, string b) =>
        a == b || !_chains.TryGetValue(a, out var one) || !_chains.TryGetValue(b, out var other) || one == other;

    private static IEnumerable<List<AreaRoutes>> Chained(List<AreaRoutes> left)
    {
        var byWay = left.SelectMany(area => Ways(area), (area, way) => (area, way)).ToLookup(pair => pair.way, pair => pair.area);
        var met = new HashSet<AreaRoutes>(ReferenceEqualityComparer.Instance);
        foreach (var first in left.Where(met.Add))
        {
            List<AreaRoutes> chain = [first];
            for (var at = 0; at < chain.Count; at++)
                chain.AddRange(Ways(chain[at]).SelectMany(way => byWay[way]).Where(met.Add));
            yield return chain;
        }
    }

    private static IEnumerable<(bool Air, string Id)> Ways(AreaRoutes area) =>
        area.AirHandlers.Select(unit => (true, unit)).Concat(area.Airlocks.Select(airlock => (false, airlock)));
}
