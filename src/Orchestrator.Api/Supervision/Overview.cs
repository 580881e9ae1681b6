using Orchestrator.Api.Doors;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;
using Orchestrator.V1;
using Plant = Orchestrator.Domain.Plants.Plant;

namespace Orchestrator.Api.Supervision;

/// <summary>
/// The plant as a supervisor sees it at one instant: what is occupied, what waits, what is blocked and why, what lapses. Why
/// something is blocked is asked of the law's own rules, on the picture instead of the cast; nothing is judged here.
/// </summary>
public sealed record Overview(Picture Picture, Site Site, Desk Desk)
{
    /// <summary>The overview of a plant; null while it has no master data.</summary>
    public static Overview? Of(Picture picture, DateTimeOffset now) =>
        picture.Get<Plant>(ActorId.Plant.Key).Site is { } site
            ? new Overview(picture, site, new Desk(picture.Cast(), new Moment(now, "", "", new HashSet<string>())))
            : null;

    /// <summary>Everything there is.</summary>
    /// <param name="window">How far the list of what lapses reaches, ahead and back.</param>
    /// <param name="lines">Only these; empty for all, unless rooms are named.</param>
    /// <param name="rooms">Only these; empty for all, unless lines are named.</param>
    public CapacityView Whole(TimeSpan window, IReadOnlyCollection<string> lines, IReadOnlyCollection<string> rooms)
    {
        var all = lines.Count == 0 && rooms.Count == 0;
        var view = new CapacityView
        {
            Position = Picture.Position,
            At = Services.Wire.Instant(Desk.Now),
            Complete = true,
            LapsesChanged = true,
        };
        view.Lines.AddRange(Site.Document.Lines.Where(line => all || lines.Contains(line.Id)).Select(Line));
        view.Rooms.AddRange(Site.Document.Rooms.Where(room => all || rooms.Contains(room.Id)).Select(room => RoomOverview.Of(this, room)));
        view.Lapses.AddRange(Lapses.Of(this, Desk.Now - window, Desk.Now + window));
        return view;
    }

    private LineCapacity Line(LineDefinition definition)
    {
        var line = Desk.Get<Line>(definition.Id);
        var view = new LineCapacity { Line = line.Id, Area = definition.Area, Status = line.Status.ToString() };
        view.Rooms.AddRange(definition.Rooms);
        view.Occupied.AddRange(line.Running.Values.Select(step => Running(step.Batch, step.Step, step.Since)));
        view.Blocked.AddRange(Told(LineRules.Standing(Site, line)));
        foreach (var shift in Site.Document.Shifts)
        {
            var carried = new ShiftCapacity { Shift = shift.Id };
            carried.Blocked.AddRange(Told(LineRules.Current(Desk, Site, line, shift.Id)));
            view.Shifts.Add(carried);
        }

        return view;
    }

    /// <summary>A step that runs, and when it must have ended.</summary>
    public Occupant Running(string batch, string step, DateTimeOffset since) => new()
    {
        Kind = "step",
        Batch = batch,
        Step = step,
        Since = Services.Wire.Instant(since),
        Until = Services.Wire.Instant(Desk.Get<Domain.Batches.Batch>(batch).Steps.TryGetValue(step, out var execution) ? execution.MustEndBy : null),
    };

    /// <summary>Refusals in the words of the wire.</summary>
    public static IEnumerable<V1.Refusal> Told(IEnumerable<Domain.Kernel.Refusal> refusals) => refusals.Select(Words.Of);
}
