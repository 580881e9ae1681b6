using Orchestrator.Api.Doors;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Transfers;
using Orchestrator.V1;
using Container = Orchestrator.Domain.Identity.Container;
using Contents = Orchestrator.V1.Contents;

namespace Orchestrator.Api.NextActions;

/// <summary>What may be done with the batch's containers and labels.</summary>
public static class ContainerCandidates
{
    public static IEnumerable<Candidate> Of(Scene scene) =>
    [
        .. scene.Containers.Where(container => container.IsLive).SelectMany(container => Of(scene, container)),
        .. scene.Picture.All<Label>().Select(pair => pair.Value).Where(label => label.Batch == scene.Batch.Id).SelectMany(label => Of(scene, label)),
        .. scene.Containers.Select(container => container.Transfer).OfType<string>().Distinct().Select(transfer => Arrive(scene, transfer)),
    ];

    private static IEnumerable<Candidate> Of(Scene scene, Container container)
    {
        var room = container.Location.Room;
        var by = scene.Person(room);
        var step = container.InStep?.Split('/')[^1] ?? "";
        if (container.Status == ContainerStatus.Empty)
        {
            yield return Candidate.Of("manufacturing/RecordAppearance", step, new RecordAppearanceRequest { Container = container.Id, When = V1.Inspection.BeforeUse, Inspector = by }, "defect");
            yield return Candidate.Of("manufacturing/FillContainer", step, new FillContainerRequest { Container = container.Id, Contents = new Contents { VolumeMl = 1 }, By = by }, "contents");
            yield break;
        }

        if (container.Label.Length == 0)
        {
            var print = new PrintLabelsRequest { Batch = scene.Batch.Id, Step = scene.Running.Select(running => running.Step.Id).FirstOrDefault() ?? "", Template = Placeholder.Text, Printer = Placeholder.Text, By = by };
            print.Labels.Add(new V1.PrintedLabel { Label = scene.New($"label-{container.Id}"), Container = container.Id });
            yield return Candidate.Of("manufacturing/PrintLabels", step, print, "labels", "template", "printer");
        }

        if (container.AfterFilling is null)
            yield return Candidate.Of("manufacturing/RecordAppearance", step, new RecordAppearanceRequest { Container = container.Id, When = V1.Inspection.AfterFilling, Inspector = by }, "when", "defect");
        if (!container.IsSealed)
            yield return Candidate.Of("manufacturing/SealContainer", step, new SealContainerRequest { Container = container.Id, Method = Placeholder.Text, Performer = by, Verifier = scene.Second(by, "verifier", room) }, "method");
        if (!container.IsAtHand)
            yield break;

        yield return Candidate.Of("manufacturing/RecordAppearance", step, new RecordAppearanceRequest { Container = container.Id, When = V1.Inspection.BeforeUse, Inspector = by }, "defect");

        var scanned = new V1.ScannedContainer { Container = container.Id, Code = container.Label };
        foreach (var to in Onward(scene.Site, room))
            yield return Candidate.Of("manufacturing/StartTransfer", step, new StartTransferRequest { Transfer = scene.New($"transfer-{to}"), Containers = { scanned }, Room = to, By = by }, "transfer", "containers", "position").In($"transfer/{container.Id}");
        if (container.Location.Incubator is { } incubator)
            yield return Unload(scene, container, incubator, by);
        else
            foreach (var place in Standing(scene, container, room, by))
                yield return place;
    }

    private static IEnumerable<Candidate> Standing(Scene scene, Container container, string room, string by)
    {
        var free = scene.Site.Room(room)?.Positions.FirstOrDefault(position => !scene.Picture.Get<Domain.Rooms.Room>(room).Positions.ContainsKey(position));
        if (free is not null && container.Location.Position is null)
        {
            yield return Candidate.Of("manufacturing/ParkContainer", "",
                new ParkContainerRequest { Container = container.Id, Code = container.Label, Position = free, PositionCode = free, By = by }, "code", "position", "position_code");
        }

        foreach (var (incubator, compartment) in scene.Site.IncubatorsIn(room).SelectMany(incubator => incubator.Compartments.Select(compartment => (incubator, compartment))))
        {
            var chamber = scene.Picture.Get<Incubator>(incubator.Id).At(compartment.Id);
            if (compartment.Positions.FirstOrDefault(position => !chamber.Vessels.ContainsKey(position)) is not { } position)
                continue;
            yield return Candidate.Of("manufacturing/LoadIncubator", "", new LoadIncubatorRequest
            {
                Incubator = incubator.Id,
                Compartment = compartment.Id,
                Position = position,
                Container = container.Id,
                By = by,
                Scans = Scans(container, incubator.Id, position),
            }, "scans").In($"load/{container.Id}");
        }
    }

    private static Candidate Unload(Scene scene, Container container, string incubator, string by)
    {
        var (compartment, position, _) = scene.Picture.Get<Incubator>(incubator).Find(container.Id) ?? ("", "", null!);
        return Candidate.Of("manufacturing/UnloadIncubator", "", new UnloadIncubatorRequest
        {
            Incubator = incubator,
            Compartment = compartment,
            Position = position,
            Container = container.Id,
            By = by,
            Scans = Scans(container, incubator, position),
        }, "scans");
    }

    private static IEnumerable<Candidate> Of(Scene scene, Label label)
    {
        var room = scene.Picture.Get<Container>(label.Container).Location.Room;
        var by = scene.Person(room);
        return label.Status switch
        {
            LabelStatus.Printed => [Candidate.Of("manufacturing/ReadBackLabel", "", new ReadBackLabelRequest { Label = label.Id, Code = label.Id, By = by }, "code")],
            LabelStatus.ReadBack => [Candidate.Of("manufacturing/ApplyLabel", "", new ApplyLabelRequest { Label = label.Id, Container = label.Container, Performer = by })],
            LabelStatus.Applied =>
            [
                Candidate.Of("manufacturing/VerifyLabel", "", new VerifyLabelRequest { Label = label.Id, Container = label.Container, Code = label.Id, Verifier = scene.Second(label.AppliedBy, "verifier", room) }, "code"),
            ],
            LabelStatus.Voided => [Candidate.Of("manufacturing/DestroyLabel", "", new DestroyLabelRequest { Label = label.Id, Performer = by, Witness = scene.Second(by, "verifier", room) })],
            LabelStatus.Unknown or LabelStatus.Verified or LabelStatus.Destroyed => [],
        };
    }

    private static Candidate Arrive(Scene scene, string id)
    {
        var transfer = scene.Picture.Get<Transfer>(id);
        var request = new ArriveTransferRequest { Transfer = id, By = scene.Person(transfer.To.Room) };
        request.Containers.AddRange(transfer.Containers.Select(container => new V1.ScannedContainer { Container = container, Code = scene.Picture.Get<Container>(container).Label }));
        return Candidate.Of("manufacturing/ArriveTransfer", "", request, "containers");
    }

    /// <summary>Where the plant's routes lead from a room.</summary>
    private static IEnumerable<string> Onward(Site site, string room) =>
        site.Document.Areas.SelectMany(area => area.Routes).Where(route => route.From == room && route.For != RouteUse.Personnel).Select(route => route.To).Distinct();

    private static V1.FourScans Scans(Container container, string incubator, string position) =>
        new() { Incubator = incubator, Position = position, Vessel = container.Label, ChainOfIdentity = container.ChainOfIdentity };
}
