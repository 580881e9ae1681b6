using Orchestrator.Domain.Identity;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Labels: printed, read back, applied, verified, and every one of them accounted for.</summary>
internal sealed class LabelsAreAccountedFor : Fold
{
    private readonly Promise _printed, _readBack, _applied, _verified, _own, _identity, _voided, _balance, _received;
    private readonly Dictionary<string, (LabelStatus Status, string Container, string Donor, string Chain)> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Donor, string Chain)> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (HashSet<string> Printed, HashSet<string> Applied, HashSet<string> Destroyed)> _accounts = new(StringComparer.Ordinal);

    public LabelsAreAccountedFor()
    {
        _printed = Promised("INV-103", "GMP-9.7.4a", "a label is printed or received once", "标签只打印或接收一次");
        _readBack = Promised("INV-104", "GMP-9.7.4a", "a label is read back after it was printed, once", "标签打印后回读一次");
        _applied = Promised("INV-105", "GMP-9.7.4a", "only a label that was read back is applied", "只粘贴已回读的标签");
        _verified = Promised("INV-106", "GMP-9.7.4c", "only an applied label is verified", "只复核已粘贴的标签");
        _own = Promised("INV-107", "GMP-9.7.2", "a label is applied to the container it was printed for", "标签只贴于其打印所指的容器");
        _identity = Promised("INV-108", "GMP-9.7.2", "a label names the donor and the chain of its container", "标签所载供者和身份链与其容器一致");
        _voided = Promised("INV-109", "GMP-9.7.4a", "a voided label is never applied, and only a voided one is destroyed", "作废的标签不再粘贴，只有作废的才销毁");
        _balance = Promised("INV-110", "GMP-9.7.4a", "labels are reconciled when printed equals applied and destroyed, by count", "标签平衡：打印数等于粘贴数加销毁数");
        _received = Promised("INV-111", "GMP-9.7.4a", "a label counts as printed before it counts as anything else", "标签先计为打印，再计其他");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case ContainerFact.Registered registered:
                    _containers[actor.Key] = (registered.DonorCode, registered.ChainOfIdentity);
                    break;
                case LabelFact label:
                    Read(turn, actor.Key, label);
                    break;
                case LabelReconciliationFact account:
                    Count(turn, actor.Key, account);
                    break;
            }
    }

    private void Read(RecordedTurn turn, string id, LabelFact fact)
    {
        var known = _labels.TryGetValue(id, out var label);
        switch (fact)
        {
            case LabelFact.Printed printed:
                _printed.Demand(!known, turn, $"{id} is printed again");
                Identify(turn, id, printed.Container, printed.DonorCode, printed.ChainOfIdentity);
                _labels[id] = (LabelStatus.Printed, printed.Container, printed.DonorCode, printed.ChainOfIdentity);
                return;
            case LabelFact.Received received:
                _printed.Demand(!known, turn, $"{id} is received and was known");
                Identify(turn, id, received.Container, received.DonorCode, received.ChainOfIdentity);
                _labels[id] = (LabelStatus.Verified, received.Container, received.DonorCode, received.ChainOfIdentity);
                return;
            case LabelFact.ReadBack:
                _readBack.Demand(label.Status == LabelStatus.Printed, turn, $"{id} is read back and is {label.Status}");
                label.Status = LabelStatus.ReadBack;
                break;
            case LabelFact.Applied applied:
                _applied.Demand(label.Status == LabelStatus.ReadBack, turn, $"{id} is applied and is {label.Status}");
                _voided.Demand(label.Status != LabelStatus.Voided, turn, $"{id} is applied and was voided");
                _own.Demand(label.Container == applied.Container, turn, $"{id} of {label.Container} is applied to {applied.Container}");
                label.Status = LabelStatus.Applied;
                break;
            case LabelFact.Verified:
                _verified.Demand(label.Status == LabelStatus.Applied, turn, $"{id} is verified and is {label.Status}");
                label.Status = LabelStatus.Verified;
                break;
            case LabelFact.Voided:
                label.Status = LabelStatus.Voided;
                break;
            case LabelFact.Destroyed:
                _voided.Demand(label.Status == LabelStatus.Voided, turn, $"{id} is destroyed and is {label.Status}");
                label.Status = LabelStatus.Destroyed;
                break;
        }

        _labels[id] = label;
    }

    private void Identify(RecordedTurn turn, string id, string container, string donor, string chain)
    {
        if (_containers.TryGetValue(container, out var whose))
            _identity.Demand(whose == (donor, chain), turn, $"{id} names {donor} and {chain}, and {container} is of {whose.Donor} and {whose.Chain}");
    }

    private void Count(RecordedTurn turn, string account, LabelReconciliationFact fact)
    {
        if (!_accounts.TryGetValue(account, out var counts))
            _accounts[account] = counts = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        switch (fact)
        {
            case LabelReconciliationFact.Counted { As: LabelStatus.Printed } printed:
                counts.Printed.Add(printed.Label);
                break;
            case LabelReconciliationFact.Counted counted:
                _received.Demand(counts.Printed.Contains(counted.Label), turn, $"{counted.Label} counts as {counted.As} in {account} and was not printed there");
                counts.Applied.Remove(counted.Label);
                if (counted.As == LabelStatus.Applied)
                    counts.Applied.Add(counted.Label);
                else if (counted.As == LabelStatus.Destroyed)
                    counts.Destroyed.Add(counted.Label);
                break;
            case LabelReconciliationFact.Reconciled done:
                _balance.Demand(
                    (done.Printed, done.Applied, done.Destroyed) == (counts.Printed.Count, counts.Applied.Count, counts.Destroyed.Count) && counts.Printed.All(label => counts.Applied.Contains(label) || counts.Destroyed.Contains(label)),
                    turn, $"{account} is reconciled as {done.Printed} = {done.Applied} + {done.Destroyed}, and is {counts.Printed.Count} = {counts.Applied.Count} + {counts.Destroyed.Count}");
                break;
        }
    }
}
