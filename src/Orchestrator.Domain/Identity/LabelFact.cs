using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>What the journal keeps about one label.</summary>
public abstract record LabelFact : Fact
{
    /// <summary>Printed with data of the container's own record; nobody types a code (GMP-9.7.2).</summary>
    [FactName("label.printed.v1")]
    public sealed record Printed(string Container, string Batch, string ChainOfIdentity, string DonorCode, string Account, string Template, string Printer, string By, DateTimeOffset At) : LabelFact;

    /// <summary>It came on the donor material and was compared with the order by two people.</summary>
    [FactName("label.received.v1")]
    public sealed record Received(string Container, string ChainOfIdentity, string DonorCode, string ReceivedBy, string Verifier, DateTimeOffset At) : LabelFact;

    [FactName("label.read-back.v1")]
    public sealed record ReadBack(string By, DateTimeOffset At) : LabelFact;

    [FactName("label.applied.v1")]
    public sealed record Applied(string Container, string Performer, DateTimeOffset At) : LabelFact;

    [FactName("label.verified.v1")]
    public sealed record Verified(string Verifier, DateTimeOffset At) : LabelFact;

    [FactName("label.voided.v1")]
    public sealed record Voided(string Reason, string By, DateTimeOffset At) : LabelFact;

    [FactName("label.destroyed.v1")]
    public sealed record Destroyed(string Performer, string Witness, DateTimeOffset At) : LabelFact;
}
