using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Identity;

/// <summary>The rules of identity: which container is meant, whose material it holds, and that its label says so.</summary>
public static partial class IdentityRules
{
    /// <summary>
    /// GMP-4.1.6: what was scanned is the container that is meant. A container of another chain of identity refuses and holds
    /// both sides; an unreadable or unknown code, or one of another kind, refuses only (readings).
    /// </summary>
    /// <param name="rule">The requirement that asks for the scan.</param>
    [Enforces("GMP-4.1.6")]
    public static IEnumerable<Refusal> Matches(Desk desk, string expected, string code, string rule = "GMP-9.7.3a")
    {
        var meant = desk.Get<Container>(expected);
        var read = ContainerCodes.Resolve(desk, code);
        if (meant.Status == ContainerStatus.Unknown)
            return [Refusal.Of("ORC-001", new Seen("container", expected))];
        if (read.Container is not { } scanned)
            return [Refusal.Of(rule, new Seen("expectedContainer", expected), new Seen("scanned", code), new Seen("result", read.Meaning.ToString())).Remedied("rescan-input", new Seen("container", expected))];
        if (scanned.ChainOfIdentity != meant.ChainOfIdentity || scanned.DonorCode != meant.DonorCode)
            return [OtherChain(desk, [meant], scanned)];
        if (scanned.Id != meant.Id)
            return [Confused(meant.Id, scanned.Id)];
        if (read.Label is { } label && label.Id != meant.Label)
            return [Refusal.Of(rule, new Seen("container", expected), new Seen("label", label.Id), new Seen("labelStatus", label.Status.ToString())).Remedied("rescan-input", new Seen("container", expected))];
        return [];
    }

    /// <summary>GMP-4.1.6: a mismatch of chains holds the expected and the scanned containers and their batches, until quality has reconciled them.</summary>
    [Enforces("GMP-4.1.6")]
    public static Refusal OtherChain(Desk desk, IReadOnlyCollection<Container> expected, Container scanned, string batch = "")
    {
        var names = string.Join(' ', expected.Select(container => container.Id));
        IdentityHolds.Place(desk, $"{names} expected, {scanned.Id} scanned", [.. expected.Select(container => container.Id), scanned.Id], batch);
        return Refusal.Of(
                IdentityHolds.Rule,
                new Seen("expectedContainer", names),
                new Seen("scannedContainer", scanned.Id),
                new Seen("batch", batch.Length > 0 ? batch : expected.FirstOrDefault()?.Batch ?? ""),
                new Seen("otherBatch", scanned.Batch),
                new Seen("otherDonorCode", scanned.DonorCode),
                new Seen("otherChainOfIdentity", scanned.ChainOfIdentity))
            .Remedied("use-expected-container", new Seen("expectedContainer", names))
            .Remedied("lift-identity-hold", new Seen("container", scanned.Id));
    }

    /// <summary>GEN-4.1f: another container of the same chain is not the one that is meant; nobody's material is mixed up, so nothing is held.</summary>
    [Enforces("GEN-4.1f")]
    public static Refusal Confused(string expected, string scanned) =>
        Refusal.Of("GEN-4.1f", new Seen("expectedContainer", expected), new Seen("scannedContainer", scanned)).Remedied("use-expected-container", new Seen("expectedContainer", expected));

    /// <summary>GMP-4.2.5: the container carries an applied and verified label that resolves to the donor its own record names.</summary>
    [Enforces("GMP-4.2.5")]
    public static Refusal? Labelled(Desk desk, Container container)
    {
        var label = desk.Get<Label>(container.Label);
        return label.Status == LabelStatus.Verified && label.ChainOfIdentity == container.ChainOfIdentity && label.DonorCode == container.DonorCode
            ? null
            : Refusal.Of("GMP-4.2.5", new Seen("container", container.Id), new Seen("label", container.Label), new Seen("labelStatus", label.Status.ToString()))
                .Remedied(container.Label.Length == 0 ? "apply-label" : "verify-label", new Seen("container", container.Id));
    }

    /// <summary>GMP-9.7.1: the container carries exactly one active label.</summary>
    [Enforces("GMP-9.7.1", Lacks = "the rating of a cryo-label for its storage temperature, before freezing", LacksZh = "冻存前标签材质是否适用于储存温度")]
    public static Refusal? CarriesALabel(Container container) =>
        container.Label.Length > 0 ? null : Refusal.Of("GMP-9.7.1", new Seen("container", container.Id)).Remedied("apply-label", new Seen("container", container.Id));

    /// <summary>GMP-9.7.4c: the label's confirmation is recorded with performer and verifier.</summary>
    [Enforces("GMP-9.7.4c")]
    public static Refusal? LabelConfirmed(Desk desk, Container container)
    {
        var label = desk.Get<Label>(container.Label);
        return container.Label.Length == 0 || label.Status == LabelStatus.Verified
            ? null
            : Refusal.Of("GMP-9.7.4c", new Seen("container", container.Id), new Seen("label", label.Id), new Seen("labelStatus", label.Status.ToString()), new Seen("performer", label.AppliedBy))
                .Remedied("verify-label", new Seen("container", container.Id));
    }

