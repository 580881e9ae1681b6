using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Lines;

/// <summary>What a step asks of its line, and what it leaves in the line's memory.</summary>
public static class LineRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Line is not { } name)
            return [];
        if (start.Site.Line(name) is not { } definition)
            return [Refusal.Of("ORC-005", new Seen("line", name)).Remedied("choose-other-line")];

        var line = desk.Get<Line>(name);
        return
        [
            .. SystemOfTheLine(definition, start) is { } foreign ? [foreign] : Array.Empty<Refusal>(),
            .. start.Step.Class == StepClass.NonCulture ? OneStepAtATime(line, start) : [],
            .. start.Step.Aseptic && ValidatedIn(start.Site, line, start.Room.Id) is { } elsewhere ? [elsewhere] : Array.Empty<Refusal>(),
            .. MayWork(desk, start.Site, definition, start.Step, start.Effective, start.Command.Operators),
        ];
    }

    public static void OnStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Line is not { } name || start.Site.Line(name) is not { } definition)
            return;
        var line = desk.Get<Line>(name);
        if (start.Step.Class == StepClass.NonCulture)
            desk.Write(Id(line), new LineFact.StepStarted(new StepOnLine(start.Batch.Id, start.Step.Id, start.Room.Id, desk.Now)));
        if (start.Step.Aseptic)
            Rely(desk, line, start.Batch.Id, PeopleRules.ShiftsOf(start.Site, start.Command.Operators.Where(Direct)), desk.Now);
    }

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        if (end.Execution.Line is not { } name)
            return;
        var line = desk.Get<Line>(name);
        if (line.Running.ContainsKey(StepOnLine.KeyOf(end.Batch.Id, end.Step.Id)))
            desk.Write(Id(line), new LineFact.StepEnded(end.Batch.Id, end.Step.Id, end.At));
        if (end.Step.Aseptic)
            Rely(desk, line, end.Batch.Id, PeopleRules.ShiftsOf(end.Site, end.Execution.Operators.Where(Direct)), end.At);
    }

    /// <summary>Every reason why these people may not work aseptically on the line now: asked at a start and at a handover.</summary>
    public static IEnumerable<Refusal> MayWork(Desk desk, Site site, LineDefinition definition, StepDefinition step, Exposure effective, ImmutableArray<AssignedOperator> team)
    {
        var line = desk.Get<Line>(definition.Id);
        IEnumerable<Refusal?> refusals = step.Aseptic
            ?
            [
                .. Standing(site, line),
                .. Rostered(site, definition.Id, team),
                .. PeopleRules.ShiftsOf(site, team.Where(Direct)).SelectMany(shift => Current(desk, site, line, shift).Concat(Simulated(definition, line, step, effective, shift))),
            ]
            : [NotSuspended(line)];
        return refusals.OfType<Refusal>();
    }

    /// <summary>What stands in the way of any aseptic work on the line, whichever batch and shift asks; each shift's media fill is asked for with <see cref="Current"/>.</summary>
    public static IEnumerable<Refusal> Standing(Site site, Line line)
    {
        Refusal?[] answers = [NotSuspended(line), Validated(site, line)];
        return answers.OfType<Refusal>();
    }

    /// <summary>GMP-9.2.5d: nothing starts on a line whose media fill failed, or that quality has stopped.</summary>
    [Enforces("GMP-9.2.5d")]
    public static Refusal? NotSuspended(Line line) =>
        line.Suspended is { } suspension
            ? Refusal.Of("GMP-9.2.5d", new Seen("line", line.Id), new Seen("mediaFill", suspension.MediaFill ?? "none"), new Seen("reason", suspension.Reason), new Seen("since", suspension.Since))
                .Remedied("reinstate-line", new Seen("line", line.Id))
                .Remedied("choose-other-line")
            : null;

    /// <summary>GMP-9.2.5a (AMB-19): the line has passed its initial runs in a row, by itself.</summary>
    [Enforces("GMP-9.2.5a")]
    public static Refusal? Validated(Site site, Line line)
    {
        if (PlantRules.Missing(site.Parameters.InitialMediaFills, "GMP-9.2.5a", "initialMediaFills") is { } missing)
            return missing;
        var needed = site.Parameters.InitialMediaFills!.Value;
        var (row, validated) = MediaFillHistory.Validation(line, needed);
        return validated
            ? null
            : Refusal.Of("GMP-9.2.5a", new Seen("line", line.Id), new Seen("count", row), new Seen("minimum", needed))
                .Remedied("validate-line", new Seen("line", line.Id))
                .Remedied("choose-other-line");
    }

    /// <summary>GMP-9.2.5a: a room that joined the line after its media fills is validated by runs of its own; the line's were made without it.</summary>
    [Enforces("GMP-9.2.5a")]
    public static Refusal? ValidatedIn(Site site, Line line, string room)
    {
        if (site.Parameters.InitialMediaFills is not { } needed || Validated(site, line) is not null)
            return null;
        var (row, validated) = MediaFillHistory.Validation(line, needed, room);
        return validated
            ? null
            : Refusal.Of("GMP-9.2.5a", new Seen("line", line.Id), new Seen("room", room), new Seen("count", row), new Seen("minimum", needed))
                .Remedied("validate-line", new Seen("line", line.Id))
                .Remedied("choose-other-line");
    }

    /// <summary>GMP-9.2.5b (AMB-18): the shift has passed a media fill on this line within the last six months, by the date it counts the moment to.</summary>
    [Enforces("GMP-9.2.5b")]
    public static IEnumerable<Refusal> Current(Desk desk, Site site, Line line, string shift)
    {
        var credit = MediaFillHistory.CreditOf(line, shift);
        var today = site.Shift(shift) is { } rostered ? Rota.DateOf(site, rostered, desk.Now) : site.DateOf(desk.Now);
        if (credit is not null && credit.Date <= today && today <= MediaFillHistory.DueDate(credit.Date))
        {
            desk.RestsOn(Basis.Of("media-fill", new Seen("line", line.Id), new Seen("shift", shift), new Seen("mediaFill", credit.Id), new Seen("dueDate", Text(MediaFillHistory.DueDate(credit.Date)))));
            yield break;
        }

        yield return Refusal.Of(
                "GMP-9.2.5b",
                new Seen("line", line.Id),
                new Seen("shift", shift),
                new Seen("lastPassed", credit is null ? "none" : Text(credit.Date)),
                new Seen("dueDate", credit is null ? "none" : Text(MediaFillHistory.DueDate(credit.Date))),
                new Seen("now", Text(today)))
            .Remedied("run-media-fill", new Seen("line", line.Id), new Seen("shift", shift))
            .Remedied("choose-other-line");
    }

    /// <summary>GMP-9.2.5b: who works aseptically belongs to a shift, for only a shift has media fills.</summary>
    [Enforces("GMP-9.2.5b")]
    public static IEnumerable<Refusal> Rostered(Site site, string line, ImmutableArray<AssignedOperator> team) =>
        from member in team.Where(Direct)
        where site.Person(member.Operator) is { Shift: null }
        select Refusal.Of("GMP-9.2.5b", new Seen("line", line), new Seen("operator", member.Operator), new Seen("shift", "none")).Remedied("assign-other-operator", new Seen("operator", member.Operator));

    /// <summary>GMP-9.2.1: an exposed operation was simulated, by the line's protocol and by the run that carries the shift.</summary>
    [Enforces("GMP-9.2.1")]
    public static IEnumerable<Refusal> Simulated(LineDefinition definition, Line line, StepDefinition step, Exposure effective, string shift)
    {
        if ((step.Exposure == Exposure.Closed && effective == Exposure.Closed) || MediaFillHistory.CreditOf(line, shift) is not { } credit)
            yield break;
        if (!definition.SimulatedOperations.Contains(step.Operation) || !credit.Operations.Contains(step.Operation))
        {
            yield return Refusal.Of("GMP-9.2.1", new Seen("line", line.Id), new Seen("shift", shift), new Seen("operation", step.Operation), new Seen("exposure", effective.ToString()), new Seen("mediaFill", credit.Id))
                .Remedied("run-media-fill", new Seen("line", line.Id), new Seen("shift", shift))
                .Remedied("choose-other-line");
        }
    }

    /// <summary>GMP-9.3.2a (AMB-47): a line is a validated set of rooms and systems that runs one step at a time.</summary>
    [Enforces("GMP-9.3.2a")]
    public static IEnumerable<Refusal> OneStepAtATime(Line line, StepStart start) =>
        from running in line.Running.Values
        where running.Key != start.Key && !(running.Batch == start.Batch.Id && DeclaredParallel(start, running.Step))
        select Refusal.Of("GMP-9.3.2a", new Seen("line", line.Id), new Seen("otherBatch", running.Batch), new Seen("otherStep", running.Step), new Seen("since", running.Since))
            .Remedied("wait-for-step-end", new Seen("otherBatch", running.Batch), new Seen("otherStep", running.Step))
            .Remedied("choose-other-line");

    /// <summary>GMP-9.3.2a (AMB-47): the closed system that the step runs on is of the line's validated set.</summary>
    [Enforces("GMP-9.3.2a")]
    public static Refusal? SystemOfTheLine(LineDefinition line, StepStart start) =>
        start.Place.ClosedSystem is { } system && !line.Systems.Contains(system)
            ? Refusal.Of("GMP-9.3.2a", new Seen("line", line.Id), new Seen("closedSystem", system)).Remedied("choose-other-line")
            : null;

    /// <summary>The batch relies on the media fills of these shifts from now on, until they have passed the next.</summary>
    internal static void Rely(Desk desk, Line line, string batch, ImmutableArray<string> shifts, DateTimeOffset at)
    {
        foreach (var shift in shifts)
            desk.Write(Id(line), new LineFact.ProcessedAseptically(new AsepticWork(batch, shift, at)));
    }

    private static bool Direct(AssignedOperator member) => member.Role != TeamRules.VerifierRole;

    private static bool DeclaredParallel(StepStart start, string other) =>
        start.Step.ParallelWith.Contains(other) || start.Recipe.Steps.Any(step => step.Id == other && step.ParallelWith.Contains(start.Step.Id));

    private static string Text(DateOnly date) => date.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static ActorId Id(Line line) => new(ActorKind.Line, line.Id);
}
