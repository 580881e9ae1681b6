using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Materials;

/// <summary>The rules of materials: which lot, which piece, and by what way it may come to a batch.</summary>
public static class MaterialRules
{
    /// <summary>A lot that is scanned for the start already is checked as it would be at the charge; nothing asks for that scan.</summary>
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        var scans = from scan in start.Command.Scans
                    let input = start.Step.Inputs.FirstOrDefault(input => input.Name == scan.Input)
                    where input is not null && !IdentityRules.IsOwnMaterial(input)
                    select (Input: input, Scan: scan);
        return scans.SelectMany(found => Fit(desk.Get<MaterialLot>(found.Scan.Container), found.Input, start.Batch, start.Site, desk.Now)
            .Append(CodeIsOfTheLot(found.Scan.Container, null, found.Scan.Code))).OfType<Refusal>();
    }

    /// <summary>CMC-3.7.3a: no step completes with a declared material that nobody has charged.</summary>
    [Enforces("CMC-3.7.3a")]
    public static IEnumerable<Refusal> ForStepComplete(Desk desk, StepEnd end)
    {
        var charged = end.Execution.Charged.Select(lot => desk.Get<MaterialLot>(lot).Material).ToHashSet();
        foreach (var input in end.Step.Inputs.Where(input => !IdentityRules.IsOwnMaterial(input) && !charged.Contains(input.What)))
            yield return Refusal.Of("CMC-3.7.3a", new Seen("step", end.Step.Id), new Seen("input", input.Name), new Seen("material", input.What)).Remedied("use-declared-input", new Seen("input", input.Name));
    }

    /// <summary>Everything the lot itself decides about a charge.</summary>
    public static IEnumerable<Refusal?> Fit(MaterialLot lot, InputDefinition input, Batch batch, Site site, DateTimeOffset now) =>
        lot.Status == MaterialLotStatus.Unknown
            ? [Refusal.Of("ORC-001", new Seen("lot", lot.Id)).Remedied("name-existing", new Seen("actorKind", "material-lot"))]
            :
            [
                OfTheBill(lot, input),
                Released(lot),
                InDate(lot, site, now),
                WithGmpCertificate(lot, input, site),
                OfTheProductsConstruct(lot, batch, site),
                NoBetaLactam(lot),
                NoForeignSerum(lot, batch),
            ];

    /// <summary>Identity check 18: the lot is of the material that the recipe's bill names.</summary>
    public static Refusal? OfTheBill(MaterialLot lot, InputDefinition input) =>
        lot.Material == input.What
            ? null
            : Refusal.Of("ORC-018", new Seen("input", input.Name), new Seen("expected", input.What), new Seen("material", lot.Material), new Seen("lot", lot.Id)).Remedied("use-declared-input", new Seen("input", input.Name));

    /// <summary>GMP-8.2c: only a lot that passed its incoming inspection and was released is charged.</summary>
    [Enforces("GMP-8.2c")]
    public static Refusal? Released(MaterialLot lot) =>
        lot.Status == MaterialLotStatus.Released
            ? null
            : Refusal.Of("GMP-8.2c", new Seen("lot", lot.Id), new Seen("lotStatus", lot.Status.ToString())).Remedied("use-other-lot", new Seen("material", lot.Material));

    /// <summary>GMP-8.1: a lot meets its standard until the end of its shelf life and no longer.</summary>
    [Enforces("GMP-8.1", Lacks = "origin, adventitious-agent status and conformity of a biological lot; only its expiry is read here, its release under other rules", LacksZh = "生物来源物料批的来源、外源因子状态和质量标准符合性；此处只核对有效期，放行由其他规则核对")]
    public static Refusal? InDate(MaterialLot lot, Site site, DateTimeOffset now) =>
        lot.ExpiresOn is { } last && now < site.EndOf(last)
            ? null
            : Refusal.Of("GMP-8.1", new Seen("lot", lot.Id), new Seen("expiry", lot.ExpiresOn?.ToString("O") ?? ""), new Seen("now", now)).Remedied("use-other-lot", new Seen("material", lot.Material));

    /// <summary>GMP-3.2b: a vector or other function-conferring material carries its own GMP release record and is released.</summary>
    [Enforces("GMP-3.2b")]
    public static Refusal? WithGmpCertificate(MaterialLot lot, InputDefinition input, Site site) =>
        (input.Kind != InputKind.Vector && site.Material(lot.Material)?.Construct is null) || (lot.GmpCertificate is { Length: > 0 } && lot.Status == MaterialLotStatus.Released)
            ? null
            : Refusal.Of("GMP-3.2b", new Seen("lot", lot.Id), new Seen("lotStatus", lot.Status.ToString()), new Seen("document", lot.GmpCertificate ?? "")).Remedied("use-other-lot", new Seen("material", lot.Material));

    /// <summary>GMP-13.3: the vector carries the construct of the product.</summary>
    [Enforces("GMP-13.3")]
    public static Refusal? OfTheProductsConstruct(MaterialLot lot, Batch batch, Site site)
    {
        var construct = site.Material(lot.Material)?.Construct;
        var expected = site.Product(batch.Product)?.VectorConstruct;
        return construct is null || construct == expected
            ? null
            : Refusal.Of("GMP-13.3", new Seen("lot", lot.Id), new Seen("vector", construct), new Seen("expected", expected ?? ""), new Seen("product", batch.Product)).Remedied("use-other-lot", new Seen("material", expected ?? ""));
    }

    /// <summary>CMC-4.2b: no penicillin or other β-lactam comes near the cells; there is no way round it.</summary>
    [Enforces("CMC-4.2b")]
    public static Refusal? NoBetaLactam(MaterialLot lot) =>
        lot.Composition.Contains(Composition.BetaLactam) ? Refusal.Of("CMC-4.2b", new Seen("lot", lot.Id), new Seen("material", lot.Material)) : null;

    /// <summary>GEN-4.2.2c: human serum or plasma is the donor's own or is not used; there is no way round it.</summary>
    [Enforces("GEN-4.2.2c")]
    public static Refusal? NoForeignSerum(MaterialLot lot, Batch batch) =>
        !lot.Composition.Contains(Composition.HumanSerumOrPlasma) || (lot.DonorCode.Length > 0 && lot.DonorCode == batch.DonorCode)
            ? null
            : Refusal.Of("GEN-4.2.2c", new Seen("lot", lot.Id), new Seen("donorCode", batch.DonorCode), new Seen("otherDonorCode", lot.DonorCode));

    /// <summary>CMC-3.7.3a: the code that was scanned is the lot's, and the serial on it the one that is meant.</summary>
    [Enforces("CMC-3.7.3a")]
    public static Refusal? CodeIsOfTheLot(string lot, string? serial, string code)
    {
        var read = ElementString.Parse(code);
        var lotRead = read?["10"] ?? (read is null ? code : "");
        return lotRead == lot && (read?["21"] is not { } serialRead || serial is null || serialRead == serial)
            ? null
            : Refusal.Of("CMC-3.7.3a", new Seen("lot", lot), new Seen("serial", serial ?? ""), new Seen("scanned", code)).Remedied("use-other-lot", new Seen("material", lot));
    }

    /// <summary>GMP-9.9: a single-use piece has a serial, which a person and a scanner read alike.</summary>
    [Enforces("GMP-9.9")]
    public static Refusal? PieceHasSerial(MaterialLot lot, MaterialDefinition? material, string? serial) =>
        (serial is null ? material?.SingleUse != true : CodeRegister.IsIssuable(serial))
            ? null
            : Refusal.Of("GMP-9.9", new Seen("lot", lot.Id), new Seen("serial", serial ?? "")).Remedied("use-new-item");

    /// <summary>GMP-9.8a: a piece that touches the product was looked at before use and is sound.</summary>
    [Enforces("GMP-9.8a")]
    public static Refusal? PieceSound(MaterialLotCommand.Charge command) =>
        string.IsNullOrEmpty(command.Defect) ? null : Refusal.Of("GMP-9.8a", new Seen("lot", command.Lot), new Seen("serial", command.Serial ?? ""), new Seen("check", command.Defect)).Remedied("use-new-item");

    /// <summary>GMP-13.7b: into a closed system only by sterile connector, sterile weld or closed transfer; a kit that is the closed path itself is mounted.</summary>
    [Enforces("GMP-13.7b")]
    public static Refusal? ByAClosedConnection(StepExecution execution, InputDefinition input, Connection connection)
    {
        var closed = connection switch
        {
            Connection.SterileConnector or Connection.SterileWeld or Connection.ClosedTransfer => true,
            Connection.Mounted => input.Kind == InputKind.SingleUseKit,
            Connection.Ambient => false,
        };
        return closed || execution.Exposure == Exposure.Open
            ? null
            : Refusal.Of("GMP-13.7b", new Seen("input", input.Name), new Seen("connection", connection.ToString()), new Seen("exposure", execution.Exposure.ToString())).Remedied("use-closed-connection");
    }

    /// <summary>GMP-4.2.4b: one vector identity at a time is out of its container in a room, until what is left of it was cleared away.</summary>
    [Enforces("GMP-4.2.4b")]
    public static Refusal? OneVectorInTheRoom(Room room, string? construct) =>
        construct is null || room.OpenVectors.Values.FirstOrDefault(open => open.Construct != construct) is not { } open
            ? null
            : Refusal.Of("GMP-4.2.4b", new Seen("room", room.Id), new Seen("vector", construct), new Seen("otherVector", open.Construct), new Seen("lot", open.Lot), new Seen("since", open.Since)).Remedied("clear-step", new Seen("room", room.Id));
}
