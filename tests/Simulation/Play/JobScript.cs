using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Transfers;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>A job of the schedule as the commands that its people, doors and instruments give, each asked for when the one before is ruled.</summary>
public sealed class JobScript(Stage stage, RecipeDocument? recipe, JobOrder job)
{
    private readonly string? _operator = job.PersonAs("operator");
    private readonly string? _verifier = job.PersonAs("verifier");

    public IEnumerable<Order> Begin() => job.WorkMaster switch
    {
        "batch" => Receive(),
        "transfer" => Send(),
        "line-clearance" => Gather(Place("room"), _operator!, _verifier!),
        "isolator-decontamination" => [stage.Person(job.PersonAs("engineer")!, new IsolatorCommand.StartDecontamination(Place("isolator"), job.Id, job.PersonAs("engineer")!))],
        _ when recipe is not null => Start(recipe.Steps.First(step => step.Id == job.WorkMaster.Split('/')[1])),
        _ => [],
    };

    public IEnumerable<Order> End() => job.WorkMaster switch
    {
        "transfer" => Arrive(),
        "line-clearance" => Clear(),
        "isolator-decontamination" => [stage.Person(job.PersonAs("engineer")!, new IsolatorCommand.RecordDecontamination(Place("isolator"), job.Id, Passed: true, "H2O2 400 ppm, 30 min", job.PersonAs("engineer")!))],
        "incubator-disinfection" => stage.Site.Document.Incubators.First(one => one.Id == Place("incubator")).Compartments
            .Select(compartment => stage.Mes(new IncubatorCommand.RecordDisinfection(Place("incubator"), compartment.Id, $"{job.Id}-{compartment.Id}", "hydrogen peroxide 6 %", "CL-01"))),
        _ when recipe is not null => Complete(recipe.Steps.First(step => step.Id == job.WorkMaster.Split('/')[1])),
        _ => [],
    };

    /// <summary>The ways out of the room a person is in: the door, and the exit procedure behind it.</summary>
    public static IEnumerable<Order> Leaving(Stage stage, string person)
    {
        if (stage.PersonNow(person).Room is not { } room)
            yield break;
        yield return stage.Mes(new OperatorCommand.LeaveRoom(person, room, stage.At, null, Origin.Live));
        yield return stage.Mes(new OperatorCommand.RecordExitProcedure(person, stage.Site.Room(room)!.Area, "SOP-EXIT", stage.At));
    }

    private string Place(string use) => job.EquipmentFor(use)!;

    private IEnumerable<Order> Gather(string room, params string[] people)
    {
        foreach (var person in people.Where(person => stage.PersonNow(person).Room != room))
        {
            foreach (var order in Leaving(stage, person))
                yield return order;
            yield return stage.Mes(new OperatorCommand.EnterRoom(person, room, stage.At, null, Origin.Live));
        }
    }

    private IEnumerable<Order> Receive()
    {
        string Value(string name) => job.ValueOf(name)!;
        var donor = Value("donor-material");
        var bag = job.Materials.Single().Lot;
        var positive = Value("pathogen") == "positive";
        foreach (var order in Gather(Place("room"), _operator!, _verifier!))
            yield return order;
        yield return stage.Mes(new DonorMaterialCommand.Register(donor, null, Value("donor-code"), Value("chain-of-identity"), bag, "leukapheresis-bag", new Contents(200), stage.LabelOf(bag), Place("room"), _operator!, _verifier!));
        yield return stage.Mes(new ContainerCommand.RecordAppearance(bag, Inspection.BeforeUse, null, _operator!));
        yield return stage.Quality(new DonorMaterialCommand.SetPathogenStatus(donor, positive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened, positive ? [Value("agent")] : [], "MKR-1", "QA-01"));
        yield return stage.Quality(new DonorMaterialCommand.Accept(donor, "ACC-1", "QA-01"));
        yield return stage.Mes(new BatchCommand.Create(job.Request, Value("product"), Value("recipe"), Value("recipe-version"), Value("chain-of-identity"), Value("donor-code"), BatchPurpose.Commercial));
        yield return stage.Mes(new DonorMaterialCommand.Bind(donor, job.Request, stage.LabelOf(bag), _operator!, _verifier!));
    }