    /// <summary>GMP-4.1.6: a held container stays held; a scan that matches now does not lift anything.</summary>
    [Enforces("GMP-4.1.6")]
    public static IEnumerable<Refusal> NotHeld(Container container) =>
        container.Holds.Values.Select(held => held.Hold.Kind == HoldKind.Identity
            ? Refusal.Of(IdentityHolds.Rule, new Seen("container", container.Id), new Seen("hold", held.Hold.Id), new Seen("heldSince", held.Hold.Since)).Remedied("lift-identity-hold", new Seen("container", container.Id))
            : Refusal.Of("ORC-011", new Seen("container", container.Id), new Seen("hold", held.Hold.Id), new Seen("holdKind", held.Hold.Kind.ToString()), new Seen("rule", held.Hold.Rule))
                .Remedied("lift-container-hold", new Seen("container", container.Id), new Seen("hold", held.Hold.Id), new Seen("reason", held.Hold.Reason)));

    /// <summary>GMP-4.1.6: an identity hold alone; what only waits too long may still be closed, sampled and brought to safety.</summary>
    [Enforces("GMP-4.1.6")]
    public static IEnumerable<Refusal> NoMismatch(Container container) => NotHeld(container).Where(refusal => refusal.Rule == IdentityHolds.Rule);

    /// <summary>GMP-8.5a: what was rejected is destroyed and never used.</summary>
    [Enforces("GMP-8.5a")]
    public static Refusal? NotRejected(Container container) =>
        container.Status != ContainerStatus.Rejected ? null : Refusal.Of("GMP-8.5a", new Seen("container", container.Id), new Seen("status", container.Status.ToString())).Remedied("discard-container", new Seen("container", container.Id));

    /// <summary>GMP-9.8b: a filled container stays where it was filled until its appearance has been checked.</summary>
    [Enforces("GMP-9.8b")]
    public static Refusal? CheckedAfterFilling(Container container) =>
        container.MadeBy is null || container.FilledAt is null || container.AfterFilling is { Defect: null }
            ? null
            : Refusal.Of("GMP-9.8b", new Seen("container", container.Id), new Seen("since", container.FilledAt.Value)).Remedied("check-appearance", new Seen("container", container.Id));

    /// <summary>GMP-9.7.3a: whoever scans is known to the plant and stands where the container is.</summary>
    [Enforces("GMP-9.7.3a")]
    public static Refusal? ScannedByAPersonPresent(Desk desk, Site site, string person, string room, string rule = "GMP-9.7.3a") =>
        TwoPeople.Known(site, person) ?? (desk.Get<Room>(room).Persons.ContainsKey(person)
            ? null
            : Refusal.Of(rule, new Seen("operator", person), new Seen("room", room)).Remedied("enter-room", new Seen("operator", person), new Seen("room", room)));

    /// <summary>GMP-11.2: a donor code belongs to one chain of identity, and a chain to one donor, for ever; both are filed.</summary>
    [Enforces("GMP-11.2")]
    public static IEnumerable<Refusal> CodesAreTied(Desk desk, string donorCode, string chain)
    {
        var donor = desk.Get<IdentityCode>(IdentityCode.OfDonor(donorCode));
        var identity = desk.Get<IdentityCode>(IdentityCode.OfChain(chain));
        if (donor.IsIssued && donor.TiedTo != chain)
            yield return Refusal.Of("GMP-11.2", new Seen("donorCode", donorCode), new Seen("chainOfIdentity", chain), new Seen("otherChainOfIdentity", donor.TiedTo));
        if (identity.IsIssued && identity.TiedTo != donorCode)
            yield return Refusal.Of("GMP-11.2", new Seen("chainOfIdentity", chain), new Seen("donorCode", donorCode), new Seen("otherDonorCode", identity.TiedTo));
        if (CodeRegister.Issue(desk, CodeBearer.Donor, donorCode, "GMP-11.2") is { } donorTaken)
            yield return donorTaken;
        if (CodeRegister.Issue(desk, CodeBearer.ChainOfIdentity, chain, "GMP-11.2") is { } chainTaken)
            yield return chainTaken;
    }

    /// <summary>GMP-9.7.2: a code can be printed, scanned and told apart: neither empty nor longer than a scanner reads, in characters that nobody confuses.</summary>
    [Enforces("GMP-9.7.2")]
    public static Refusal? IsACode(string code, string name) =>
        CodeRegister.IsIssuable(code) ? null : Refusal.Of("GMP-9.7.2", new Seen("field", name), new Seen("code", code), new Seen("maximum", ContainerCodes.LengthMax)).Remedied("choose-other-code", new Seen("code", code));

    /// <summary>Ties a donor code and a chain to each other once.</summary>
    public static void Tie(Desk desk, string donorCode, string chain)
    {
        if (!desk.Get<IdentityCode>(IdentityCode.OfDonor(donorCode)).IsIssued)
            desk.Write(new ActorId(ActorKind.IdentityCode, IdentityCode.OfDonor(donorCode)), new IdentityCodeFact.Tied(chain));
        if (!desk.Get<IdentityCode>(IdentityCode.OfChain(chain)).IsIssued)
            desk.Write(new ActorId(ActorKind.IdentityCode, IdentityCode.OfChain(chain)), new IdentityCodeFact.Tied(donorCode));
    }

    /// <summary>The live containers of a batch; a bounded membership in the batch's own memory.</summary>
    public static IEnumerable<Container> ContainersOf(Desk desk, Batch batch) => batch.Containers.Select(desk.Get<Container>);
}
