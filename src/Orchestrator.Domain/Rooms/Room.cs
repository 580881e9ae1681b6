using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Rooms;

/// <summary>Where a room stands; derived from who is in it and what has been cleared.</summary>
public enum RoomStatus
{
    /// <summary>Nobody's: cleared by a changeover clearance, or never used.</summary>
    Cleared,

    /// <summary>Kept for a batch that has not entered yet.</summary>
    Reserved,

    /// <summary>At least one batch occupies it (AMB-01: from first entry until changeover clearance).</summary>
    Occupied,

    /// <summary>A step has ended and the room has not been cleared since.</summary>
    ToBeCleared,

    /// <summary>Closed for work until the hold is lifted.</summary>
    Held,
}

/// <summary>The memory of one processing room (生产操作间) or another space of an area.</summary>
public sealed record Room(string Id) : IActor<Room>
{
    public static ActorKind Kind => ActorKind.Room;

    /// <summary>The batch the room is kept for, or null.</summary>
    public string? ReservedFor { get; init; }

    /// <summary>The steps that run in the room, by <c>batch/step</c>.</summary>
    public ImmutableSortedDictionary<string, RunningStep> Running { get; init; } = ImmutableSortedDictionary<string, RunningStep>.Empty;

    /// <summary>The batches that occupy the room, by batch: from first entry until changeover clearance.</summary>
    public ImmutableSortedDictionary<string, Occupation> Occupations { get; init; } = ImmutableSortedDictionary<string, Occupation>.Empty;

    /// <summary>The last step of each batch that ended here and has not been cleared up after, by batch.</summary>
    public ImmutableSortedDictionary<string, UnclearedStep> UnclearedSteps { get; init; } = ImmutableSortedDictionary<string, UnclearedStep>.Empty;

    /// <summary>The one of <see cref="UnclearedSteps"/> that has waited longest, or null.</summary>
    public UnclearedStep? Uncleared => UnclearedSteps.Values.MinBy(step => step.EndedAt);

    /// <summary>The last verified clearance of each batch that no start has used, by the batch that was cleared.</summary>
    public ImmutableSortedDictionary<string, UnusedClearance> Clearances { get; init; } = ImmutableSortedDictionary<string, UnusedClearance>.Empty;

    /// <summary>Who is in the room, by operator.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Persons { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Closed vessels in fixed positions, by position: container and batch.</summary>
    public ImmutableSortedDictionary<string, Parked> Positions { get; init; } = ImmutableSortedDictionary<string, Parked>.Empty;

    /// <summary>Isolators of the room whose port is open, and since when; at most one unless a report says otherwise (S-42).</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> OpenPorts { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    public DateTimeOffset? DisinfectedAt { get; init; }

    /// <summary>The vectors that are out of their containers here and were not cleared away since (GMP-4.2.4b), by the batch they were opened for.</summary>
    public ImmutableSortedDictionary<string, OpenVector> OpenVectors { get; init; } = ImmutableSortedDictionary<string, OpenVector>.Empty;

    /// <summary>Holds on the room itself, by id: environmental monitoring, tail-gating, identity.</summary>
    public ImmutableSortedDictionary<string, Hold> Holds { get; init; } = ImmutableSortedDictionary<string, Hold>.Empty;

    public RoomStatus Status =>
        !Holds.IsEmpty ? RoomStatus.Held
        : Running.IsEmpty && Uncleared is not null ? RoomStatus.ToBeCleared
        : !Occupations.IsEmpty ? RoomStatus.Occupied
        : ReservedFor is not null ? RoomStatus.Reserved
        : RoomStatus.Cleared;

    public IEnumerable<Clock> Clocks =>
        from open in UnclearedSteps.Values
        where open is { ClearBy: not null, Overdue: false }
        select new Clock($"clearance/{open.Batch}/{open.Step}", open.ClearBy!.Value);

    public static Room Nothing(string key) => new(key);

