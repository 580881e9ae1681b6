using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Materials;

/// <summary>What the journal keeps about one lot of a material.</summary>
public abstract record MaterialLotFact : Fact
{
    [FactName("material-lot.received.v1")]
    public sealed record Received(string Material, string Supplier, DateOnly ExpiresOn, ImmutableArray<Composition> Composition, string DonorCode, string By, DateTimeOffset At) : MaterialLotFact;

    /// <summary>Quality has released it on its incoming inspection, and where it needs one on its GMP certificate.</summary>
    [FactName("material-lot.released.v1")]
    public sealed record Released(string Inspection, string? GmpCertificate, string By, DateTimeOffset At) : MaterialLotFact;

    [FactName("material-lot.rejected.v1")]
    public sealed record Rejected(string Reason, string By, DateTimeOffset At) : MaterialLotFact;

    /// <summary>Some of it, or one piece of it, went into a batch.</summary>
    [FactName("material-lot.charged.v1")]
    public sealed record Charged(string Batch, string Step, string Input, string? Serial, Connection Connection, string By, DateTimeOffset At) : MaterialLotFact;
}
