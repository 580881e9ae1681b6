using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Lines;

/// <summary>Whether a production line (生产线) may work; its media fills say how far.</summary>
public enum LineStatus
{
    /// <summary>Works as far as its media fills carry it.</summary>
    InService,

    /// <summary>A media fill failed, or quality stopped the line; nothing aseptic starts until it is reinstated.</summary>
    Suspended,
}

/// <summary>The memory of one production line (AMB-47): its media fills, what runs on it, and who relied on them.</summary>
public sealed record Line(string Id) : IActor<Line>
{
    public static ActorKind Kind => ActorKind.Line;

    /// <summary>Every media fill of the line, by its id: two a year and shift.</summary>
    public ImmutableSortedDictionary<string, MediaFill> MediaFills { get; init; } = ImmutableSortedDictionary<string, MediaFill>.Empty;

    public Suspension? Suspended { get; init; }

    /// <summary>The steps that run on the line, by <c>batch/step</c>; culture holds no line.</summary>
    public ImmutableSortedDictionary<string, StepOnLine> Running { get; init; } = ImmutableSortedDictionary<string, StepOnLine>.Empty;

    /// <summary>The batches that a shift processed aseptically here since its last passed media fill, by <c>batch/shift</c>.</summary>
    public ImmutableSortedDictionary<string, AsepticWork> Exposed { get; init; } = ImmutableSortedDictionary<string, AsepticWork>.Empty;

    /// <summary>The batches that each passed media fill confirmed, by media fill: should a run turn out to have failed, they are exposed again.</summary>
    public ImmutableSortedDictionary<string, ConfirmedWork> Confirmed { get; init; } = ImmutableSortedDictionary<string, ConfirmedWork>.Empty;

    /// <summary>Media fills whose coming due has been warned of.</summary>
    public ImmutableSortedSet<string> Warned { get; init; } = [];

    /// <summary>Every batch that is known to have been worked on here.</summary>
    public IEnumerable<string> Known => Exposed.Values.Select(work => work.Batch).Concat(Running.Values.Select(step => step.Batch)).Concat(Confirmed.Values.SelectMany(confirmed => confirmed.Batches)).Distinct();

    public LineStatus Status => Suspended is null ? LineStatus.InService : LineStatus.Suspended;

    public IEnumerable<Clock> Clocks =>
        from fill in MediaFills.Values
        where fill.WarnAt is not null && !Warned.Contains(fill.Id) && MediaFillHistory.CreditOf(this, fill.Shift) == fill
        select new Clock($"media-fill/{fill.Shift}/{fill.Id}", fill.WarnAt!.Value);

    public static Line Nothing(string key) => new(key);

    public Line Evolve(Fact fact) => fact switch
    {
        LineFact.MediaFillRecorded recorded => this with { MediaFills = MediaFills.SetItem(recorded.Fill.Id, recorded.Fill) },
        LineFact.ExposureClosed closed => this with
        {
            Exposed = Exposed.RemoveRange(closed.Batches.Select(batch => AsepticWork.KeyOf(batch, closed.Shift))),
            Confirmed = Confirmed.SetItem(closed.Fill, new ConfirmedWork(closed.Shift, closed.Batches)),
        },
        LineFact.MediaFillDueSoon due => this with { Warned = Warned.Add(due.Fill) },
        LineFact.Suspended suspended => this with { Suspended = Suspended ?? suspended.Suspension },
        LineFact.Reinstated => this with { Suspended = null },
        LineFact.StepStarted started => this with { Running = Running.SetItem(started.Step.Key, started.Step) },
        LineFact.StepEnded ended => this with { Running = Running.Remove(StepOnLine.KeyOf(ended.Batch, ended.Step)) },
        LineFact.ProcessedAseptically work => this with { Exposed = Exposed.SetItem(work.Work.Key, work.Work) },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a line"),
    };
}

/// <summary>One media fill (无菌工艺模拟试验, APS) of the line by one shift.</summary>
/// <param name="Date">The date of the plant's zone on which it was run; a night shift belongs to the day it begins.</param>
/// <param name="Units">Units filled.</param>
/// <param name="Operations">The open and connection operations it simulated.</param>
/// <param name="Document">Approved protocol and report.</param>
/// <param name="WarnAt">When its coming due is warned of; null when it was not passed or the site has set no lead.</param>
public sealed record MediaFill(
    string Id, string Shift, DateOnly Date, MediaFillResult Result, int Units, ImmutableArray<string> Participants, ImmutableArray<string> Operations, string Document, DateTimeOffset? WarnAt)
{
    /// <summary>The rooms of the line when it was recorded, by the plant file: a room that joins later was not in the run.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];
}

/// <param name="MediaFill">The failed media fill behind it, or null when quality stopped the line by hand.</param>
public sealed record Suspension(string? MediaFill, string Reason, DateTimeOffset Since);

public sealed record StepOnLine(string Batch, string Step, string Room, DateTimeOffset Since)
{
    public string Key => KeyOf(Batch, Step);

    public static string KeyOf(string batch, string step) => $"{batch}/{step}";
}

/// <summary>A batch that a shift has worked on aseptically, and when last.</summary>
public sealed record AsepticWork(string Batch, string Shift, DateTimeOffset LastAt)
{
    public string Key => KeyOf(Batch, Shift);

    public static string KeyOf(string batch, string shift) => $"{batch}/{shift}";
}

/// <summary>What a passed media fill of a shift confirmed.</summary>
public sealed record ConfirmedWork(string Shift, ImmutableArray<string> Batches);
