using System.Collections.Immutable;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>Procedural status of a step (ISA-88), as far as a plant's people steer it.</summary>
public enum StepStatus
{
    Running,

    /// <summary>Paused at its safe point; time goes on.</summary>
    Held,
    Complete,
    Aborted,
}

/// <summary>One execution of a recipe step by a batch: where, on what, by whom, and how it went.</summary>
public sealed record StepExecution
{
    public required string Step { get; init; }

    /// <summary>1 for the first execution; counts declared repeats.</summary>
    public required int Attempt { get; init; }

    public required StepStatus Status { get; init; }

    public required string Area { get; init; }

    public required string Room { get; init; }

    public string? Line { get; init; }

    public string? Isolator { get; init; }

    public string? Cabinet { get; init; }

    public string? ClosedSystem { get; init; }

    public string? Incubator { get; init; }

    public string? Compartment { get; init; }

    public ImmutableArray<string> Equipment { get; init; } = [];

    public ImmutableArray<AssignedOperator> Operators { get; init; } = [];

    /// <summary>Who handled it without being among its operators now, and when last: people who handed over, and who acted on it.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> AlsoHandledBy { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The second person of the identity check, where one is demanded.</summary>
    public string? Verifier { get; init; }

    /// <summary>The rostered shifts whose people work on it.</summary>
    public string? Shift { get; init; }

    public required StepClass Class { get; init; }

    /// <summary>As effective at the start; a breach makes it open.</summary>
    public required Exposure Exposure { get; init; }

    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Risk assessments and overrides that the start relied on: the step goes on only as long as they hold (0.7.7).</summary>
    public ImmutableSortedSet<string> Approvals { get; init; } = [];

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? EarliestEnd { get; init; }

    public DateTimeOffset? MustEndBy { get; init; }

    public ImmutableSortedDictionary<string, RecordedCheck> Checks { get; init; } = ImmutableSortedDictionary<string, RecordedCheck>.Empty;

    public ImmutableArray<string> Charged { get; init; } = [];

    public StepExecution With(BatchFact.CheckRecorded check) =>
        this with { Checks = Checks.SetItem(check.Check.Name, check.Check) };

    public StepExecution With(BatchFact.StepMaterialCharged charged) => this with { Charged = Charged.Add(charged.Lot) };

    public StepExecution With(BatchFact.StepActedOn acted) => this with { AlsoHandledBy = AlsoHandledBy.SetItem(acted.Person, acted.At) };

    public StepExecution With(BatchFact.StepHandedOver handed) => this with
    {
        Operators = handed.Operators,
        Shift = handed.Shift,
        AlsoHandledBy = AlsoHandledBy.SetItems(
            from member in Operators
            where member.Role != TeamRules.VerifierRole && !handed.Operators.Contains(member)
            select KeyValuePair.Create(member.Operator, handed.At)),
    };

    /// <summary>Whether it ran at an instant.</summary>
    public bool RanAt(DateTimeOffset at) => StartedAt <= at && !(EndedAt < at);

    public StepExecution After(BatchFact.StepChanged changed) => this with
    {
        Status = changed.Status,
        EndedAt = changed.Status is StepStatus.Complete or StepStatus.Aborted ? changed.At : EndedAt,
    };
}

/// <summary>A person and the role in which they work on a step.</summary>
public sealed record AssignedOperator(string Operator, string Role);

/// <summary>The value of an in-process check, with who and what measured it.</summary>
public sealed record RecordedCheck(string Name, decimal Value, string Unit, string RecordedBy, string? Instrument, DateTimeOffset At, bool InRange);
