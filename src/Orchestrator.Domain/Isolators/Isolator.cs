using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Isolators;

/// <summary>Where an isolator stands; derived from its cycle, its port and whose it is.</summary>
public enum IsolatorStatus
{
    /// <summary>Never used, and without a decontamination cycle.</summary>
    Idle,
    Decontaminating,

    /// <summary>A cycle has passed and nothing was brought in since.</summary>
    Ready,

    /// <summary>Its port is open and a batch is being brought in or worked with.</summary>
    Loading,

    /// <summary>Closed, and a batch is inside.</summary>
    InUse,

    /// <summary>Its port is open after the batch's last step there.</summary>
    Unloading,

    /// <summary>A batch has left, or a cycle failed: nothing goes in before the next cycle.</summary>
    ToBeDecontaminated,

    /// <summary>The last leak or glove test failed.</summary>
    IntegrityFailed,
}

/// <summary>The memory of one isolator: whose it is, its cycle, its tests and its port.</summary>
public sealed record Isolator(string Id) : IActor<Isolator>
{
    public static ActorKind Kind => ActorKind.Isolator;

    /// <summary>The batch that has it, from its first opening or step there until the interior is cleared; one at a time (AMB-08).</summary>
    public string? Batch { get; init; }

    /// <summary>The step that runs in it, or null.</summary>
    public string? Step { get; init; }

    /// <summary>When the batch's last step in it ended; null while none has.</summary>
    public DateTimeOffset? LastStepEndedAt { get; init; }

    /// <summary>The decontamination cycle that runs, or null.</summary>
    public string? Decontaminating { get; init; }

    /// <summary>The last passed cycle; null once the batch it was for has left, or a later cycle failed.</summary>
    public Cycle? Cycle { get; init; }

    /// <summary>A batch was inside, or a cycle failed, since the last passed cycle.</summary>
    public bool Used { get; init; }

    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>When each kind of test last passed.</summary>
    public ImmutableSortedDictionary<IntegrityTest, DateTimeOffset> Passed { get; init; } = ImmutableSortedDictionary<IntegrityTest, DateTimeOffset>.Empty;

    /// <summary>Failed tests that no later pass of the same kind has answered.</summary>
    public ImmutableSortedDictionary<IntegrityTest, DateTimeOffset> Failed { get; init; } = ImmutableSortedDictionary<IntegrityTest, DateTimeOffset>.Empty;

    /// <summary>The batches that were inside since both kinds of test last passed (GMP-6.3d).</summary>
    public ImmutableSortedSet<string> SincePass { get; init; } = [];

    public IsolatorStatus Status =>
        !Failed.IsEmpty ? IsolatorStatus.IntegrityFailed
        : Decontaminating is not null ? IsolatorStatus.Decontaminating
        : OpenSince is not null ? LastStepEndedAt is not null && Step is null ? IsolatorStatus.Unloading : IsolatorStatus.Loading
        : Batch is not null ? IsolatorStatus.InUse
        : Cycle is not null ? IsolatorStatus.Ready
        : Used ? IsolatorStatus.ToBeDecontaminated
        : IsolatorStatus.Idle;

    public static Isolator Nothing(string key) => new(key);

    public Isolator Evolve(Fact fact) => fact switch
    {
        IsolatorFact.DecontaminationStarted started => this with { Decontaminating = started.Cycle, Cycle = null },
        IsolatorFact.Decontaminated { Passed: true } done => this with { Decontaminating = null, Used = false, Cycle = new Cycle(done.Cycle, done.At) },
        IsolatorFact.Decontaminated => this with { Decontaminating = null, Used = true, Cycle = null },
        IsolatorFact.IntegrityTested tested => With(tested),
        // An opening that nobody asked for leaves nothing of the cycle (AMB-08), nor of one that runs: it is started again.
        IsolatorFact.PortOpened { Batch: null } found => this with { OpenSince = found.At, Cycle = null, Decontaminating = null, Used = true },
        IsolatorFact.PortOpened opened => this with { OpenSince = opened.At, Batch = Batch ?? opened.Batch },
        IsolatorFact.PortClosed => this with { OpenSince = null },
        IsolatorFact.StepStarted started => this with { Batch = started.Batch, Step = started.Step, LastStepEndedAt = null, Used = true, SincePass = SincePass.Add(started.Batch) },
        IsolatorFact.StepEnded ended => this with { Step = null, LastStepEndedAt = ended.At },
        IsolatorFact.InteriorCleared => this with { Batch = null, LastStepEndedAt = null, Cycle = null, Used = true },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of an isolator"),
    };

    // Whoever was inside stays listed until both kinds of test have passed after it.
    private Isolator With(IsolatorFact.IntegrityTested tested)
    {
        if (!tested.Passed)
            return this with { Failed = Failed.SetItem(tested.Test, tested.At) };
        var after = this with { Failed = Failed.Remove(tested.Test), Passed = Passed.SetItem(tested.Test, tested.At) };
        var answered = after.Failed.IsEmpty && after.Passed.Count == 2 && Step is null && !after.Passed.Values.Any(at => at < LastStepEndedAt);
        return answered ? after with { SincePass = [] } : after;
    }
}

public enum IntegrityTest
{
    Leak,
    Gloves,
}

/// <summary>A passed decontamination cycle.</summary>
public sealed record Cycle(string Id, DateTimeOffset EndedAt);