    private IEnumerable<Order> Send()
    {
        foreach (var order in Gather(Place("from"), _operator!, _verifier!))
            yield return order;
        foreach (var container in job.Materials.Select(one => one.Lot).Where(id => !stage.Now.Get<Container>(id).IsSealed))
            yield return stage.Mes(new ContainerCommand.Close(container, "weld", _operator!, _verifier!));
        yield return stage.Mes(new TransferCommand.Start(job.Id, Scanned(), Place("to"), null, null, _operator!));
    }

    private IEnumerable<Order> Arrive()
    {
        foreach (var order in Gather(Place("to"), _operator!, _verifier!))
            yield return order;
        yield return stage.Mes(new TransferCommand.Arrive(job.Id, Scanned(), _operator!));
    }

    private ImmutableArray<ScannedContainer> Scanned() => [.. job.Materials.Select(one => new ScannedContainer(one.Lot, stage.LabelOf(one.Lot)))];

    private IEnumerable<Order> Start(StepDefinition step)
    {
        var room = Place("room");
        var culture = step.Class == StepClass.Culture;
        var performer = _operator ?? job.ValueOf("started-by")!;
        var verifier = _verifier ?? job.ValueOf("started-by", "verifier")!;
        foreach (var order in Gather(room, performer, verifier))
            yield return order;
        if (job.EquipmentFor("closed-system") is { } system && stage.Now.Get<ClosedSystem>(system).Kit is null)
        {
            yield return stage.Mes(new ClosedSystemCommand.MountKit(system, job.Request, job.Materials.First(one => one.Class == "single-use-kit").SubLot!, performer));
            yield return stage.Mes(new ClosedSystemCommand.VerifyClosure(system, job.Id, "pressure hold", Passed: true, performer, verifier));
        }

        foreach (var order in ThroughThePort(performer))
            yield return order;
        if (culture && job.EquipmentFor("incubator") is { } incubator)
        {
            yield return stage.Mes(new IncubatorCommand.OpenCompartment(incubator, Place("compartment"), job.Request, performer));
            yield return stage.Mes(new IncubatorCommand.Load(incubator, Place("compartment"), Place("position"), job.Materials[0].Lot, FourScans(), performer));
            yield return Door(incubator);
        }

        var own = job.Materials.Where(one => one.Class is "donor-material" or "intermediate" && one.Use == "Consumed").ToArray();
        foreach (var container in own)
            yield return stage.Mes(new ContainerCommand.RecordAppearance(container.Lot, Inspection.BeforeUse, null, performer));
        yield return stage.Mes(new BatchCommand.StartStep(job.Request, step.Id,
            new StepPlace(room, job.EquipmentFor("line"), job.EquipmentFor("isolator"), job.EquipmentFor("cabinet"), job.EquipmentFor("closed-system"), job.EquipmentFor("incubator"), job.EquipmentFor("compartment"), job.EquipmentFor("position"),
                [.. job.Equipment.Where(one => one.Use == "equipment").Select(one => one.Id)], Place("terminal")),
            culture ? [] : [new AssignedOperator(performer, "operator"), new AssignedOperator(verifier, "verifier")],
            culture ? null : verifier,
            [.. own.Select(one => new Scan(one.Name, one.Lot, stage.LabelOf(one.Lot), performer, stage.At))]));
        foreach (var lot in job.Materials.Where(one => one.Class is "vector" or "reagent" or "single-use-kit"))
        {
            var connection = step.Exposure == Exposure.Open ? Connection.Ambient : lot.Class == "single-use-kit" ? Connection.Mounted : Connection.SterileWeld;
            yield return stage.Mes(new MaterialLotCommand.Charge(lot.Lot, job.Request, step.Id, lot.Name, lot.Lot, lot.SubLot, connection, null, performer));
        }

        foreach (var output in job.Materials.Where(one => one.Use == "Produced"))
            yield return stage.Mes(new ContainerCommand.Register(output.Lot, job.Request, step.Id, output.Name, performer));
    }

