using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Materials;

/// <summary>What can be asked of one lot of a material.</summary>
public abstract record MaterialLotCommand(string Lot) : Command
{
    /// <summary>Takes a delivery into quarantine.</summary>
    /// <param name="DonorCode">The donor of autologous serum or plasma; empty otherwise.</param>
    [CommandName("manufacturing.receive-lot.v1")]
    public sealed record Receive(string Lot, string Material, string Supplier, DateOnly ExpiresOn, ImmutableArray<Composition> Composition, string DonorCode, string By) : MaterialLotCommand(Lot);

    /// <summary>Quality releases the lot on its incoming inspection (GMP-8.2c).</summary>
    /// <param name="GmpCertificate">The lot's own GMP release record; a vector cannot be charged without it (GMP-3.2b).</param>
    [CommandName("manufacturing.release-lot.v1")]
    public sealed record Release(string Lot, string Inspection, string? GmpCertificate, string By) : MaterialLotCommand(Lot);

    [CommandName("manufacturing.reject-lot.v1")]
    public sealed record Reject(string Lot, string Reason, string By) : MaterialLotCommand(Lot);

    /// <summary>Brings some of the lot, or one piece of it, into a running step.</summary>
    /// <param name="Input">The recipe's name of the input.</param>
    /// <param name="Code">What the scanner read: the lot's id, or a GS1 element string with lot (10) and serial (21).</param>
    /// <param name="Serial">The piece's serial, where it has one.</param>
    /// <param name="Defect">The defect class seen on the piece before use; null when it looked sound (GMP-9.8a).</param>
    [CommandName("manufacturing.charge-material.v1")]
    public sealed record Charge(string Lot, string Batch, string Step, string Input, string Code, string? Serial, Connection Connection, string? Defect, string By) : MaterialLotCommand(Lot);
}

/// <summary>How something comes into the vessel it goes into (GMP-13.7b).</summary>
public enum Connection
{
    /// <summary>A kit that is itself the closed path, mounted before anything flows.</summary>
    Mounted,
    SterileConnector,
    SterileWeld,
    ClosedTransfer,

    /// <summary>Through the surrounding air: spike, pipette, opened cap.</summary>
    Ambient,
}