    public Room Evolve(Fact fact) => fact switch
    {
        RoomFact.Reserved reserved => this with { ReservedFor = reserved.Batch },
        RoomFact.ReservationReleased => this with { ReservedFor = null },
        RoomFact.StepStarted started => this with
        {
            ReservedFor = ReservedFor == started.Step.Batch ? null : ReservedFor,
            Running = Running.SetItem(started.Step.Key, started.Step),
            Occupations = Entered(started.Step.Batch, started.Step.StartedAt),
            Clearances = started.UsesClearance ? Clearances.RemoveRange(UsedBy(started.Step.Batch).Select(used => used.Batch)) : Clearances,
        },
        RoomFact.StepEnded ended => StepEnded(ended),
        RoomFact.StepBecameOpen open => BecameOpen(open),
        RoomFact.MaterialEntered entered => this with { Occupations = Entered(entered.Batch, entered.At, entered.Exposure) },
        RoomFact.Cleared cleared => With(cleared),
        RoomFact.ClearanceOverdue overdue => UnclearedSteps.TryGetValue(overdue.Batch, out var late)
            ? this with { UnclearedSteps = UnclearedSteps.SetItem(overdue.Batch, late with { Overdue = true }) }
            : this,
        RoomFact.PortOpened port => this with { OpenPorts = OpenPorts.SetItem(port.Isolator, port.At) },
        RoomFact.PortClosed port => this with { OpenPorts = OpenPorts.Remove(port.Isolator) },
        RoomFact.PersonEntered person => this with { Persons = Persons.SetItem(person.Operator, person.At) },
        RoomFact.PersonLeft person => this with { Persons = Persons.Remove(person.Operator) },
        RoomFact.VesselParked parked => this with { Positions = Positions.SetItem(parked.Position, new Parked(parked.Container, parked.Batch, parked.At)) },
        RoomFact.VesselTaken taken => this with { Positions = Positions.Remove(taken.Position) },
        RoomFact.Disinfected disinfected => this with { DisinfectedAt = disinfected.At },
        RoomFact.VectorOpened vector => this with { OpenVectors = OpenVectors.SetItem(vector.Batch, new OpenVector(vector.Lot, vector.Construct, vector.At)) },
        RoomFact.HoldPlaced held => this with { Holds = Holds.SetItem(held.Hold.Id, held.Hold) },
        RoomFact.HoldLifted lifted => this with { Holds = Holds.Remove(lifted.Hold) },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a room"),
    };

    private ImmutableSortedDictionary<string, Occupation> Entered(string batch, DateTimeOffset at, Exposure exposure = Exposure.Closed)
    {
        var known = Occupations.GetValueOrDefault(batch) ?? new Occupation(batch, at, null, null);
        return Occupations.SetItem(batch, exposure == Exposure.Closed ? known : known with { LastExposure = exposure });
    }

    // What the clearance was for stays known, so that its age and its scope can be judged at the start that uses it.
    private Room With(RoomFact.Cleared cleared) => this with
    {
        UnclearedSteps = UnclearedSteps.Remove(cleared.Batch),
        OpenVectors = OpenVectors.Remove("").Remove(cleared.Batch),
        Clearances = Clearances.SetItem(cleared.Batch, new UnusedClearance(cleared.Clearance, cleared.Scope, cleared.Batch, cleared.At)
        {
            ValidUntil = cleared.ValidUntil,
            LastOperation = Occupations.GetValueOrDefault(cleared.Batch)?.LastOperation ?? Clearances.GetValueOrDefault(cleared.Batch)?.LastOperation,
        }),
        Occupations = cleared.Scope == ClearanceScope.Changeover ? Occupations.Remove(cleared.Batch) : Occupations,
    };

    /// <summary>Whether the step runs here, or is the one that nobody has cleared up after.</summary>
    public bool Knows(string batch, string step) =>
        Running.ContainsKey(RunningStep.KeyOf(batch, step)) || UnclearedSteps.GetValueOrDefault(batch)?.Step == step;

    /// <summary>
    /// The clearances that a start of the batch uses up: those after its own steps, and those that cleared others out. What was
    /// cleared up after another batch's step, in an isolator of its own, stays for that batch.
    /// </summary>
    public IEnumerable<UnusedClearance> UsedBy(string batch) =>
        Clearances.Values.Where(clearance => clearance.Batch == batch || clearance.Scope == ClearanceScope.Changeover);

