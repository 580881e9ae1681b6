using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.Evidence;

/// <summary>What an archive is about.</summary>
public enum ArchiveKind
{
    /// <summary>Every turn of the plant.</summary>
    Plant,

    /// <summary>The turns of one batch.</summary>
    Batch,

    /// <summary>The turns of every batch of one patient, by the code that stands for the patient (chain of identity or donor code).</summary>
    Patient,
}

/// <summary>A plant, a batch, or the code of a patient.</summary>
/// <param name="Id">The batch or the code; the plant's own id otherwise.</param>
public sealed record ArchiveScope(ArchiveKind Kind, string Id);

/// <summary>Whom a scope reaches: found in one reading of the journal, asked in the next.</summary>
internal sealed class ArchiveReach(ArchiveScope scope)
{
    private readonly HashSet<ActorId> _actors = [];

    /// <summary>Whether the journal holds what the scope names.</summary>
    public bool Found { get; private set; }

    /// <summary>Learns from a turn which actors belong to the scope: the batch, its recipe, its material, its containers and their labels.</summary>
    public void Learn(TurnBody turn)
    {
        if (scope.Kind == ArchiveKind.Plant)
        {
            Found = true;
            return;
        }

        foreach (var (actor, fact) in turn.Facts)
            foreach (var reached in Reached(actor, fact))
                _actors.Add(reached);
    }

    /// <summary>
    /// A turn belongs to the archive when it read or wrote one of them, or set master data: without the plant file and the recipe nobody
    /// can read what was ruled.
    /// </summary>
    public bool Holds(TurnBody turn) =>
        scope.Kind == ArchiveKind.Plant
        || turn.Cast.Any(member => _actors.Contains(member.Actor))
        || turn.Facts.Any(written => written.Actor.Kind is ActorKind.Plant or ActorKind.Recipe);

    private ImmutableArray<ActorId> Reached(ActorId actor, Fact fact)
    {
        switch (fact)
        {
            case BatchFact.Created created when Named(created.ChainOfIdentity, created.DonorCode) || (scope.Kind == ArchiveKind.Batch && actor.Key == scope.Id):
                Found = true;
                return [actor];
            case DonorMaterialFact.Received received when scope.Kind == ArchiveKind.Patient && Named(received.ChainOfIdentity, received.DonorCode):
                Found = true;
                return [actor, new ActorId(ActorKind.Container, received.Container)];
            case BatchFact.DonorMaterialBound bound when _actors.Contains(actor):
                return [new ActorId(ActorKind.DonorMaterial, bound.DonorMaterial)];
            case BatchFact.ContainerAdded added when _actors.Contains(actor):
                return [new ActorId(ActorKind.Container, added.Container)];
            case ContainerFact.Labelled labelled when _actors.Contains(actor):
                return [new ActorId(ActorKind.Label, labelled.Label)];
            default:
                return [];
        }
    }

    private bool Named(string chain, string donor) => scope.Kind == ArchiveKind.Patient && (chain == scope.Id || donor == scope.Id);
}
