using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Materials;

/// <summary>Where a lot of a material stands.</summary>
public enum MaterialLotStatus
{
    /// <summary>Nobody has received it.</summary>
    Unknown,
    Quarantine,
    Released,
    Rejected,
}

/// <summary>What a lot's certificates say it contains and the law asks about.</summary>
public enum Composition
{
    /// <summary>Serum or plasma of human origin (GEN-4.2.2c).</summary>
    HumanSerumOrPlasma,

    /// <summary>Penicillin or another β-lactam (CMC-4.2b).</summary>
    BetaLactam,
}

/// <summary>The memory of one lot of a material (物料批): vector, reagent or single-use kit.</summary>
public sealed record MaterialLot(string Id) : IActor<MaterialLot>
{
    public static ActorKind Kind => ActorKind.MaterialLot;

    public MaterialLotStatus Status { get; init; }

    /// <summary>The material of the plant file it is a lot of.</summary>
    public string Material { get; init; } = "";

    public string Supplier { get; init; } = "";

    /// <summary>The last day of its shelf life, in the plant's zone.</summary>
    public DateOnly? ExpiresOn { get; init; }

    public ImmutableArray<Composition> Composition { get; init; } = [];

    /// <summary>The donor of autologous serum or plasma; empty for everything else.</summary>
    public string DonorCode { get; init; } = "";

    /// <summary>The certificate that it was produced, tested and released under GMP (GMP-3.2b); null when there is none.</summary>
    public string? GmpCertificate { get; init; }

    /// <summary>Serials of single-use pieces that were charged (GMP-9.9).</summary>
    public ImmutableSortedSet<string> UsedSerials { get; init; } = [];

    /// <summary>The batches it went into: whoever relied on it is held when it turns out bad.</summary>
    public ImmutableSortedSet<string> UsedBy { get; init; } = [];

    public static MaterialLot Nothing(string key) => new(key);

    public MaterialLot Evolve(Fact fact) => fact switch
    {
        MaterialLotFact.Received received => this with
        {
            Status = MaterialLotStatus.Quarantine,
            Material = received.Material,
            Supplier = received.Supplier,
            ExpiresOn = received.ExpiresOn,
            Composition = received.Composition,
            DonorCode = received.DonorCode,
        },
        MaterialLotFact.Released released => this with { Status = MaterialLotStatus.Released, GmpCertificate = released.GmpCertificate },
        MaterialLotFact.Rejected => this with { Status = MaterialLotStatus.Rejected },
        MaterialLotFact.Charged charged => this with { UsedBy = UsedBy.Add(charged.Batch), UsedSerials = charged.Serial is { } serial ? UsedSerials.Add(serial) : UsedSerials },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a material lot"),
    };
}
