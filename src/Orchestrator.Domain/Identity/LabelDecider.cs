using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Identity;

/// <summary>Who may do what with a label, and when: print, read back, apply, verify, and account for every one of them.</summary>
public static class LabelDecider
{
    public static void Decide(LabelCommand command, Desk desk)
    {
        if (PlantRules.SiteOf(desk) is not { } site)
            return;

        switch (command)
        {
            case LabelCommand.Print print:
                Print(print, site, desk);
                break;
            case LabelCommand.ReadBack read:
                ReadBack(read, Named(desk, read.Label, command), site, desk);
                break;
            case LabelCommand.Apply apply:
                Apply(apply, Named(desk, apply.Label, command), site, desk);
                break;
            case LabelCommand.Verify verify:
                Verify(verify, Named(desk, verify.Label, command), site, desk);
                break;
            case LabelCommand.Void voided:
                Void(voided, Named(desk, voided.Label, command), site, desk);
                break;
            case LabelCommand.Destroy destroy:
                Destroy(destroy, Named(desk, destroy.Label, command), site, desk);
                break;
            case LabelCommand.Relabel relabel:
                Relabel(relabel, Named(desk, relabel.NewLabel, command), site, desk);
                break;
            case LabelCommand.Reconcile reconcile:
                Reconcile(reconcile, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    /// <summary>The table: what can be done with a label in which status; a relabelling is asked of the new label.</summary>
    public static Refusal? Table(LabelStatus status, LabelCommand command, string label) => (status, command) switch
    {
        (LabelStatus.Unknown,  LabelCommand.Print or LabelCommand.Reconcile)  => null,
        (LabelStatus.Unknown,  _)                                             => Refusal.Of("ORC-001", new Seen("label", label)),
        (_,                    LabelCommand.Print)                            => Refusal.Of("ORC-002", new Seen("label", label)),
        (_,                    LabelCommand.Reconcile)                        => null, // it counts labels and changes none

        (LabelStatus.Printed,  LabelCommand.ReadBack or LabelCommand.Void)    => null,
        (LabelStatus.Printed,  LabelCommand.Apply or LabelCommand.Relabel)    => Refusal.Of("GMP-9.7.4a", new Seen("label", label), new Seen("labelStatus", status.ToString())).Remedied("read-back-label", new Seen("label", label)),

        (LabelStatus.ReadBack, LabelCommand.Apply or LabelCommand.Relabel)    => null,
        (LabelStatus.ReadBack, LabelCommand.Void)                             => null,

        (LabelStatus.Applied,  LabelCommand.Verify)                           => null,
        (LabelStatus.Voided,   LabelCommand.Destroy)                          => null,

        _                                                                     => Refusal.Of("ORC-003", new Seen("label", label), new Seen("labelStatus", status.ToString())),
    };
#pragma warning restore format

    private static Label Named(Desk desk, string name, LabelCommand command)
    {
        var label = desk.Get<Label>(name);
        desk.Check(Table(label.Status, command, name));
        return label;
    }

    private static void Print(LabelCommand.Print command, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var execution = batch.RunningSteps.FirstOrDefault(execution => execution.Step == command.Step);
        desk.Check(TwoPeople.Known(site, command.By))
            .Check(batch.Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", command.Batch)) : null)
            .Check(command.Step is { } step ? ContainerRules.StepRuns(command.Batch, step, execution) : null)
            .Check(command.Labels.IsEmpty ? Refusal.Of("ORC-018", new Seen("batch", command.Batch), new Seen("count", 0)) : null);

        var account = LabelReconciliation.KeyOf(command.Batch, command.Step, execution?.Attempt ?? 0);
        desk.Get<LabelReconciliation>(account);
        desk.Check(CodeRegister.Distinct(command.Labels.Select(ordered => ordered.Label)));
        foreach (var ordered in command.Labels)
        {
            var label = Named(desk, ordered.Label, command);
            var container = desk.Get<Container>(ordered.Container);
            desk.Check(IdentityRules.IsACode(ordered.Label, "label") ?? (label.Status == LabelStatus.Unknown ? CodeRegister.Issue(desk, CodeBearer.Label, ordered.Label, carrier: ordered.Container) : null))
                .Check(LabelRules.ForTheBatch(batch, container))
                .Check(LabelRules.ShowsTheDonor(container))
                .Check(LabelRules.NotASecondPrint(desk, command, ordered, container));
            desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Printed(
                container.Id, batch.Id, container.ChainOfIdentity, container.DonorCode, account, command.Template, command.Printer, command.By, desk.Now));
            Count(desk, account, label.Id, LabelStatus.Printed);
        }
    }

    private static void ReadBack(LabelCommand.ReadBack command, Label label, Site site, Desk desk)
    {
        desk.Check(TwoPeople.Known(site, command.By));
        var difference = LabelRules.ReadsAsMeant(label, command.Code);
        desk.Check(difference);
        if (difference is not null && label.Status == LabelStatus.Printed)
            desk.Protect(new ActorId(ActorKind.Label, label.Id), new LabelFact.Voided($"read back as {command.Code}", command.By, desk.Now));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.ReadBack(command.By, desk.Now));
    }

    private static void Apply(LabelCommand.Apply command, Label label, Site site, Desk desk)
    {
        var container = desk.Get<Container>(command.Container);
        desk.Check(TwoPeople.Known(site, command.Performer))
            .Check(LabelRules.Fits(desk, label, container))
            .Check(LabelRules.NoLabelYet(container))
            .Check(IdentityRules.NoMismatch(container));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Applied(container.Id, command.Performer, desk.Now));
        desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.Labelled(label.Id));
        Count(desk, label.Account, label.Id, LabelStatus.Applied);
    }

