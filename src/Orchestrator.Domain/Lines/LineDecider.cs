using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Lines;

/// <summary>What can be done with a line, and when: the table, and the decision behind each of its cells.</summary>
public static class LineDecider
{
    public static void Decide(LineCommand command, Desk desk)
    {
        var line = desk.Get<Line>(command.Line);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Line(line.Id) is not { } definition)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("line", line.Id)).Remedied("name-existing", new Seen("actorKind", "line")));
            return;
        }

        if (Table(line.Status, command) is { } refusal)
        {
            desk.Check(refusal);
            return;
        }

        switch (command)
        {
            case LineCommand.RecordMediaFill { Result: MediaFillResult.Failed } failed:
                Fail(failed, line, site, desk);
                break;
            case LineCommand.RecordMediaFill record:
                Record(record, line, definition, site, desk);
                break;
            case LineCommand.Suspend suspend:
                desk.Check(TwoPeople.ByQuality(site, suspend.By, desk.Moment, "GMP-9.2.5d")).Check(Reasoned(suspend.Reason));
                desk.Write(Id(line), new LineFact.Suspended(new Suspension(null, suspend.Reason, desk.Now), []));
                break;
            case LineCommand.Reinstate reinstate:
                desk.Check(Holding.TwoPeopleOfQuality(site, "GMP-9.2.5d", reinstate.FirstBy, reinstate.SecondBy, desk.Moment))
                    .Check(Reasoned(reinstate.Reason))
                    .Check(MediaFillRules.Requalified(site, line));
                desk.Write(Id(line), new LineFact.Reinstated(reinstate.Reason, reinstate.FirstBy, reinstate.SecondBy));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>GMP-9.2.5c: a shift's media fill that falls due inside the warning window raises an alert, once.</summary>
    [Enforces("GMP-9.2.5c")]
    public static void Warn(WakeUp wakeUp, Desk desk)
    {
        var line = desk.Get<Line>(wakeUp.Actor.Key);
        foreach (var fill in line.MediaFills.Values.Where(fill => fill.WarnAt <= desk.Now && !line.Warned.Contains(fill.Id) && MediaFillHistory.CreditOf(line, fill.Shift) == fill))
            desk.Write(Id(line), new LineFact.MediaFillDueSoon(fill.Shift, fill.Id, MediaFillHistory.DueDate(fill.Date)));
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    private static Refusal? Table(LineStatus status, LineCommand command) => (status, command) switch
    {
        (_,                    LineCommand.RecordMediaFill) => null,
        (LineStatus.InService, LineCommand.Suspend)         => null,
        (LineStatus.Suspended, LineCommand.Reinstate)       => null,
        _ => Refusal.Of("ORC-003", new Seen("line", command.Line), new Seen("status", status.ToString())),
    };
#pragma warning restore format

    private static void Record(LineCommand.RecordMediaFill command, Line line, LineDefinition definition, Site site, Desk desk)
    {
        desk.Check(line.MediaFills.ContainsKey(command.MediaFill) ? Refusal.Of("ORC-002", new Seen("mediaFill", command.MediaFill)) : null)
            .Check(MediaFillRules.ForRecord(site, command, definition, desk.Now));
        desk.Write(Id(line), new LineFact.MediaFillRecorded(FillOf(command, site), command.Performer, command.Verifier));
        if (command.Result != MediaFillResult.Passed)
            return;

        // What was worked on during the day of the run itself stays open: nobody knows whether it was before or after.
        var confirmed = line.Exposed.Values
            .Where(work => work.Shift == command.Shift && site.DateOf(work.LastAt) < command.Date && !line.Running.Values.Any(running => running.Batch == work.Batch))
            .Select(work => work.Batch)
            .ToImmutableArray();
        if (!confirmed.IsEmpty)
            desk.Write(Id(line), new LineFact.ExposureClosed(command.Shift, confirmed, command.MediaFill));
    }

    /// <summary>GMP-9.2.5d: a failure is known from the moment it is told; the line stops and everything that relied on it is held.</summary>
    [Enforces("GMP-9.2.5d")]
    private static void Fail(LineCommand.RecordMediaFill command, Line line, Site site, Desk desk)
    {
        if (line.MediaFills.TryGetValue(command.MediaFill, out var known) && known.Result == MediaFillResult.Failed)
        {
            desk.Check(Refusal.Of("ORC-002", new Seen("mediaFill", command.MediaFill)));
            return;
        }

        var reason = $"media fill {command.MediaFill} of {line.Id} by {command.Shift} failed";
        var batches = RelyingOn(line, command);
        desk.Write(Id(line), new LineFact.MediaFillRecorded(FillOf(command, site), command.Performer, command.Verifier));
        desk.Write(Id(line), new LineFact.Suspended(new Suspension(command.MediaFill, reason, desk.Now), batches));
        foreach (var batch in batches.Select(id => desk.Get<Batch>(id)).Where(batch => batch.Status is not (BatchStatus.Cancelled or BatchStatus.Discarded)))
            BatchClocks.Hold(desk, batch, new Hold($"late-knowledge/media-fill/{line.Id}/{command.MediaFill}", HoldKind.LateKnowledge, "GMP-9.2.5d", reason, desk.Now));
    }

    /// <summary>Everything worked on since the last pass, and what a pass confirmed that the failure now puts in doubt.</summary>
    private static ImmutableArray<string> RelyingOn(Line line, LineCommand.RecordMediaFill failed) =>
    [
        .. line.Exposed.Values.Select(work => work.Batch)
            .Concat(line.Running.Values.Select(running => running.Batch))
            .Concat(line.Confirmed.Where(confirmed => confirmed.Key == failed.MediaFill || line.MediaFills[confirmed.Key].Date >= failed.Date).SelectMany(confirmed => confirmed.Value.Batches))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static MediaFill FillOf(LineCommand.RecordMediaFill command, Site site) => new(
        command.MediaFill, command.Shift, command.Date, command.Result, command.Units, command.Participants, command.Operations, command.Document,
        command.Result == MediaFillResult.Passed && site.Parameters.WarningLead is { } lead ? site.EndOf(MediaFillHistory.DueDate(command.Date)) - lead : null)
    {
        Rooms = site.Line(command.Line)?.Rooms ?? [],
    };

    private static Refusal? Reasoned(string reason) => string.IsNullOrWhiteSpace(reason) ? Refusal.Of("ORC-019", new Seen("field", "reason")) : null;

    private static ActorId Id(Line line) => new(ActorKind.Line, line.Id);
}
