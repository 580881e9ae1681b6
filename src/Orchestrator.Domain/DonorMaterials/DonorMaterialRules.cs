using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.DonorMaterials;

/// <summary>The rules of donor material from the plant's door to its batch.</summary>
public static class DonorMaterialRules
{
    /// <summary>GMP-7.8.4b: a number that was typed carries the check character that belongs to it; otherwise nobody knows what it resolves to.</summary>
    [Enforces("GMP-7.8.4b", Lacks = "following the code to the details; only its check character is", LacksZh = "由代码追溯到各项信息；只核对校验字符")]
    public static Refusal? CheckCharacterFits(DonorMaterialCommand.Register command) =>
        command.CheckCharacter is not { } given || (given.Length == 1 && CheckCharacters.Mod37Radix2(command.DonorMaterial) == given[0])
            ? null
            : Refusal.Of("GMP-7.8.4b", new Seen("donorMaterial", command.DonorMaterial), new Seen("actual", given), new Seen("expected", CheckCharacters.Mod37Radix2(command.DonorMaterial)?.ToString() ?? ""));

    /// <summary>GMP-11.3a: a receipt is complete with its identity check, made by one person and confirmed by another.</summary>
    [Enforces("GMP-11.3a")]
    public static IEnumerable<Refusal> ReceiptChecked(Site site, DonorMaterialCommand.Register command) =>
        TwoPeople.Verified(site, command.ReceivedBy, command.Verifier, "GMP-11.3a");

    /// <summary>GMP-4.1.1: material whose pathogen status nobody knows sits in a receiving store or airlock and nowhere else.</summary>
    [Enforces("GMP-4.1.1")]
    public static Refusal? ReceivedIntoQuarantine(Site site, string room)
    {
        if (site.Room(room) is not { } found)
            return Refusal.Of("ORC-005", new Seen("room", room));
        return found.Use is RoomUse.Store or RoomUse.Airlock
            ? null
            : Refusal.Of("GMP-4.1.1", new Seen("room", room), new Seen("pathogenStatus", nameof(PathogenStatus.Unknown)), new Seen("expected", nameof(RoomUse.Store)));
    }

    /// <summary>GMP-4.1.1: unknown is never read as negative.</summary>
    [Enforces("GMP-4.1.1")]
    public static Refusal? StatusKnown(DonorMaterial material) =>
        material.Pathogen != PathogenStatus.Unknown
            ? null
            : Refusal.Of("GMP-4.1.1", new Seen("donorMaterial", material.Id), new Seen("pathogenStatus", material.Pathogen.ToString())).Remedied("obtain-pathogen-status", new Seen("batch", material.Batch));

    /// <summary>GMP-4.1.1: a status rests on a document, names its agents when positive, and is never set back to unknown.</summary>
    [Enforces("GMP-4.1.1")]
    public static Refusal? StatusIsADecision(DonorMaterialCommand.SetPathogenStatus command)
    {
        var named = command.Pathogen switch
        {
            PathogenStatus.Unknown => false,
            PathogenStatus.NegativeScreened => command.Agents.IsEmpty,
            PathogenStatus.Positive => !command.Agents.IsEmpty,
        };
        return named && !string.IsNullOrWhiteSpace(command.Document)
            ? null
            : Refusal.Of("GMP-4.1.1", new Seen("pathogenStatus", command.Pathogen.ToString()), new Seen("agents", string.Join(' ', command.Agents)), new Seen("document", command.Document));
    }

    /// <summary>GMP-7.8.3: the package was looked at and is intact.</summary>
    [Enforces("GMP-7.8.3")]
    public static Refusal? PackageIntact(Container container) =>
        container.BeforeUse is { Defect: null } && container.Status != ContainerStatus.Rejected
            ? null
            : Refusal.Of("GMP-7.8.3", new Seen("container", container.Id), new Seen("check", container.BeforeUse?.Defect ?? "")).Remedied("check-appearance", new Seen("container", container.Id));

    /// <summary>GEN-4.2.2f: autologous material serves the chain it was collected for and no other; a mismatch is one of identity and holds both sides.</summary>
    [Enforces("GEN-4.2.2f")]
    public static IEnumerable<Refusal> OfTheSameChain(Desk desk, DonorMaterial material, Container container, Batch batch)
    {
        if (batch.Status == BatchStatus.Unknown || (material.ChainOfIdentity == batch.ChainOfIdentity && material.DonorCode == batch.DonorCode))
            yield break;
        yield return Refusal.Of("GEN-4.2.2f",
            new Seen("donorMaterial", material.Id), new Seen("chainOfIdentity", batch.ChainOfIdentity), new Seen("otherChainOfIdentity", material.ChainOfIdentity),
            new Seen("donorCode", batch.DonorCode), new Seen("otherDonorCode", material.DonorCode));
        yield return IdentityRules.OtherChain(desk, [], container, batch.Id);
    }

    /// <summary>The batch exists, has not begun, and has no donor material yet (AMB-29: two collections are not merged).</summary>
    public static Refusal? BatchAwaits(Batch batch) =>
        batch.Status == BatchStatus.Unknown
            ? Refusal.Of("ORC-001", new Seen("batch", batch.Id))
            : batch.Status == BatchStatus.Created && batch.DonorMaterial.Length == 0
                ? null
                : Refusal.Of("ORC-003", new Seen("batch", batch.Id), new Seen("status", batch.Status.ToString()), new Seen("donorMaterial", batch.DonorMaterial));
}
