using System.Collections.Immutable;

namespace Orchestrator.Domain.Plants;

/// <summary>How much a finding weighs: an error stops the file, the others let it in and say what follows.</summary>
public enum FindingSeverity
{
    /// <summary>The file cannot be applied.</summary>
    Error,

    /// <summary>The file can be applied; the law will refuse what needs the missing piece, by the named rules.</summary>
    WillRefuse,

    /// <summary>Worth knowing: a default or a strict reading that takes effect.</summary>
    Note,
}

/// <summary>
/// One thing found in a master-data file: where it is, what it is and what mends it, in both languages. <see cref="Line"/>
/// and <see cref="Column"/> count from 1 and are 0 where no text stands behind the document.
/// </summary>
public sealed record Finding(FindingSeverity Severity, string Field, string Zh, string En, string FixZh, string FixEn)
{
    public string File { get; init; } = "";

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>The requirement ids that will refuse, or that make it an error.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];
}
