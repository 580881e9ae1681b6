using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>The rules of labelling (GMP-9.7, GMP-11.3): what is printed, what it is put on, and what becomes of every print.</summary>
public static class LabelRules
{
    /// <summary>Labels are printed only for containers of the batch that orders them.</summary>
    public static Refusal? ForTheBatch(Batch batch, Container container) =>
        container.Status == ContainerStatus.Unknown
            ? Refusal.Of("ORC-001", new Seen("container", container.Id))
            : container.Batch == batch.Id ? null : Refusal.Of("ORC-012", new Seen("container", container.Id), new Seen("batch", batch.Id), new Seen("otherBatch", container.Batch));

    /// <summary>GMP-9.7.2: the label shows the donor's unique code, and it comes from the container's record.</summary>
    [Enforces("GMP-9.7.2")]
    public static Refusal? ShowsTheDonor(Container container) =>
        container.DonorCode.Length > 0 && container.ChainOfIdentity.Length > 0
            ? null
            : Refusal.Of("GMP-9.7.2", new Seen("container", container.Id), new Seen("donorCode", container.DonorCode), new Seen("chainOfIdentity", container.ChainOfIdentity));

    /// <summary>GMP-11.3b: nobody prints another label for a labelled container between steps but to relabel it, nor two labels at once.</summary>
    [Enforces("GMP-11.3b")]
    public static Refusal? NotASecondPrint(Desk desk, LabelCommand.Print command, PrintedLabel ordered, Container container)
    {
        var twice = command.Labels.Count(label => CodeRegister.Spelling(label.Label) == CodeRegister.Spelling(ordered.Label) || label.Container == ordered.Container) > 1;
        var waiting = desk.Get<LabelReconciliation>(LabelReconciliation.KeyOf(command.Batch, command.Step, desk.Get<Batch>(command.Batch).RunningSteps.FirstOrDefault(step => step.Step == command.Step)?.Attempt ?? 0))
            .Unaccounted.Select(desk.Get<Label>).FirstOrDefault(label => label.Container == container.Id && label.Status is LabelStatus.Printed or LabelStatus.ReadBack);
        return twice || waiting is not null
            ? Refusal.Of("GMP-11.3b", new Seen("container", container.Id), new Seen("label", waiting?.Id ?? ordered.Label)).Remedied("void-label", new Seen("label", waiting?.Id ?? ordered.Label))
            : null;
    }

    /// <summary>GMP-9.7.4a: the scanner reads from the print what was meant.</summary>
    [Enforces("GMP-9.7.4a")]
    public static Refusal? ReadsAsMeant(Label label, string code) =>
        code == label.Id ? null : Refusal.Of("GMP-9.7.4a", new Seen("label", label.Id), new Seen("expected", label.Id), new Seen("scanned", code)).Remedied("void-label", new Seen("label", label.Id));

    /// <summary>
    /// GMP-9.7.4b: the code on the label is the donor code at the root of the container's genealogy; a label of another chain
    /// refuses and holds the container and the one the label was printed for. It also has to be the label printed for it.
    /// </summary>
    [Enforces("GMP-9.7.4b")]
    public static IEnumerable<Refusal> Fits(Desk desk, Label label, Container container)
    {
        if (label.Status == LabelStatus.Unknown)
            yield break;
        if (container.Status == ContainerStatus.Unknown)
            yield return Refusal.Of("ORC-001", new Seen("container", container.Id));
        else if (label.DonorCode != container.DonorCode || label.ChainOfIdentity != container.ChainOfIdentity)
        {
            yield return Refusal.Of("GMP-9.7.4b", new Seen("label", label.Id), new Seen("container", container.Id), new Seen("donorCode", container.DonorCode), new Seen("otherDonorCode", label.DonorCode));
            yield return IdentityRules.OtherChain(desk, [container], desk.Get<Container>(label.Container), container.Batch);
        }
        else if (label.Container != container.Id)
            yield return IdentityRules.Confused(label.Container, container.Id);
    }

    /// <summary>GMP-11.3b: a container that carries a label gets another only by relabelling.</summary>
    [Enforces("GMP-11.3b")]
    public static Refusal? NoLabelYet(Container container) =>
        container.Label.Length == 0 ? null : Refusal.Of("GMP-11.3b", new Seen("container", container.Id), new Seen("label", container.Label)).Remedied("relabel", new Seen("container", container.Id));

    /// <summary>GMP-9.7.4c: what is confirmed is the label on this very container.</summary>
    [Enforces("GMP-9.7.4c")]
    public static Refusal? IsOn(Label label, Container container) =>
        container.Label == label.Id ? null : Refusal.Of("GMP-9.7.4c", new Seen("container", container.Id), new Seen("label", label.Id), new Seen("expected", container.Label));

    /// <summary>GMP-11.3b: quality approves what two others do.</summary>
    [Enforces("GMP-11.3b")]
    public static Refusal? ThreePeople(LabelCommand.Relabel command) =>
        command.ApprovedBy != command.Performer && command.ApprovedBy != command.Verifier
            ? null
            : Refusal.Of("GMP-11.3b", new Seen("performer", command.Performer), new Seen("verifier", command.Verifier), new Seen("approver", command.ApprovedBy)).Remedied("second-person", new Seen("performer", command.ApprovedBy));

    /// <summary>GMP-11.3b: relabelling names the label it replaces, and why.</summary>
    [Enforces("GMP-11.3b")]
    public static Refusal? ReplacesTheActiveLabel(Container container, LabelCommand.Relabel command) =>
        container.Label == command.OldLabel && command.OldLabel.Length > 0 && command.OldLabel != command.NewLabel && !string.IsNullOrWhiteSpace(command.Reason)
            ? null
            : Refusal.Of("GMP-11.3b", new Seen("container", container.Id), new Seen("label", container.Label), new Seen("scanned", command.OldLabel), new Seen("reason", command.Reason));

    /// <summary>GMP-9.7.4a: a label is destroyed before a witness.</summary>
    [Enforces("GMP-9.7.4a")]
    public static Refusal? TwoHands(Label label, LabelCommand.Destroy command) =>
        command.Performer != command.Witness ? null : Refusal.Of("GMP-9.7.4a", new Seen("label", label.Id), new Seen("performer", command.Performer)).Remedied("second-person", new Seen("performer", command.Performer));

    /// <summary>GMP-9.7.4a: printed = applied + destroyed.</summary>
    [Enforces("GMP-9.7.4a")]
    public static Refusal? Balances(LabelReconciliation account) =>
        !account.Unaccounted.Any()
            ? null
            : Refusal.Of("GMP-9.7.4a", new Seen("count", account.Printed.Count), new Seen("actual", account.Applied.Count + account.Destroyed.Count), new Seen("label", string.Join(' ', account.Unaccounted)))
                .Remedied("destroy-label", new Seen("label", string.Join(' ', account.Unaccounted)));
}
