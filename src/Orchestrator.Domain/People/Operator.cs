using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.People;

/// <summary>Where a person stands; exclusions lie across it.</summary>
public enum OperatorStatus
{
    /// <summary>In no room that the plant knows of, and on no running step.</summary>
    Outside,

    /// <summary>On a running step, and in no room.</summary>
    Away,

    /// <summary>In a room, on no running step.</summary>
    Inside,

    /// <summary>In a room, and on a running step somewhere.</summary>
    Working,
}

/// <summary>The memory of one person: where they are, what they work on, and what bars them from where.</summary>
public sealed record Operator(string Id) : IActor<Operator>
{
    public static ActorKind Kind => ActorKind.Operator;

    /// <summary>The one room the person is in, or null; nobody is ever in two.</summary>
    public string? Room { get; init; }

    public string? Area { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>When the person last left a room.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The steps the person is named for, by <c>batch/step</c>; kept until released by the exit procedure.</summary>
    public ImmutableSortedDictionary<string, StepAssignment> Assignments { get; init; } = ImmutableSortedDictionary<string, StepAssignment>.Empty;

    /// <summary>Contacts with pathogen-positive material that still bar other areas, by the area of the contact.</summary>
    public ImmutableSortedDictionary<string, PathogenContact> Exclusions { get; init; } = ImmutableSortedDictionary<string, PathogenContact>.Empty;

    /// <summary>When the person last came out of an area where vectors are produced.</summary>
    public DateTimeOffset? LastVectorExit { get; init; }

    public Decontamination? Decontaminated { get; init; }

    /// <summary>The last exit and gowning procedure, by area.</summary>
    public ImmutableSortedDictionary<string, ExitProcedure> ExitProcedures { get; init; } = ImmutableSortedDictionary<string, ExitProcedure>.Empty;

    /// <summary>The steps that run with this person on them.</summary>
    public IEnumerable<StepAssignment> Running => Assignments.Values.Where(assignment => assignment.Phase == AssignmentPhase.Running);

    public OperatorStatus Status => (Room is not null, Running.Any()) switch
    {
        (false, false) => OperatorStatus.Outside,
        (false, true) => OperatorStatus.Away,
        (true, false) => OperatorStatus.Inside,
        (true, true) => OperatorStatus.Working,
    };

    /// <summary>The newest movement that is known; what is told of earlier ones moves nobody.</summary>
    public DateTimeOffset? MovedAt => EnteredAt ?? LeftAt;

    public static Operator Nothing(string key) => new(key);

    public Operator Evolve(Fact fact) => fact switch
    {
        OperatorFact.RoomEntered entered => this with { Room = entered.Room, Area = entered.Area, EnteredAt = entered.At },
        OperatorFact.PresenceReported present => this with { Room = present.Room, Area = present.Area, EnteredAt = present.At },
        OperatorFact.RoomLeft left => this with
        {
            Room = null,
            Area = null,
            EnteredAt = null,
            LeftAt = Later(LeftAt, left.At),
            LastVectorExit = left.VectorArea ? Later(LastVectorExit, left.At) : LastVectorExit,
            Assignments = Assignments.RemoveRange(Assignments.Where(pair => !pair.Value.Direct && pair.Value.Room == left.Room).Select(pair => pair.Key)),
        },
        OperatorFact.PassageNoted noted => this with { LastVectorExit = noted.VectorArea ? Later(LastVectorExit, noted.At) : LastVectorExit },
        OperatorFact.Assigned assigned => this with { Assignments = Assignments.SetItem(assigned.Assignment.Key, Over(assigned.Assignment)) },
        OperatorFact.AssignmentEnded ended => Ended(ended),
        OperatorFact.Released released => this with { Assignments = Assignments.Remove(StepAssignment.KeyOf(released.Batch, released.Step)) },
        OperatorFact.PathogenContacted contact => this with { Exclusions = Exclusions.SetItem(contact.Contact.Area, Joined(contact.Contact)) },
        OperatorFact.ExclusionLifted lifted => this with { Exclusions = Exclusions.Remove(lifted.Area) },
        OperatorFact.Decontaminated done => this with { Decontaminated = Decontaminated is { } last && last.At > done.Record.At ? last : done.Record },
        OperatorFact.ExitProcedureRecorded done => After(done.Procedure),
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of an operator"),
    };

    private Operator Ended(OperatorFact.AssignmentEnded ended) =>
        Assignments.TryGetValue(StepAssignment.KeyOf(ended.Batch, ended.Step), out var assignment)
            ? this with
            {
                Assignments = assignment.Direct
                    ? Assignments.SetItem(assignment.Key, assignment with { Phase = AssignmentPhase.Ended, EndedAt = ended.At })
                    : Assignments.Remove(assignment.Key),
            }
            : this;

    // Who has handled the step directly owes the exit procedure for it, in whatever role they come back to it.
    private StepAssignment Over(StepAssignment assignment) =>
        Assignments.TryGetValue(assignment.Key, out var known) && known is { Direct: true, Phase: not AssignmentPhase.Named } ? assignment with { Direct = true } : assignment;

    private PathogenContact Joined(PathogenContact contact) =>
        Exclusions.TryGetValue(contact.Area, out var known)
            ? contact with { Since = known.Since, LastContact = Later(known.LastContact, contact.LastContact) }
            : contact;

    private Operator After(ExitProcedure procedure) => this with
    {
        ExitProcedures = ExitProcedures.TryGetValue(procedure.Area, out var last) && last.At > procedure.At ? ExitProcedures : ExitProcedures.SetItem(procedure.Area, procedure),
        Assignments = Assignments.RemoveRange(Assignments
            .Where(pair => pair.Value is { Phase: AssignmentPhase.Ended } ended && ended.Area == procedure.Area && ended.EndedAt <= procedure.At)
            .Select(pair => pair.Key)),
    };

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known.Value : at;
}

public enum AssignmentPhase
{
    /// <summary>On the step's approved list before it starts, or before taking it over.</summary>
    Named,
    Running,

    /// <summary>The step has ended, or was handed over; the exit procedure is outstanding.</summary>
    Ended,
}

/// <summary>A person named for one step of one batch.</summary>
/// <param name="Direct">True for those who handle the product; a verifier looks on.</param>
public sealed record StepAssignment(
    string Batch, string Step, string Area, string Room, string Role, bool Direct, AssignmentPhase Phase, DateTimeOffset Since, DateTimeOffset? EndedAt = null)
{
    public string Key => KeyOf(Batch, Step);

    public static string KeyOf(string batch, string step) => $"{batch}/{step}";
}

/// <summary>Direct contact with pathogen-positive material in one area; bars every other area until lifted (GMP-5.3b).</summary>
/// <param name="Batch">The batch of the last contact.</param>
public sealed record PathogenContact(string Area, string Batch, DateTimeOffset Since, DateTimeOffset LastContact);

/// <summary>A decontamination of a person after vector work: what, when, witnessed by whom.</summary>
public sealed record Decontamination(string Procedure, DateTimeOffset At, string Witness);

/// <summary>An exit and gowning procedure on leaving the rooms of an area.</summary>
public sealed record ExitProcedure(string Area, string Procedure, DateTimeOffset At);