    private Room BecameOpen(RoomFact.StepBecameOpen open)
    {
        if (Running.TryGetValue(RunningStep.KeyOf(open.Batch, open.Step), out var step))
            return this with { Running = Running.SetItem(step.Key, step with { Exposure = Exposure.Open }) };
        return Knows(open.Batch, open.Step)
            ? this with
            {
                UnclearedSteps = UnclearedSteps.SetItem(open.Batch, UnclearedSteps[open.Batch] with { Exposure = Exposure.Open }),
                Occupations = Occupations.SetItem(open.Batch, Occupations[open.Batch] with { LastExposure = Exposure.Open }),
            }
            : this;
    }

    private Room StepEnded(RoomFact.StepEnded ended)
    {
        if (!Running.TryGetValue(RunningStep.KeyOf(ended.Batch, ended.Step), out var step))
            return this;
        var rest = this with { Running = Running.Remove(step.Key) };
        return step.Class == StepClass.Culture && !ended.NeedsClearance
            ? rest.CultureEnded(ended.Batch)
            : rest with
            {
                UnclearedSteps = UnclearedSteps.SetItem(ended.Batch, new UnclearedStep(ended.Batch, ended.Step, step.Exposure, ended.At) { ClearBy = ended.ClearBy }),
                Occupations = Occupations.SetItem(ended.Batch, Entered(ended.Batch, step.StartedAt)[ended.Batch] with
                {
                    LastOperation = ended.At,
                    LastExposure = step.Exposure,
                    Isolator = step.Isolator,
                }),
            };
    }

    // A batch that was only in culture here leaves nothing to clear; its vessels are seen where they stand.
    private Room CultureEnded(string batch) =>
        Occupations.TryGetValue(batch, out var occupation) && occupation.LastOperation is null && Running.Values.All(step => step.Batch != batch)
            ? this with { Occupations = Occupations.Remove(batch) }
            : this;
}

/// <summary>A step that runs in a room, as the segregation table sees it.</summary>
/// <param name="Exposure">As effective: a system that is not validated or was breached counts as open.</param>
/// <param name="Isolator">The isolator it runs in, or null.</param>
public sealed record RunningStep(
    string Batch, string Step, string Operation, StepClass Class, Exposure Exposure, string? Line, string? Isolator, string? Cabinet, string? System, DateTimeOffset StartedAt)
{
    public string Key => KeyOf(Batch, Step);

    public static string KeyOf(string batch, string step) => $"{batch}/{step}";
}

/// <summary>A batch's hold on a room, from first entry until changeover clearance.</summary>
/// <param name="LastOperation">When its last step there ended; null while none has.</param>
/// <param name="LastExposure">How open that step was.</param>
public sealed record Occupation(string Batch, DateTimeOffset Since, DateTimeOffset? LastOperation, Exposure? LastExposure)
{
    /// <summary>The isolator its last step here ran in, or null when it ran in the open room.</summary>
    public string? Isolator { get; init; }
}

public sealed record UnclearedStep(string Batch, string Step, Exposure Exposure, DateTimeOffset EndedAt)
{
    /// <summary>When "promptly" has passed (clock 19); null while the site sets no limit.</summary>
    public DateTimeOffset? ClearBy { get; init; }

    /// <summary>The alert was raised.</summary>
    public bool Overdue { get; init; }
}

/// <summary>How much a clearance covers (readings: occupation and clearance).</summary>
public enum ClearanceScope
{
    /// <summary>The same batch continues; its mounted kit and its closed vessels in recorded positions stay.</summary>
    Step,

    /// <summary>Nothing of the batch is left outside recorded positions; another batch may work here.</summary>
    Changeover,
}

/// <summary>A verified clearance of the room that no start has relied on: it serves one.</summary>
/// <param name="Batch">The batch that was cleared up after, or out.</param>
public sealed record UnusedClearance(string Id, ClearanceScope Scope, string Batch, DateTimeOffset At)
{
    /// <summary>End of its validity (clock 20); null while the site sets none, and then it serves nobody.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The end of the operation it cleared up after; null when none was known.</summary>
    public DateTimeOffset? LastOperation { get; init; }
}

/// <summary>A vector out of its sealed container.</summary>
public sealed record OpenVector(string Lot, string Construct, DateTimeOffset Since);

/// <summary>A closed vessel in a fixed position.</summary>
public sealed record Parked(string Container, string Batch, DateTimeOffset Since);
