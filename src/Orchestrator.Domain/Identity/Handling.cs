using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>
/// Who may put a hand to what is in a container, and when: the room, its grade, its neighbours and its people were judged when a
/// step started, so product is divided and brought together within that step, by its operators.
/// </summary>
public static class Handling
{
    /// <summary>The running step that has taken the container in, or that made it; null when it is at work in none.</summary>
    public static StepExecution? AtWork(Batch batch, Container container) => batch.RunningSteps.FirstOrDefault(step =>
        RunningStep.KeyOf(batch.Id, step.Step) == container.InStep || (container.MadeBy is { } made && made.Step == step.Step && made.Attempt == step.Attempt));

    /// <summary>GMP-13.7b, GMP-9.5.4e: contents are divided or brought together within a running step whose exposure allows it, by one of its operators.</summary>
    [Enforces("GMP-13.7b")]
    public static IEnumerable<Refusal> InAStep(Desk desk, Site site, Batch batch, Container source, StepExecution? step, SamplingMethod method, string person) =>
        step is { Status: StepStatus.Running }
            ? Sampling(desk, site, batch, source, method, person)
            : [Refusal.Of("GMP-13.7b", new Seen("container", source.Id), new Seen("status", source.Status.ToString()), new Seen("connection", method.ToString())).Remedied("take-into-step", new Seen("container", source.Id))];

    /// <summary>A sample leaves through a closed path or in a step that is as open, drawn by an operator of the step; outside a step by somebody fit for the material.</summary>
    public static IEnumerable<Refusal> Sampling(Desk desk, Site site, Batch batch, Container source, SamplingMethod method, string person)
    {
        var step = AtWork(batch, source);
        if (ContainerRules.ThroughAClosedPath(source, method, step) is { } opened)
            yield return opened;
        var who = step is not null ? StepParties.ForHandling(desk, site, batch, desk.Get<Recipe>(batch.Recipe).Step(step.Step), person)
            : site.Person(person) is { } known && FitnessRules.ForPathogen(site, known, source.Pathogen, desk.Now) is { } unfit ? [unfit]
            : [];
        foreach (var refusal in who)
            yield return refusal;
    }

    /// <summary>GMP-5.3b: who handles the contents of a container is remembered by the step it is at work in; of a pathogen-positive one, they have touched it in a step or outside.</summary>
    [Enforces("GMP-5.3b")]
    public static void Touched(Desk desk, Site site, Batch batch, Container container, string person)
    {
        if (AtWork(batch, container) is { } step && site.Person(person) is not null)
            StepParties.OnAct(desk, batch, step, person);
        if (container.Pathogen == PathogenStatus.Positive && site.Person(person) is not null && site.Room(container.Location.Room) is { } room)
            PeopleRules.OnContact(desk, batch.Id, room.Area, person);
    }
}
