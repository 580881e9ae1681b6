using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.DonorMaterials;

/// <summary>Who may do what with donor material, and when.</summary>
public static class DonorMaterialDecider
{
    public static void Decide(DonorMaterialCommand command, Desk desk)
    {
        var material = desk.Get<DonorMaterial>(command.DonorMaterial);
        var site = PlantRules.SiteOf(desk);
        if (desk.Check(Table(material.Status, command)).Refused || site is null)
            return;

        switch (command)
        {
            case DonorMaterialCommand.Register register:
                Register(register, site, desk);
                break;
            case DonorMaterialCommand.SetPathogenStatus set:
                SetPathogenStatus(set, material, site, desk);
                break;
            case DonorMaterialCommand.Accept accept:
                desk.Check(TwoPeople.ByQuality(site, accept.By, desk.Moment, "GMP-5.1a"))
                    .Check(ContainerRules.Reasoned("accepted", accept.Document, "GMP-5.1a"))
                    .Check(DonorMaterialRules.StatusKnown(material))
                    .Check(DonorMaterialRules.PackageIntact(desk.Get<Container>(material.Container)))
                    .Check(IdentityRules.NotHeld(desk.Get<Container>(material.Container)));
                desk.Write(Id(material), new DonorMaterialFact.Accepted(accept.Document, accept.By, desk.Now));
                break;
            case DonorMaterialCommand.Reject reject:
                desk.Check(TwoPeople.ByQuality(site, reject.By, desk.Moment, "GMP-5.1a"));
                desk.Get<Container>(material.Container);
                desk.Write(Id(material), new DonorMaterialFact.Rejected(reject.Reason, reject.By, desk.Now));
                desk.Write(new ActorId(ActorKind.Container, material.Container), new ContainerFact.Rejected(reject.Reason, desk.Now));
                break;
            case DonorMaterialCommand.Bind bind:
                Bind(bind, material, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    public static Refusal? Table(DonorMaterialStatus status, DonorMaterialCommand command) => (status, command) switch
    {
        (DonorMaterialStatus.Unknown,  DonorMaterialCommand.Register)                                             => null,
        (DonorMaterialStatus.Unknown,  _)                                                                         => Refusal.Of("ORC-001", new Seen("donorMaterial", command.DonorMaterial)),
        (_,                            DonorMaterialCommand.Register)                                             => Refusal.Of("ORC-002", new Seen("donorMaterial", command.DonorMaterial)),
        (_,                            DonorMaterialCommand.SetPathogenStatus)                                    => null,

        (DonorMaterialStatus.Received, DonorMaterialCommand.Accept or DonorMaterialCommand.Reject)                => null,
        (DonorMaterialStatus.Accepted, DonorMaterialCommand.Bind or DonorMaterialCommand.Reject)                  => null,
        (DonorMaterialStatus.Bound,    DonorMaterialCommand.Bind)                                                 => Refusal.Of("GEN-4.2.2f", new Seen("donorMaterial", command.DonorMaterial), new Seen("status", status.ToString())),
        (DonorMaterialStatus.Rejected, DonorMaterialCommand.Bind)                                                 => Refusal.Of("GMP-8.5a", new Seen("donorMaterial", command.DonorMaterial), new Seen("status", status.ToString())),

        _                                                                                                         => Refusal.Of("ORC-003", new Seen("donorMaterial", command.DonorMaterial), new Seen("status", status.ToString())),
    };
#pragma warning restore format

    private static ActorId Id(DonorMaterial material) => new(ActorKind.DonorMaterial, material.Id);

    /// <summary>GMP-11.3a: receipt completes only with its label checked by a second person.</summary>
    [Enforces("GMP-11.3a")]
    private static void Register(DonorMaterialCommand.Register command, Site site, Desk desk)
    {
        desk.Check(IdentityRules.IsACode(command.DonorMaterial, "donorMaterial"))
            .Check(IdentityRules.IsACode(command.DonorCode, "donorCode"))
            .Check(IdentityRules.IsACode(command.ChainOfIdentity, "chainOfIdentity"))
            .Check(IdentityRules.IsACode(command.Container, "container"))
            .Check(IdentityRules.IsACode(command.Label, "label"))
            .Check(DonorMaterialRules.CheckCharacterFits(command))
            .Check(IdentityRules.CodesAreTied(desk, command.DonorCode, command.ChainOfIdentity))
            .Check(DonorMaterialRules.ReceivedIntoQuarantine(site, command.Room))
            .Check(DonorMaterialRules.ReceiptChecked(site, command))
            .Check(desk.Get<Container>(command.Container).Status == ContainerStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("container", command.Container)))
            .Check(desk.Get<Label>(command.Label).Status == LabelStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("label", command.Label)))
            .Check(CodeRegister.Distinct([command.DonorCode, command.ChainOfIdentity, command.Container, .. command.Label == command.Container ? Array.Empty<string>() : [command.Label]]))
            .Check(CodeRegister.Issue(desk, CodeBearer.Container, command.Container))
            .Check(command.Label == command.Container ? null : CodeRegister.Issue(desk, CodeBearer.Label, command.Label));

        var container = new ActorId(ActorKind.Container, command.Container);
        desk.Write(new ActorId(ActorKind.DonorMaterial, command.DonorMaterial), new DonorMaterialFact.Received(
            command.DonorCode, command.ChainOfIdentity, command.Container, command.Room, command.ReceivedBy, command.Verifier, desk.Now));
        desk.Write(container, new ContainerFact.Registered(
            command.ContainerType, ContainerUse.DonorMaterial, "", command.ChainOfIdentity, command.DonorCode, command.DonorMaterial, [], null,
            PathogenStatus.Unknown, [], command.Contents, new Location(command.Room, null, null), desk.Now));
        desk.Write(new ActorId(ActorKind.Label, command.Label), new LabelFact.Received(
            command.Container, command.ChainOfIdentity, command.DonorCode, command.ReceivedBy, command.Verifier, desk.Now));
        desk.Write(container, new ContainerFact.Labelled(command.Label));
        desk.Write(container, new ContainerFact.SealVerified(new Seal("collection bag as received", command.ReceivedBy, command.Verifier, desk.Now)));
        IdentityRules.Tie(desk, command.DonorCode, command.ChainOfIdentity);
    }

    private static void SetPathogenStatus(DonorMaterialCommand.SetPathogenStatus command, DonorMaterial material, Site site, Desk desk)
    {
        desk.Check(TwoPeople.ByQuality(site, command.By, desk.Moment, "GMP-5.1a")).Check(DonorMaterialRules.StatusIsADecision(command));
        desk.Write(Id(material), new DonorMaterialFact.PathogenStatusSet(command.Pathogen, command.Agents, command.Document, command.By, desk.Now));
        var batch = desk.Get<Batch>(material.Batch);
        foreach (var container in batch.Containers.Append(material.Container).Where(id => id.Length > 0).Distinct().Select(desk.Get<Container>))
            desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.PathogenStatusChanged(command.Pathogen, command.Agents, command.Document));

        var contrary = command.Pathogen != batch.Pathogen || !batch.Agents.SetEquals(command.Agents);
        if (batch.Status == BatchStatus.Unknown || !contrary)
            return;
        var actor = new ActorId(ActorKind.Batch, batch.Id);
        desk.Write(actor, new BatchFact.PathogenStatusChanged(command.Pathogen, command.Agents, command.Document));
        var hold = new Hold($"late-knowledge/{material.Id}/{command.Document}", HoldKind.LateKnowledge, "GMP-4.1.1", $"{command.Document}: {command.Pathogen} {string.Join(' ', command.Agents)}", desk.Now);
        if (!batch.Holds.ContainsKey(hold.Id))
            desk.Write(actor, new BatchFact.HoldPlaced(hold));
        if (command.Pathogen != PathogenStatus.Positive)
            return;
        PeopleRules.OnFoundPositive(desk, batch);
        EquipmentRules.OnFoundPositive(desk, batch);
        IncubatorRules.OnFoundPositive(desk, batch);
        Exposing.HoldThoseBeside(desk, site, batch with { Pathogen = command.Pathogen, Agents = [.. command.Agents] }, command.Document);
    }

    private static void Bind(DonorMaterialCommand.Bind command, DonorMaterial material, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var container = desk.Get<Container>(material.Container);
        desk.Check(DonorMaterialRules.BatchAwaits(batch))
            .Check(DonorMaterialRules.StatusKnown(material))
            .Check(DonorMaterialRules.OfTheSameChain(desk, material, container, batch))
            .Check(IdentityRules.Matches(desk, container.Id, command.Code))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, command.Performer, container.Location.Room))
            .Check(TwoPeople.Verified(site, command.Performer, command.Verifier, "GMP-9.7.3b"))
            .Check(IdentityRules.Labelled(desk, container))
            .Check(IdentityRules.NotHeld(container))
            .Check(IdentityRules.NotRejected(container));
        desk.Write(Id(material), new DonorMaterialFact.Bound(batch.Id, command.Performer, command.Verifier, desk.Now));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.DonorMaterialBound(material.Id, material.Pathogen, [.. material.Agents]));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.ContainerAdded(container.Id));
        desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.BoundToBatch(batch.Id));
    }
}
