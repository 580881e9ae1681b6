using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>Where a label stands on its way from the printer to its container.</summary>
public enum LabelStatus
{
    /// <summary>Never printed.</summary>
    Unknown,
    Printed,

    /// <summary>Read by a scanner and found to be what was meant (GMP-9.7.4a).</summary>
    ReadBack,
    Applied,

    /// <summary>Applied, and confirmed by a second person (GMP-9.7.4c).</summary>
    Verified,

    /// <summary>Not to be used; it still has to be destroyed.</summary>
    Voided,
    Destroyed,
}

/// <summary>The memory of one label (标签); its code is its id.</summary>
public sealed record Label(string Id) : IActor<Label>
{
    public static ActorKind Kind => ActorKind.Label;

    public LabelStatus Status { get; init; }

    /// <summary>The container it was printed for.</summary>
    public string Container { get; init; } = "";

    public string Batch { get; init; } = "";

    public string ChainOfIdentity { get; init; } = "";

    /// <summary>The donor code that is printed on it (GMP-9.7.2).</summary>
    public string DonorCode { get; init; } = "";

    /// <summary>The reconciliation that accounts for it; empty for a label that came with donor material.</summary>
    public string Account { get; init; } = "";

    public string AppliedBy { get; init; } = "";

    public string VerifiedBy { get; init; } = "";

    public static Label Nothing(string key) => new(key);

    public Label Evolve(Fact fact) => fact switch
    {
        LabelFact.Printed printed => this with
        {
            Status = LabelStatus.Printed,
            Container = printed.Container,
            Batch = printed.Batch,
            ChainOfIdentity = printed.ChainOfIdentity,
            DonorCode = printed.DonorCode,
            Account = printed.Account,
        },
        LabelFact.Received received => this with
        {
            Status = LabelStatus.Verified,
            Container = received.Container,
            ChainOfIdentity = received.ChainOfIdentity,
            DonorCode = received.DonorCode,
            AppliedBy = received.ReceivedBy,
            VerifiedBy = received.Verifier,
        },
        LabelFact.ReadBack => this with { Status = LabelStatus.ReadBack },
        LabelFact.Applied applied => this with { Status = LabelStatus.Applied, AppliedBy = applied.Performer },
        LabelFact.Verified verified => this with { Status = LabelStatus.Verified, VerifiedBy = verified.Verifier },
        LabelFact.Voided => this with { Status = LabelStatus.Voided },
        LabelFact.Destroyed => this with { Status = LabelStatus.Destroyed },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a label"),
    };
}
