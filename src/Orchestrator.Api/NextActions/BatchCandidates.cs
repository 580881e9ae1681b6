using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.V1;

namespace Orchestrator.Api.NextActions;

/// <summary>What may be done with the batch as a whole: its material, its holds, its end.</summary>
public static class BatchCandidates
{
    public static IEnumerable<Candidate> Of(Scene scene) => [.. Material(scene), .. Holds(scene), .. Ends(scene)];

    private static IEnumerable<Candidate> Material(Scene scene)
    {
        foreach (var material in scene.DonorMaterials)
        {
            var id = material.Id;
            var container = scene.Picture.Get<Container>(material.Container);
            var by = scene.Person(container.Location.Room);
            if (material.Status is DonorMaterialStatus.Received)
            {
                var quality = scene.Two("quality").First;
                yield return Candidate.Of("manufacturing/SetPathogenStatus", "",
                    new SetPathogenStatusRequest { DonorMaterial = id, Pathogen = V1.PathogenStatus.NegativeScreened, Document = "to be said", By = quality }, "pathogen", "agents", "document").SignedBy(quality);
                yield return Candidate.Of("manufacturing/AcceptDonorMaterial", "", new AcceptDonorMaterialRequest { DonorMaterial = id, Document = "to be said", By = quality }, "document").SignedBy(quality);
            }

            if (material.Batch.Length == 0)
            {
                yield return Candidate.Of("manufacturing/BindDonorMaterial", "",
                    new BindDonorMaterialRequest { DonorMaterial = id, Batch = scene.Batch.Id, Code = container.Label, Performer = by, Verifier = scene.Second(by, "verifier", container.Location.Room) }, "code");
            }
        }
    }

    /// <summary>Every way that leads out of a hold; which of them fits the hold is the law's to say.</summary>
    private static IEnumerable<Candidate> Holds(Scene scene)
    {
        foreach (var hold in scene.Batch.Holds.Keys)
        {
            var signed = Signature.Of(scene, "manufacturing.lift-hold.v1", new("batch", scene.Batch.Id), new("hold", hold));
            yield return Candidate.Of("manufacturing/LiftHold", "", new LiftHoldRequest { Batch = scene.Batch.Id, Hold = hold, Reason = signed["reason"], FirstBy = signed.First, SecondBy = signed.Second }, signed.ToFill("reason")).In($"lift/{hold}").SignedBy(signed.Signer);
        }

        foreach (var (container, hold) in scene.Containers.SelectMany(container => container.Holds.Keys.Select(hold => (container.Id, hold))))
        {
            var reconciled = Signature.Of(scene, "manufacturing.lift-identity-hold.v1", new("container", container), new("hold", hold));
            yield return Candidate.Of("manufacturing/LiftIdentityHold", "",
                new LiftIdentityHoldRequest { Container = container, Hold = hold, Reason = reconciled["reason"], Reconciliation = reconciled["document"], First = reconciled.First, Second = reconciled.Second }, reconciled.ToFill("reason", "reconciliation")).In($"lift/{container}/{hold}").SignedBy(reconciled.Signer);
            var signed = Signature.Of(scene, "manufacturing.lift-container-hold.v1", new("container", container), new("hold", hold));
            yield return Candidate.Of("manufacturing/LiftContainerHold", "",
                new LiftContainerHoldRequest { Container = container, Hold = hold, Reason = signed["reason"], Document = signed["document"], First = signed.First, Second = signed.Second }, signed.ToFill("reason", "document")).In($"lift/{container}/{hold}").SignedBy(signed.Signer);
        }

        yield return Candidate.Of("manufacturing/PlaceHold", "", new PlaceHoldRequest { Batch = scene.Batch.Id, Hold = scene.New("hold"), Reason = "to be said" }, "hold", "reason");
    }

    private static IEnumerable<Candidate> Ends(Scene scene)
    {
        var (first, second) = scene.Two("quality");
        yield return Candidate.Of("manufacturing/CancelBatch", "", new CancelBatchRequest { Batch = scene.Batch.Id, Reason = "to be said" }, "reason");
        yield return Candidate.Of("manufacturing/TerminateBatch", "",
            new TerminateBatchRequest { Batch = scene.Batch.Id, Reason = "to be said", Disposition = Disposition.Retain }, "reason", "disposition").SignedBy(first);
        var discarded = Signature.Of(scene, "manufacturing.discard-batch.v1", new Domain.Kernel.Seen("batch", scene.Batch.Id));
        yield return Candidate.Of("manufacturing/DiscardBatch", "",
            new DiscardBatchRequest { Batch = scene.Batch.Id, Reason = discarded["reason"], FirstBy = discarded.First, SecondBy = discarded.Second }, discarded.ToFill("reason")).SignedBy(discarded.Signer);
        foreach (var container in scene.Containers.Where(container => container.Status == ContainerStatus.Rejected || (!scene.Batch.IsLive && container.IsLive)))
        {
            yield return Candidate.Of("manufacturing/DiscardContainer", "",
                new DiscardContainerRequest { Container = container.Id, Reason = "to be said", Procedure = "to be said", First = first, Second = second }, "reason", "procedure");
        }
    }
}
