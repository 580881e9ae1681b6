using Orchestrator.Api.Doors;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.V1;

namespace Orchestrator.Api.NextActions;

/// <summary>What may be done with the batch as a whole: its material, its holds, its end.</summary>
public static class BatchCandidates
{
    /// <summary>Its donor material, from the plant's door to the batch.</summary>
    public static IEnumerable<Candidate> Material(Scene scene)
    {
        if (scene.DonorMaterials.IsEmpty && Receipt(scene) is { } receipt)
            yield return receipt;
        foreach (var material in scene.DonorMaterials)
        {
            var id = material.Id;
            var container = scene.Picture.Get<Container>(material.Container);
            var by = scene.Person(container.Location.Room);
            if (material.Status is DonorMaterialStatus.Received)
            {
                var quality = scene.Two("quality").First;
                yield return Candidate.Of("manufacturing/SetPathogenStatus", "",
                    new SetPathogenStatusRequest { DonorMaterial = id, Pathogen = V1.PathogenStatus.NegativeScreened, Document = Placeholder.Text, By = quality }, "pathogen", "agents", "document").SignedBy(quality);
                yield return Candidate.Of("manufacturing/AcceptDonorMaterial", "", new AcceptDonorMaterialRequest { DonorMaterial = id, Document = Placeholder.Text, By = quality }, "document").SignedBy(quality);
            }

            if (material.Batch.Length == 0)
            {
                yield return Candidate.Of("manufacturing/BindDonorMaterial", "",
                    new BindDonorMaterialRequest { DonorMaterial = id, Batch = scene.Batch.Id, Code = container.Label, Performer = by, Verifier = scene.Second(by, "verifier", container.Location.Room) }, "code");
            }
        }
    }

    /// <summary>The receipt of the material that the recipe begins with, into a store where there is one.</summary>
    private static Candidate? Receipt(Scene scene)
    {
        var wanted = scene.Recipe.Steps.SelectMany(step => step.Inputs).FirstOrDefault(input => input.Kind == InputKind.DonorMaterial);
        var room = scene.Site.Document.Rooms.Where(room => room.Use is RoomUse.Store or RoomUse.Airlock).OrderBy(room => room.Use == RoomUse.Store ? 0 : 1).FirstOrDefault();
        if (wanted is null || room is null)
            return null;
        var by = scene.Person(room.Id);
        return Candidate.Of("manufacturing/RegisterDonorMaterial", "",
            new RegisterDonorMaterialRequest
            {
                DonorMaterial = scene.New("donation"),
                DonorCode = scene.Batch.DonorCode,
                ChainOfIdentity = scene.Batch.ChainOfIdentity,
                Container = scene.New("bag"),
                ContainerType = wanted.What,
                Contents = new V1.Contents { VolumeMl = 1 },
                Label = scene.New("label"),
                Room = room.Id,
                ReceivedBy = by,
                Verifier = scene.Second(by, "verifier", room.Id),
            },
            "donor_material", "container", "contents", "label", "room");
    }

    /// <summary>Every way that leads out of a hold; which of them fits the hold is the law's to say.</summary>
    public static IEnumerable<Candidate> Lifts(Scene scene)
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
    }

    /// <summary>What stops the batch, or ends it.</summary>
    public static IEnumerable<Candidate> Ends(Scene scene)
    {
        var (first, second) = scene.Two("quality");
        yield return Candidate.Of("manufacturing/PlaceHold", "", new PlaceHoldRequest { Batch = scene.Batch.Id, Hold = scene.New("hold"), Reason = Placeholder.Text }, "hold", "reason");
        yield return Candidate.Of("manufacturing/CancelBatch", "", new CancelBatchRequest { Batch = scene.Batch.Id, Reason = Placeholder.Text }, "reason");
        yield return Candidate.Of("manufacturing/TerminateBatch", "",
            new TerminateBatchRequest { Batch = scene.Batch.Id, Reason = Placeholder.Text, Disposition = Disposition.Retain }, "reason", "disposition").SignedBy(first);
        var discarded = Signature.Of(scene, "manufacturing.discard-batch.v1", new Domain.Kernel.Seen("batch", scene.Batch.Id));
        yield return Candidate.Of("manufacturing/DiscardBatch", "",
            new DiscardBatchRequest { Batch = scene.Batch.Id, Reason = discarded["reason"], FirstBy = discarded.First, SecondBy = discarded.Second }, discarded.ToFill("reason")).SignedBy(discarded.Signer);
        foreach (var container in scene.Containers.Where(container => container.Status == ContainerStatus.Rejected || (!scene.Batch.IsLive && container.IsLive)))
        {
            // Whoever destroys it is where it is; the other is of quality.
            var by = scene.Person(container.Location.Room);
            yield return Candidate.Of("manufacturing/DiscardContainer", "",
                new DiscardContainerRequest { Container = container.Id, Reason = Placeholder.Text, Procedure = Placeholder.Text, First = by, Second = first == by ? second : first }, "reason", "procedure");
        }
    }
}
