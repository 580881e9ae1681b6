using Orchestrator.Domain.Batches;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>Who can be asked to work now: rostered in the shift that is on, and not bound to another batch.</summary>
public static class Crew
{
    /// <summary>A team for a step: one person a role demanded, all different; null when too few are free.</summary>
    public static (IReadOnlyList<AssignedOperator> Operators, string? Verifier)? For(Scene scene, Picture now, string batch, StepDefinition step, string area, DateTimeOffset at, Random chance)
    {
        var free = scene.Plant.People.Where(person => person.Shift is { } shift && IsOn(scene.Site, shift, at) && IsFree(now.Get<Operator>(person.Id), batch) && Knows(person, area, step)).ToArray();
        chance.Shuffle(free);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var operators = new List<AssignedOperator>();
        foreach (var (role, count) in step.Roles)
            for (var at1 = 0; at1 < count; at1++)
            {
                if (free.FirstOrDefault(person => person.Roles.Contains(role) && !taken.Contains(person.Id)) is not { } found)
                    return null;
                taken.Add(found.Id);
                operators.Add(new AssignedOperator(found.Id, role));
            }

        var verifier = operators.FirstOrDefault(member => member.Role == TeamRules.VerifierRole)?.Operator
            ?? free.FirstOrDefault(person => person.Roles.Contains("verifier") && !taken.Contains(person.Id))?.Id;
        return ([.. operators.Where(member => member.Role != TeamRules.VerifierRole)], verifier);
    }

    public static bool IsOn(Site site, string shift, DateTimeOffset at)
    {
        if (site.Shift(shift) is not { } times)
            return false;
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, site.Zone).DateTime);
        return times.Starts < times.Ends ? local >= times.Starts && local < times.Ends : local >= times.Starts || local < times.Ends;
    }

    public static bool IsFree(Operator person, string batch) =>
        person.Assignments.Values.All(assignment => assignment.Batch == batch || assignment.Phase == AssignmentPhase.Ended);

    private static bool Knows(PersonDefinition person, string area, StepDefinition step) =>
        person.Authorisations.ContainsKey(area) && (step.Class == Domain.Segregation.StepClass.Culture || person.Authorisations.ContainsKey(step.Operation));
}
