using System.Collections.Immutable;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.DonorMaterials;

/// <summary>What can be asked of one collection of donor material.</summary>
public abstract record DonorMaterialCommand(string DonorMaterial) : Command
{
    /// <summary>Takes a collection into receiving quarantine, with the container and the label it came with.</summary>
    /// <param name="DonorMaterial">The donation identification number, in the site's format.</param>
    /// <param name="CheckCharacter">The ISO 7064 Mod 37-2 character printed behind a number that was typed; null when it was scanned.</param>
    /// <param name="Label">The code that was scanned from the collection label.</param>
    /// <param name="Room">The receiving store or airlock.</param>
    [CommandName("manufacturing.register-donor-material.v1")]
    public sealed record Register(
        string DonorMaterial,
        string? CheckCharacter,
        string DonorCode,
        string ChainOfIdentity,
        string Container,
        string ContainerType,
        Contents Contents,
        string Label,
        string Room,
        string ReceivedBy,
        string Verifier) : DonorMaterialCommand(DonorMaterial);

    /// <summary>Records quality's decision on the donor's results; a contrary result after binding changes the batch in the same turn.</summary>
    [CommandName("manufacturing.set-pathogen-status.v1")]
    public sealed record SetPathogenStatus(string DonorMaterial, PathogenStatus Pathogen, ImmutableArray<string> Agents, string Document, string By) : DonorMaterialCommand(DonorMaterial);

    [CommandName("manufacturing.accept-donor-material.v1")]
    public sealed record Accept(string DonorMaterial, string Document, string By) : DonorMaterialCommand(DonorMaterial);

    [CommandName("manufacturing.reject-donor-material.v1")]
    public sealed record Reject(string DonorMaterial, string Reason, string By) : DonorMaterialCommand(DonorMaterial);

    /// <summary>Binds the material to its batch: the label is scanned, a second person confirms the donor's code.</summary>
    [CommandName("manufacturing.bind-donor-material.v1")]
    public sealed record Bind(string DonorMaterial, string Batch, string Code, string Performer, string Verifier) : DonorMaterialCommand(DonorMaterial);
}
