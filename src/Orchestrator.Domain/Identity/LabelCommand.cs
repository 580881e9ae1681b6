using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>What can be asked of labels.</summary>
public abstract record LabelCommand : Command
{
    /// <summary>Prints labels for registered containers of one batch; every printed datum comes from the containers' record.</summary>
    /// <param name="Step">The running step that labels; null between steps.</param>
    /// <param name="Template">Document id and version of the label template.</param>
    [CommandName("manufacturing.print-labels.v1")]
    public sealed record Print(string Batch, string? Step, ImmutableArray<PrintedLabel> Labels, string Template, string Printer, string By) : LabelCommand;

    /// <summary>Compares what a scanner reads from the printed label with what was meant; a difference voids the label.</summary>
    [CommandName("manufacturing.read-back-label.v1")]
    public sealed record ReadBack(string Label, string Code, string By) : LabelCommand;

    [CommandName("manufacturing.apply-label.v1")]
    public sealed record Apply(string Label, string Container, string Performer) : LabelCommand;

    /// <summary>The second person reads the code of the label on the container.</summary>
    [CommandName("manufacturing.verify-label.v1")]
    public sealed record Verify(string Label, string Container, string Code, string Verifier) : LabelCommand;

    /// <summary>Takes a label that is not applied out of use.</summary>
    [CommandName("manufacturing.void-label.v1")]
    public sealed record Void(string Label, string Reason, string By) : LabelCommand;

    [CommandName("manufacturing.destroy-label.v1")]
    public sealed record Destroy(string Label, string Performer, string Witness) : LabelCommand;

    /// <summary>Replaces the label on a container: quality decides, two people do it, the old label is voided (GMP-11.3b).</summary>
    [CommandName("manufacturing.relabel.v1")]
    public sealed record Relabel(string Container, string OldLabel, string NewLabel, string Code, string Reason, string Performer, string Verifier, string ApprovedBy) : LabelCommand;

    /// <summary>Closes the reconciliation of a step, or of what was labelled between steps.</summary>
    [CommandName("manufacturing.reconcile-labels.v1")]
    public sealed record Reconcile(string Batch, string? Step, string Performer, string Verifier) : LabelCommand;
}

/// <summary>A label to print and the container it is for.</summary>
public sealed record PrintedLabel(string Label, string Container);
