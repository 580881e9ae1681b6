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
                    new SetPathogenStatusRequest { DonorMaterial = id, Pathogen = V1.PathogenStatus.NegativeScreened, Document = "to be said", By = quality }, "pathogen", "agents", "document");
                yield return Candidate.Of("manufacturing/AcceptDonorMaterial", "", new AcceptDonorMaterialRequest { DonorMaterial = id, Document = "to be said", By = quality }, "document");
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
        var (first, second) = scene.Two("quality");
        foreach (var hold in scene.Batch.Holds.Keys)
        {
            yield return Candidate.Of("manufacturing/LiftHold", "", new LiftHoldRequest { Batch = scene.Batch.Id, Hold = hold, Reason = "to be said", FirstBy = first, SecondBy = second }, "reason").In($"lift/{hold}");
        }

        foreach (var (container, hold) in scene.Containers.SelectMany(container => container.Holds.Keys.Select(hold => (container.Id, hold))))
        {
            yield return Candidate.Of("manufacturing/LiftIdentityHold", "",
                new LiftIdentityHoldRequest { Container = container, Hold = hold, Reason = "to be said", Reconciliation = "to be said", First = first, Second = second }, "reason", "reconciliation").In($"lift/{container}/{hold}");
            yield return Candidate.Of("manufacturing/LiftContainerHold", "",
                new LiftContainerHoldRequest { Container = container, Hold = hold, Reason = "to be said", Document = "to be said", First = first, Second = second }, "reason", "document").In($"lift/{container}/{hold}");
        }

        yield return Candidate.Of("manufacturing/PlaceHold", "", new PlaceHoldRequest { Batch = scene.Batch.Id, Hold = scene.New("hold"), Reason = "to be said" }, "hold", "reason");
    }

    private static IEnumerable<Candidate> Ends(Scene scene)
    {
        var (first, second) = scene.Two("quality");
        yield return Candidate.Of("manufacturing/CancelBatch", "", new CancelBatchRequest { Batch = scene.Batch.Id, Reason = "to be said" }, "reason");
        yield return Candidate.Of("manufacturing/TerminateBatch", "",
            new TerminateBatchRequest { Batch = scene.Batch.Id, Reason = "to be said", Disposition = Disposition.Retain }, "reason", "disposition");
        yield return Candidate.Of("manufacturing/DiscardBatch", "",
            new DiscardBatchRequest { Batch = scene.Batch.Id, Reason = "to be said", FirstBy = first, SecondBy = second }, "reason");
        foreach (var container in scene.Containers.Where(container => container.Status == ContainerStatus.Rejected || (!scene.Batch.IsLive && container.IsLive)))
        {
            yield return Candidate.Of("manufacturing/DiscardContainer", "",
                new DiscardContainerRequest { Container = container.Id, Reason = "to be said", Procedure = "to be said", First = first, Second = second }, "reason", "procedure");
        }
    }
}
