using System.Collections.Immutable;

namespace Orchestrator.Engine.Evidence;

/// <summary>What is wrong with an archive.</summary>
public enum ArchiveFault
{
    /// <summary>It is no archive, or its end is cut off or altered.</summary>
    NotAnArchive,

    /// <summary>It was altered after it was signed, or signed by nobody of its list of keys.</summary>
    SignatureWrong,

    /// <summary>The list of keys does not hold.</summary>
    KeysBroken,

    /// <summary>The keys are not those that whoever checks trusts.</summary>
    NotTrusted,

    FileMissing,
    FileAdded,
    FileAltered,
    TurnAltered,
    TurnMissing,
    TurnAdded,
    TurnMoved,

    /// <summary>The checkpoints do not hold among themselves.</summary>
    CheckpointBroken,

    /// <summary>A turn is not the one that a checkpoint signed.</summary>
    CheckpointDisagrees,

    /// <summary>The law of this edition, asked again, rules otherwise.</summary>
    RulingDiffers,
}

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Where">A turn's position, a file's name, or empty for the archive as a whole.</param>
public sealed record ArchiveFinding(ArchiveFault Fault, string Where, string Detail);

/// <summary>What checking an archive has shown: nothing is wrong, or what, the first in the record first.</summary>
/// <param name="Manifest">What the archive says of itself; null where that cannot be read.</param>
/// <param name="Fingerprint">Of the first key of its list; null where there is none.</param>
/// <param name="SignedBy">The key that signed; null where none did.</param>
/// <param name="Turns">Turns read.</param>
/// <param name="Checkpoints">Checkpoints that agree with a turn in it.</param>
/// <param name="Redecided">Rulings that the law has made again, all equal unless a finding says otherwise; null where nobody asked.</param>
/// <param name="OtherEditions">Rulings under another edition of the law than this software's, which only that edition can make again.</param>
public sealed record ArchiveVerdict(
    ArchiveManifest? Manifest, string? Fingerprint, string? SignedBy, long Turns, int Checkpoints, ImmutableArray<ArchiveFinding> Findings, long? Redecided = null, long OtherEditions = 0)
{
    public bool Holds => Findings.IsEmpty;
}
