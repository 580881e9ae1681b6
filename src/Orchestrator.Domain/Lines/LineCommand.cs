using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Lines;

/// <summary>What can be asked of one line.</summary>
public abstract record LineCommand(string Line) : Command
{
    /// <summary>Records a media fill with its verdict. A failure suspends the line at once, even when the record itself is refused.</summary>
    /// <param name="MediaFill">The id of the run.</param>
    [CommandName("manufacturing.record-media-fill.v1")]
    public sealed record RecordMediaFill(
        string Line, string MediaFill, string Shift, DateOnly Date, MediaFillResult Result, int Units,
        ImmutableArray<string> Participants, ImmutableArray<string> Operations, string Document, string Performer, string Verifier) : LineCommand(Line);

    /// <summary>Quality stops the line, at once: one of its people is enough.</summary>
    [CommandName("manufacturing.suspend-line.v1")]
    public sealed record Suspend(string Line, string Reason, string By) : LineCommand(Line), IAlarm;

    /// <summary>Quality puts the line back into service, after its media fills have passed again where one had failed.</summary>
    [CommandName("manufacturing.reinstate-line.v1")]
    public sealed record Reinstate(string Line, string Reason, string FirstBy, string SecondBy) : LineCommand(Line);
}
