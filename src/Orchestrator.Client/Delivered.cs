using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>What became of a report, as the plant says it.</summary>
/// <param name="Sequence">The number under which it was sent last.</param>
public abstract record Delivered(long Sequence)
{
    /// <summary>The plant has recorded it.</summary>
    public sealed record Recorded(long Sequence) : Delivered(Sequence);

    /// <summary>The plant has ruled against it: a door that stays shut, say.</summary>
    public sealed record Refused(long Sequence, Ruling Ruling) : Delivered(Sequence);

    /// <summary>Its answer was lost, and the plant cannot tell any more: it may be recorded, refused or neither.</summary>
    public sealed record Unknown(long Sequence) : Delivered(Sequence);

    /// <summary>It made no sense to the plant, and nothing of it is recorded: what happened is reported again as it should be written.</summary>
    /// <param name="Field">The field of the report, for example <c>breach.at</c>.</param>
    /// <param name="Fix">How to mend it.</param>
    public sealed record Invalid(long Sequence, string Field, string Fix) : Delivered(Sequence);
}
