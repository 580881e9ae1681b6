using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>Who was beside a batch that turns out to be pathogen-positive: granted beside what was thought free of pathogens (requirements 0.7.8).</summary>
public static class Exposing
{
    /// <summary>GMP-9.5.1a: every batch that was in an area while the positive one was, and does not share its agents, is held until quality has looked at it.</summary>
    /// <param name="positive">As it is known to be now.</param>
    /// <param name="cause">The document of the result.</param>
    [Enforces("GMP-9.5.1a")]
    public static void HoldThoseBeside(Desk desk, Site site, Batch positive, string cause)
    {
        foreach (var other in Near(desk, site, positive).Where(id => id != positive.Id).Distinct().Order(StringComparer.Ordinal).Select(desk.Get<Batch>))
        {
            if (other.Status is BatchStatus.Unknown or BatchStatus.Cancelled or BatchStatus.Discarded || Shares(other, positive))
                continue;
            if (Together(site, positive, other, desk.Now) is { } area)
            {
                BatchClocks.Hold(desk, other, new Hold(
                    $"beside-positive/{positive.Id}/{cause}", HoldKind.LateKnowledge, "GMP-9.5.1a", $"was in {area} while {positive.Id} was, which is positive for {string.Join(", ", positive.Agents)} ({cause})", desk.Now));
            }
        }
    }

    /// <summary>Whoever may have been near: who is in the same rooms and areas now, who works on their lines, and whose kit was on their systems.</summary>
    private static IEnumerable<string> Near(Desk desk, Site site, Batch positive)
    {
        var areas = site.Document.Areas.Where(area => positive.Executions.Any(step => site.OneArea(step.Area, area.Id))).Select(area => area.Id).ToHashSet(StringComparer.Ordinal);
        var rooms = site.Document.Rooms.Where(room => areas.Contains(room.Area)).ToList();
        return
        [
            .. rooms.Select(room => desk.Get<Room>(room.Id)).SelectMany(room => room.Occupations.Keys.Concat(room.Running.Values.Select(step => step.Batch)).Concat(room.Positions.Values.Select(vessel => vessel.Batch))),
            .. areas.SelectMany(area => Neighbourhood.Of(desk, site, positive, area, null)).Select(neighbour => neighbour.Party.Batch),
            .. site.Document.Lines.Where(line => areas.Contains(line.Area)).SelectMany(line => desk.Get<Line>(line.Id).Known),
            .. site.Document.ClosedSystems.Where(system => rooms.Exists(room => room.Id == system.Room)).SelectMany(system => desk.Get<ClosedSystem>(system.Id).Mountings.Select(mounting => mounting.Batch)),
        ];
    }

    /// <summary>The area in which the two were at the same time, from the first step there to the last; null where they never were.</summary>
    private static string? Together(Site site, Batch one, Batch other, DateTimeOffset now) => (
        from area in one.Executions.Select(step => step.Area).Distinct()
        let mine = Stay(site, one, area, now)
        let theirs = Stay(site, other, area, now)
        where mine is not null && theirs is not null && mine.Value.From <= theirs.Value.To && theirs.Value.From <= mine.Value.To
        select area).FirstOrDefault();

    private static (DateTimeOffset From, DateTimeOffset To)? Stay(Site site, Batch batch, string area, DateTimeOffset now)
    {
        var there = batch.Executions.Where(step => site.OneArea(step.Area, area)).ToList();
        return there.Count == 0 ? null : (there.Min(step => step.StartedAt), there.Max(step => step.EndedAt ?? now));
    }

    private static bool Shares(Batch other, Batch positive) => other.Pathogen == PathogenStatus.Positive && other.Agents.SetEquals(positive.Agents);
}