    private IEnumerable<Order> Complete(StepDefinition step)
    {
        var performer = _operator ?? job.ValueOf("completed-by")!;
        var verifier = _verifier ?? job.ValueOf("completed-by", "verifier")!;
        foreach (var order in Gather(Place("room"), performer, verifier))
            yield return order;
        foreach (var check in step.Checks)
            yield return stage.Mes(new BatchCommand.RecordCheck(job.Request, step.Id, check.Name, decimal.Parse(job.ValueOf(check.Name, "planned")!, CultureInfo.InvariantCulture), check.Unit, performer, null));
        var outputs = job.Materials.Where(one => one.Use == "Produced").ToArray();
        foreach (var output in outputs)
        {
            yield return stage.Mes(new ContainerCommand.RecordAppearance(output.Lot, Inspection.BeforeUse, null, performer));
            yield return stage.Mes(new ContainerCommand.Fill(output.Lot, new Contents(output.Class == "sample" ? 2 : 100), performer));
        }

        if (outputs.Length > 0)
        {
            yield return stage.Mes(new LabelCommand.Print(job.Request, step.Id, [.. outputs.Select(one => new PrintedLabel(stage.LabelOf(one.Lot), one.Lot))], "LBL-1 v1", "printer", performer));
            foreach (var (label, container) in outputs.Select(one => (stage.LabelOf(one.Lot), one.Lot)))
            {
                yield return stage.Mes(new LabelCommand.ReadBack(label, label, performer));
                yield return stage.Mes(new LabelCommand.Apply(label, container, performer));
                yield return stage.Mes(new LabelCommand.Verify(label, container, label, verifier));
                yield return stage.Mes(new ContainerCommand.RecordAppearance(container, Inspection.AfterFilling, null, performer));
            }

            yield return stage.Mes(new LabelCommand.Reconcile(job.Request, step.Id, performer, verifier));
        }

        // A culture may have begun later than planned: its shortest time is waited for where the refusal says so.
        yield return stage.Mes(new BatchCommand.CompleteStep(job.Request, step.Id, performer, Place("terminal")));
        if (step.Class == StepClass.Culture && job.EquipmentFor("incubator") is { } incubator)
        {
            yield return stage.Mes(new IncubatorCommand.OpenCompartment(incubator, Place("compartment"), job.Request, performer));
            yield return stage.Mes(new IncubatorCommand.Unload(incubator, Place("compartment"), Place("position"), job.Materials[0].Lot, FourScans(), performer));
            yield return Door(incubator);
        }

        foreach (var order in ThroughThePort(performer))
            yield return order;
    }

    private IEnumerable<Order> ThroughThePort(string performer)
    {
        if (job.EquipmentFor("isolator") is not { } isolator)
            yield break;
        yield return stage.Mes(new IsolatorCommand.OpenPort(isolator, job.Request, performer));
        yield return stage.Machine(ControllerOf($"isolator/{isolator}"), new IsolatorCommand.ClosePort(isolator));
    }

    private Order Door(string incubator) => stage.Machine(ControllerOf($"incubator/{incubator}"), new IncubatorCommand.CloseCompartment(incubator, Place("compartment")));

    private string ControllerOf(string device) => stage.Scene.Plant.Controllers.FirstOrDefault(controller => controller.SpeaksFor.Contains(device))?.Id ?? "mes-1";

    private IEnumerable<Order> Clear()
    {
        var room = Place("room");
        var scope = job.ValueOf("scope") == "step" ? ClearanceScope.Step : ClearanceScope.Changeover;
        if (job.EquipmentFor("closed-system") is { } system)
        {
            yield return stage.Mes(new ClosedSystemCommand.UnmountKit(system, _operator!));
            yield return stage.Mes(new ClosedSystemCommand.Clean(system, "isopropanol 70 %", _operator!, _verifier!));
        }

        if (job.EquipmentFor("isolator") is { } isolator)
            yield return stage.Mes(new IsolatorCommand.ClearInterior(isolator, job.Request, _operator!, _verifier!));
        if (job.EquipmentFor("cabinet") is { } cabinet)
            yield return stage.Mes(new CabinetCommand.Clear(cabinet, job.Request, "isopropanol 70 %", _operator!, _verifier!));
        foreach (var unit in job.Equipment.Where(one => one.Use == "equipment"))
            yield return stage.Mes(new EquipmentCommand.Clean(unit.Id, job.Request, "isopropanol 70 %", _operator!, _verifier!));
        var clearance = stage.Id("LC");
        yield return stage.Mes(new ClearanceCommand.Perform(clearance, room, scope, job.ValueOf("cleared-batch")!, [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, Clear: true))], _operator!));
        yield return stage.Mes(new ClearanceCommand.Verify(clearance, _verifier!));
    }

    private FourScans FourScans() =>
        new(Place("incubator"), Place("position"), stage.LabelOf(job.Materials[0].Lot), $"COI-{job.Request}");
}
