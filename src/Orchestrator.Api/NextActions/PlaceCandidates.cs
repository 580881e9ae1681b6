using Orchestrator.Api.Doors;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.V1;

namespace Orchestrator.Api.NextActions;

/// <summary>What may be done with rooms and systems for the batch: clear, mount, close, take off, reserve.</summary>
public static class PlaceCandidates
{
    public static IEnumerable<Candidate> Of(Scene scene) => [.. Clearances(scene), .. Systems(scene), .. Zones(scene), .. Rooms(scene)];

    private static IEnumerable<Candidate> Rooms(Scene scene)
    {
        foreach (var definition in scene.Site.Document.Rooms.Where(room => room.Use == RoomUse.Processing))
        {
            if (scene.Picture.Get<Room>(definition.Id).ReservedFor == scene.Batch.Id)
                yield return Candidate.Of("manufacturing/ReleaseReservation", "", new ReleaseReservationRequest { Room = definition.Id, Batch = scene.Batch.Id });
            else
                yield return Candidate.Of("manufacturing/ReserveRoom", "", new ReserveRoomRequest { Room = definition.Id, Batch = scene.Batch.Id }).In("reserve");
        }
    }

    private static IEnumerable<Candidate> Clearances(Scene scene)
    {
        foreach (var definition in scene.Site.Document.Rooms)
        {
            var room = scene.Picture.Get<Room>(definition.Id);
            if (!room.UnclearedSteps.ContainsKey(scene.Batch.Id) && room.Occupations.GetValueOrDefault(scene.Batch.Id)?.LastOperation is null)
                continue;
            foreach (var scope in new[] { V1.ClearanceScope.Step, V1.ClearanceScope.Changeover })
            {
                var request = new PerformClearanceRequest { Clearance = scene.New($"clearance-{room.Id}"), Room = room.Id, Scope = scope, Batch = scene.Batch.Id, Performer = scene.Person(room.Id) };
                request.Answers.AddRange(Enum.GetValues<V1.ClearanceItem>().Where(item => item != V1.ClearanceItem.Unspecified).Select(item => new V1.ClearanceAnswer { Item = item, Clear = true }));
                yield return Candidate.Of("manufacturing/PerformClearance", "", request, "clearance", "answers");
            }
        }

        foreach (var (id, clearance) in scene.Picture.All<Clearance>().Where(pair => pair.Value is { Status: ClearanceStatus.Performed } one && one.Batch == scene.Batch.Id))
            yield return Candidate.Of("manufacturing/VerifyClearance", "", new VerifyClearanceRequest { Clearance = id, Verifier = scene.Second(clearance.Performer, "verifier", clearance.Room) });
    }

    private static IEnumerable<Candidate> Systems(Scene scene)
    {
        var wanted = scene.Recipe.Steps.SelectMany(step => step.EquipmentTypes).ToHashSet();
        foreach (var definition in scene.Site.Document.ClosedSystems)
        {
            var system = scene.Picture.Get<ClosedSystem>(definition.Id);
            if (system.Batch == scene.Batch.Id)
                foreach (var candidate in Mounted(scene, system, definition.Room))
                    yield return candidate;
            else if (system.Kit is null && wanted.Contains(definition.Type))
                yield return Candidate.Of("manufacturing/MountKit", "",
                    new MountKitRequest { System = system.Id, Batch = scene.Batch.Id, Kit = scene.New("kit"), By = scene.Person(definition.Room) }, "kit").In("mount");
        }
    }

    private static IEnumerable<Candidate> Mounted(Scene scene, ClosedSystem system, string room)
    {
        var by = scene.Person(room);
        var second = scene.Second(by, "verifier", room);
        var step = system.Step ?? "";
        if (system.Status == ClosedSystemStatus.Installed)
        {
            yield return Candidate.Of("manufacturing/VerifyClosure", step,
                new VerifyClosureRequest { System = system.Id, Check = scene.New("closure"), Method = Placeholder.Text, Passed = true, Performer = by, Verifier = second }, "check", "method", "passed");
        }

        if (system.Status == ClosedSystemStatus.Opened)
        {
            yield return Candidate.Of("manufacturing/RecloseSystem", step,
                new RecloseSystemRequest { System = system.Id, Cycle = scene.New("cycle"), Check = scene.New("closure"), Passed = true, Performer = by, Verifier = second }, "cycle", "check", "passed");
        }

        if (system.IsBreached)
        {
            var signed = Signature.Of(scene, "quality.assess-breach.v1", new Domain.Kernel.Seen("closedSystem", system.Id));
            yield return Candidate.Of("manufacturing/RecordEmergencyMeasure", step, new RecordEmergencyMeasureRequest { System = system.Id, Measure = Placeholder.Text, By = by }, "measure");
            yield return Candidate.Of("quality/AssessBreach", step,
                new AssessBreachRequest
                {
                    System = system.Id,
                    RiskAssessment = signed["riskAssessment"],
                    Decision = signed["decision"] == nameof(V1.BreachDecision.Discard) ? V1.BreachDecision.Discard : V1.BreachDecision.Continue,
                    Reason = signed["reason"],
                    FirstBy = signed.First,
                    SecondBy = signed.Second,
                },
                signed.ToFill("risk_assessment", "decision", "reason")).SignedBy(signed.Signer);
        }

        yield return Candidate.Of("manufacturing/UnmountKit", step, new UnmountKitRequest { System = system.Id, By = by });
    }

    private static IEnumerable<Candidate> Zones(Scene scene)
    {
        foreach (var definition in scene.Site.Document.Isolators.Where(isolator => scene.Picture.Get<Isolator>(isolator.Id).Batch == scene.Batch.Id))
        {
            var by = scene.Person(definition.Room);
            yield return Candidate.Of("manufacturing/OpenPort", "", new OpenPortRequest { Isolator = definition.Id, Batch = scene.Batch.Id, By = by });
            yield return Candidate.Of("equipment/ClosePort", "", new ClosePortRequest { Isolator = definition.Id });
            yield return Candidate.Of("manufacturing/ClearIsolator", "",
                new ClearIsolatorRequest { Isolator = definition.Id, Batch = scene.Batch.Id, Performer = by, Verifier = scene.Second(by, "verifier", definition.Room) });
        }

        foreach (var definition in scene.Site.Document.Cabinets.Where(cabinet => scene.Picture.Get<Cabinet>(cabinet.Id) is { Step: null } one && one.Batch == scene.Batch.Id))
        {
            var by = scene.Person(definition.Room);
            yield return Candidate.Of("manufacturing/ClearCabinet", "",
                new ClearCabinetRequest { Cabinet = definition.Id, Batch = scene.Batch.Id, Agent = Placeholder.Text, Performer = by, Verifier = scene.Second(by, "verifier", definition.Room) }, "agent");
        }
    }
}