    private static void Verify(LabelCommand.Verify command, Label label, Site site, Desk desk)
    {
        desk.Check(TwoPeople.Verified(site, label.AppliedBy, command.Verifier, "GMP-9.7.4c"))
            .Check(IdentityRules.Matches(desk, command.Container, command.Code, "GMP-9.7.4c"))
            .Check(LabelRules.IsOn(label, desk.Get<Container>(command.Container)));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Verified(command.Verifier, desk.Now));
    }

    private static void Void(LabelCommand.Void command, Label label, Site site, Desk desk)
    {
        desk.Check(TwoPeople.Known(site, command.By));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Voided(command.Reason, command.By, desk.Now));
    }

    private static void Destroy(LabelCommand.Destroy command, Label label, Site site, Desk desk)
    {
        desk.Check(TwoPeople.Known(site, command.Performer))
            .Check(TwoPeople.Known(site, command.Witness))
            .Check(LabelRules.TwoHands(label, command));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Destroyed(command.Performer, command.Witness, desk.Now));
        Count(desk, label.Account, label.Id, LabelStatus.Destroyed);
    }

    private static void Relabel(LabelCommand.Relabel command, Label label, Site site, Desk desk)
    {
        var container = desk.Get<Container>(command.Container);
        var old = desk.Get<Label>(command.OldLabel);
        desk.Check(TwoPeople.Verified(site, command.Performer, command.Verifier, "GMP-11.3b"))
            .Check(TwoPeople.ByQuality(site, command.ApprovedBy, desk.Moment, "GMP-11.3b"))
            .Check(LabelRules.ThreePeople(command))
            .Check(IdentityRules.NotHeld(container))
            .Check(IdentityRules.NotRejected(container))
            .Check(LabelRules.ReplacesTheActiveLabel(container, command))
            .Check(LabelRules.Fits(desk, label, container))
            .Check(LabelRules.ReadsAsMeant(label, command.Code));
        desk.Write(new ActorId(ActorKind.Label, old.Id), new LabelFact.Voided(command.Reason, command.ApprovedBy, desk.Now));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Applied(container.Id, command.Performer, desk.Now));
        desk.Write(new ActorId(ActorKind.Label, label.Id), new LabelFact.Verified(command.Verifier, desk.Now));
        desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.LabelRemoved(old.Id));
        desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.Labelled(label.Id));
        Count(desk, old.Account, old.Id, LabelStatus.Voided);
        Count(desk, label.Account, label.Id, LabelStatus.Applied);
    }

    private static void Reconcile(LabelCommand.Reconcile command, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var attempt = command.Step is { } step && batch.Steps.TryGetValue(step, out var execution) ? execution.Attempt : 0;
        var key = LabelReconciliation.KeyOf(command.Batch, command.Step, attempt);
        var account = desk.Get<LabelReconciliation>(key);
        desk.Check(account.Open ? null : Refusal.Of("ORC-003", new Seen("batch", command.Batch), new Seen("step", command.Step ?? ""), new Seen("status", "reconciled")))
            .Check(TwoPeople.Verified(site, command.Performer, command.Verifier, "GMP-9.7.4a"))
            .Check(LabelRules.Balances(account));
        desk.Write(new ActorId(ActorKind.LabelReconciliation, key), new LabelReconciliationFact.Reconciled(
            account.Printed.Count, account.Applied.Count, account.Destroyed.Count, command.Performer, command.Verifier, desk.Now));
    }

    /// <summary>Labels that came with donor material belong to no reconciliation.</summary>
    private static void Count(Desk desk, string account, string label, LabelStatus status)
    {
        if (account.Length == 0)
            return;
        desk.Get<LabelReconciliation>(account);
        desk.Write(new ActorId(ActorKind.LabelReconciliation, account), new LabelReconciliationFact.Counted(label, status));
    }
}
