using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>
/// The label reconciliation (标签平衡) of one step execution, or of what a batch labels between steps: what was printed is
/// applied or destroyed, or the step does not complete (GMP-9.7.4a).
/// </summary>
public sealed record LabelReconciliation(string Key) : IActor<LabelReconciliation>
{
    public static ActorKind Kind => ActorKind.LabelReconciliation;

    public ImmutableSortedSet<string> Printed { get; init; } = [];

    public ImmutableSortedSet<string> Applied { get; init; } = [];

    public ImmutableSortedSet<string> Destroyed { get; init; } = [];

    /// <summary>True from the first print until two people have reconciled what was printed.</summary>
    public bool Open { get; init; }

    /// <summary>Printed labels that are neither applied nor destroyed.</summary>
    public IEnumerable<string> Unaccounted => Printed.Where(label => !Applied.Contains(label) && !Destroyed.Contains(label));

    /// <summary>The key of a step execution's reconciliation; without a step, of what the batch labels between steps.</summary>
    public static string KeyOf(string batch, string? step, int attempt) => step is null ? $"{batch}/between-steps" : $"{batch}/{step}/{attempt}";

    public static LabelReconciliation Nothing(string key) => new(key);

    public LabelReconciliation Evolve(Fact fact) => fact switch
    {
        LabelReconciliationFact.Counted { As: LabelStatus.Printed } counted => this with { Open = true, Printed = Printed.Add(counted.Label) },
        LabelReconciliationFact.Counted { As: LabelStatus.Applied } counted => this with { Applied = Applied.Add(counted.Label) },
        LabelReconciliationFact.Counted { As: LabelStatus.Voided } counted => this with { Open = true, Applied = Applied.Remove(counted.Label) },
        LabelReconciliationFact.Counted { As: LabelStatus.Destroyed } counted => this with { Applied = Applied.Remove(counted.Label), Destroyed = Destroyed.Add(counted.Label) },
        LabelReconciliationFact.Reconciled => this with { Open = false },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a label reconciliation"),
    };
}

/// <summary>What the journal keeps about one label reconciliation.</summary>
public abstract record LabelReconciliationFact : Fact
{
    /// <summary>A label counts as printed, applied, voided or destroyed.</summary>
    [FactName("label-reconciliation.counted.v1")]
    public sealed record Counted(string Label, LabelStatus As) : LabelReconciliationFact;

    /// <summary>Printed = applied + destroyed, found so by two people.</summary>
    [FactName("label-reconciliation.reconciled.v1")]
    public sealed record Reconciled(int Printed, int Applied, int Destroyed, string Performer, string Verifier, DateTimeOffset At) : LabelReconciliationFact;
}
