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
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Tests;
using Orchestrator.Domain.Transfers;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>
/// Plays a schedule against the law by itself, without engine or wire: every job becomes the commands that people, doors and
/// instruments would give, and every refusal is kept. What is planned lawfully is refused nothing.
/// </summary>
internal sealed class SchedulePlay
{
    /// <summary>Who is needed again within this stays in the room.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly World _world;
    private readonly PlantDocument _plant;
    private readonly Dictionary<string, RecipeDocument> _recipes;
    private readonly Dictionary<string, string> _where = [];
    private readonly List<string> _refusals = [];
    public SchedulePlay(PlantDocument plant, IReadOnlyCollection<RecipeDocument> recipes, OpeningBalance balance)
    {
        (_plant, _recipes) = (plant, recipes.ToDictionary(recipe => recipe.Id));
        _world = World.Of(plant, [.. recipes]);
        _world.At(balance.AsOf.AddHours(-1));
        Open(balance);
    }

    public IReadOnlyList<string> Refusals => _refusals;

    public int Granted { get; private set; }

    public Batch Batch(string id) => _world.State<Batch>(id);

    /// <summary>Plays every job; at one instant, what ends goes before what begins.</summary>
    public void Play(IEnumerable<JobOrder> jobs)
    {
        var moments = jobs.SelectMany(job => new[] { (At: job.Start, Begins: true, Job: job), (At: job.End, Begins: false, Job: job) })
            .OrderBy(moment => moment.At).ThenBy(moment => moment.Begins).ThenBy(moment => moment.Job.Id, StringComparer.Ordinal);
        var busy = jobs.SelectMany(Handled).GroupBy(one => one.Person).ToDictionary(person => person.Key, person => person.Select(one => one.At).Order().ToArray());
        foreach (var (at, begins, job) in moments)
        {
            _world.At(at.ToUniversalTime());
            Measure();
            if (begins)
                Begin(job);
            else
                End(job);
            foreach (var person in _where.Keys.Where(person => !busy[person].Any(next => next >= at && next <= at + Pause) && !IsAtWork(person)).ToArray())
                Leave(person);
        }
    }

    /// <summary>Who handles a job, and when they are needed for it.</summary>
    private static IEnumerable<(string Person, DateTimeOffset At)> Handled(JobOrder job) =>
    [
        .. job.Personnel.SelectMany(one => new[] { (one.Person, job.Start), (one.Person, job.End) }),
        .. new[] { job.ValueOf("started-by"), job.ValueOf("started-by", "verifier") }.OfType<string>().Select(person => (person, job.Start)),
        .. new[] { job.ValueOf("completed-by"), job.ValueOf("completed-by", "verifier") }.OfType<string>().Select(person => (person, job.End)),
    ];

    private bool IsAtWork(string person) => _world.State<Operator>(person).Running.Any();

    private void Open(OpeningBalance balance)
    {
        foreach (var fill in balance.MediaFills)
        {
            Give(new LineCommand.RecordMediaFill(fill.Line, fill.Id, fill.Shift, fill.Date, fill.Result, fill.Units, fill.Participants,
                _plant.Lines.First(line => line.Id == fill.Line).SimulatedOperations, fill.Evidence.Document, fill.Evidence.EnteredBy, fill.Evidence.VerifiedBy));
        }

        foreach (var check in balance.IntegrityChecks.Where(check => check.Of.StartsWith("closed-system/", StringComparison.Ordinal)))
            Give(new ClosedSystemCommand.RecordIntegrityCheck(check.Of.Split('/')[1], check.Evidence.Document, check.Method, "0", check.Passed, "EN-01"));
        foreach (var test in balance.IntegrityChecks.Where(check => check.Of.StartsWith("isolator/", StringComparison.Ordinal)).SelectMany(_ => Enum.GetValues<IntegrityTest>(), (check, test) => (Check: check, Test: test)))
            Give(new IsolatorCommand.RecordIntegrityTest(test.Check.Of.Split('/')[1], test.Test, test.Check.Method, "0", test.Check.Passed, "EN-01"));
        foreach (var disinfection in balance.Disinfections.Where(one => one.Of.StartsWith("incubator/", StringComparison.Ordinal)))
            Disinfect(disinfection.Of.Split('/')[1], disinfection.Cycle, disinfection.Agent);
        foreach (var disinfection in balance.Disinfections.Where(one => one.Of.StartsWith("room/", StringComparison.Ordinal)))
            Give(new RoomCommand.RecordDisinfection(disinfection.Of.Split('/')[1], disinfection.Cycle, disinfection.Agent, TimeSpan.FromMinutes(10), "CL-01"));
        foreach (var lot in balance.Lots)
        {
            Give(new MaterialLotCommand.Receive(lot.Id, lot.Material, "supplier", lot.ExpiresOn, [], "", "PL-01"));
            _world.As("QA-01");
            Give(new MaterialLotCommand.Release(lot.Id, lot.Certificate, lot.Certificate, "QA-01"));
            _world.As(null);
        }
    }

    private void Disinfect(string incubator, string cycle, string agent)
    {
        foreach (var compartment in _plant.Incubators.First(one => one.Id == incubator).Compartments)
            Give(new IncubatorCommand.RecordDisinfection(incubator, compartment.Id, cycle, agent, "CL-01"));
    }

    /// <summary>Every sensor reads the middle of its limits.</summary>
    private void Measure()
    {
        foreach (var sensor in _plant.Sensors)
        {
            var value = ((sensor.Low ?? sensor.High) + (sensor.High ?? sensor.Low)) / 2 ?? 0;
            var series = new ReadingSeries(_world.Now, _world.Now, 1, value, value, value, _world.Now, TimeSpan.Zero);
            _world.Given<Sensor>(sensor.Id, new SensorFact.ReadingsRecorded(series, ReadingQuality.Good, Origin.Live, true, new Coverage(_world.Now, null), null, "play"));
        }
    }

    private void Begin(JobOrder job)
    {
        var (operatorId, verifier) = (job.PersonAs("operator"), job.PersonAs("verifier"));
        switch (job.WorkMaster)
        {
            case Masters.Batch:
                Receive(job, operatorId!, verifier!);
                break;
            case Masters.Transfer:
                Gather(job.EquipmentFor("from")!, operatorId!, verifier!);
                foreach (var container in job.Materials.Select(one => one.Lot).Where(id => !_world.State<Container>(id).IsSealed))
                    Give(new ContainerCommand.Close(container, "weld", operatorId!, verifier!));
                Give(new TransferCommand.Start(job.Id, [.. job.Materials.Select(one => new ScannedContainer(one.Lot, LabelOf(one.Lot)))], job.EquipmentFor("to")!, null, null, operatorId!));
                break;
            case Masters.Clearance:
                Gather(job.EquipmentFor("room")!, operatorId!, verifier!);
                break;
            case Masters.Decontamination:
                Give(new IsolatorCommand.StartDecontamination(job.EquipmentFor("isolator")!, job.Id, job.PersonAs("engineer")!));
                break;
            default:
                if (job.WorkMaster.Contains('/', StringComparison.Ordinal))
                    Start(job);
                break;
        }
    }

    private void End(JobOrder job)
    {
        var (operatorId, verifier) = (job.PersonAs("operator"), job.PersonAs("verifier"));
        switch (job.WorkMaster)
        {
            case Masters.Transfer:
                Gather(job.EquipmentFor("to")!, operatorId!, verifier!);
                Give(new TransferCommand.Arrive(job.Id, [.. job.Materials.Select(one => new ScannedContainer(one.Lot, LabelOf(one.Lot)))], operatorId!));
                break;
            case Masters.Clearance:
                Clear(job, operatorId!, verifier!);
                break;
            case Masters.Decontamination:
                Give(new IsolatorCommand.RecordDecontamination(job.EquipmentFor("isolator")!, job.Id, true, "H2O2 400 ppm, 30 min", job.PersonAs("engineer")!));
                break;
            case Masters.Disinfection:
                Disinfect(job.EquipmentFor("incubator")!, job.Id, "hydrogen peroxide 6 %");
                break;
            default:
                if (job.WorkMaster.Contains('/', StringComparison.Ordinal))
                    Complete(job);
                break;
        }
    }

    private void Receive(JobOrder job, string performer, string verifier)
    {
        string Value(string name) => job.ValueOf(name)!;
        var donor = Value("donor-material");
        var bag = job.Materials.Single().Lot;
        Gather(job.EquipmentFor("room")!, performer, verifier);
        Give(new DonorMaterialCommand.Register(donor, null, Value("donor-code"), Value("chain-of-identity"), bag, "leukapheresis-bag", new Contents(200), LabelOf(bag), job.EquipmentFor("room")!, performer, verifier));
        Give(new ContainerCommand.RecordAppearance(bag, Inspection.BeforeUse, null, performer));
        _world.As("QA-01");
        var positive = Value("pathogen") == "positive";
        Give(new DonorMaterialCommand.SetPathogenStatus(donor, positive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened, positive ? [Value("agent")] : [], "MKR-1", "QA-01"));
        Give(new DonorMaterialCommand.Accept(donor, "ACC-1", "QA-01"));
        _world.As(null);
        Give(new BatchCommand.Create(job.Request, Value("product"), Value("recipe"), Value("recipe-version"), Value("chain-of-identity"), Value("donor-code"), BatchPurpose.Commercial));
        Give(new DonorMaterialCommand.Bind(donor, job.Request, LabelOf(bag), performer, verifier));
    }

    private void Start(JobOrder job)
    {
        var step = StepOf(job);
        var room = job.EquipmentFor("room")!;
        var culture = step.Class == StepClass.Culture;
        var performer = job.PersonAs("operator") ?? job.ValueOf("started-by")!;
        var verifier = job.PersonAs("verifier") ?? job.ValueOf("started-by", "verifier")!;
        Gather(room, performer, verifier);
        if (job.EquipmentFor("closed-system") is { } system && _world.State<ClosedSystem>(system).Kit is null)
        {
            Give(new ClosedSystemCommand.MountKit(system, job.Request, job.Materials.First(one => one.Class == "single-use-kit").SubLot!, performer));
            Give(new ClosedSystemCommand.VerifyClosure(system, job.Id, "pressure hold", true, performer, verifier));
        }

        if (job.EquipmentFor("isolator") is { } isolator)
        {
            Give(new IsolatorCommand.OpenPort(isolator, job.Request, performer));
            Give(new IsolatorCommand.ClosePort(isolator));
        }

        if (culture && job.EquipmentFor("incubator") is { } incubator)
        {
            Give(new IncubatorCommand.OpenCompartment(incubator, job.EquipmentFor("compartment")!, job.Request, performer));
            Give(new IncubatorCommand.Load(incubator, job.EquipmentFor("compartment")!, job.EquipmentFor("position")!, job.Materials[0].Lot, Scans(job), performer));
            Give(new IncubatorCommand.CloseCompartment(incubator, job.EquipmentFor("compartment")!));
        }

        var own = job.Materials.Where(one => one.Class is "donor-material" or "intermediate" && one.Use == "Consumed").ToArray();
        foreach (var container in own)
            Give(new ContainerCommand.RecordAppearance(container.Lot, Inspection.BeforeUse, null, performer));
        Give(new BatchCommand.StartStep(job.Request, step.Id,
            new StepPlace(room, job.EquipmentFor("line"), job.EquipmentFor("isolator"), job.EquipmentFor("cabinet"), job.EquipmentFor("closed-system"), job.EquipmentFor("incubator"), job.EquipmentFor("compartment"), job.EquipmentFor("position"),
                [.. job.Equipment.Where(one => one.Use == "equipment").Select(one => one.Id)], job.EquipmentFor("terminal")!),
            culture ? [] : [new AssignedOperator(performer, "operator"), new AssignedOperator(verifier, "verifier")],
            culture ? null : verifier,
            [.. own.Select(one => new Scan(one.Name, one.Lot, LabelOf(one.Lot), performer, _world.Now))]));
        foreach (var lot in job.Materials.Where(one => one.Class is "vector" or "reagent" or "single-use-kit"))
        {
            var connection = step.Exposure == Exposure.Open ? Connection.Ambient : lot.Class == "single-use-kit" ? Connection.Mounted : Connection.SterileWeld;
            Give(new MaterialLotCommand.Charge(lot.Lot, job.Request, step.Id, lot.Name, lot.Lot, lot.SubLot, connection, null, performer));
        }

        foreach (var output in job.Materials.Where(one => one.Use == "Produced"))
            Give(new ContainerCommand.Register(output.Lot, job.Request, step.Id, output.Name, performer));
    }

    private void Complete(JobOrder job)
    {
        var step = StepOf(job);
        var performer = job.PersonAs("operator") ?? job.ValueOf("completed-by")!;
        var verifier = job.PersonAs("verifier") ?? job.ValueOf("completed-by", "verifier")!;
        Gather(job.EquipmentFor("room")!, performer, verifier);
        foreach (var check in step.Checks)
            Give(new BatchCommand.RecordCheck(job.Request, step.Id, check.Name, decimal.Parse(job.ValueOf(check.Name, "planned")!, CultureInfo.InvariantCulture), check.Unit, performer, null));
        var outputs = job.Materials.Where(one => one.Use == "Produced").ToArray();
        foreach (var output in outputs)
        {
            Give(new ContainerCommand.RecordAppearance(output.Lot, Inspection.BeforeUse, null, performer));
            Give(new ContainerCommand.Fill(output.Lot, new Contents(output.Class == "sample" ? 2 : 100), performer));
        }

        if (outputs.Length > 0)
        {
            Give(new LabelCommand.Print(job.Request, step.Id, [.. outputs.Select(one => new PrintedLabel(LabelOf(one.Lot), one.Lot))], "LBL-1 v1", "printer", performer));
            foreach (var label in outputs.Select(one => (Label: LabelOf(one.Lot), Container: one.Lot)))
            {
                Give(new LabelCommand.ReadBack(label.Label, label.Label, performer));
                Give(new LabelCommand.Apply(label.Label, label.Container, performer));
                Give(new LabelCommand.Verify(label.Label, label.Container, label.Label, verifier));
                Give(new ContainerCommand.RecordAppearance(label.Container, Inspection.AfterFilling, null, performer));
            }

            Give(new LabelCommand.Reconcile(job.Request, step.Id, performer, verifier));
        }

        Give(new BatchCommand.CompleteStep(job.Request, step.Id, performer, job.EquipmentFor("terminal")!));
        if (step.Class == StepClass.Culture && job.EquipmentFor("incubator") is { } incubator)
        {
            Give(new IncubatorCommand.OpenCompartment(incubator, job.EquipmentFor("compartment")!, job.Request, performer));
            Give(new IncubatorCommand.Unload(incubator, job.EquipmentFor("compartment")!, job.EquipmentFor("position")!, job.Materials[0].Lot, Scans(job), performer));
            Give(new IncubatorCommand.CloseCompartment(incubator, job.EquipmentFor("compartment")!));
        }

        if (job.EquipmentFor("isolator") is { } isolator)
        {
            Give(new IsolatorCommand.OpenPort(isolator, job.Request, performer));
            Give(new IsolatorCommand.ClosePort(isolator));
        }
    }

    private void Clear(JobOrder job, string performer, string verifier)
    {
        var room = job.EquipmentFor("room")!;
        var scope = job.ValueOf("scope") == "step" ? ClearanceScope.Step : ClearanceScope.Changeover;
        if (job.EquipmentFor("closed-system") is { } system)
        {
            Give(new ClosedSystemCommand.UnmountKit(system, performer));
            Give(new ClosedSystemCommand.Clean(system, "isopropanol 70 %", performer, verifier));
        }

        if (job.EquipmentFor("isolator") is { } isolator)
            Give(new IsolatorCommand.ClearInterior(isolator, job.Request, performer, verifier));
        if (job.EquipmentFor("cabinet") is { } cabinet)
            Give(new CabinetCommand.Clear(cabinet, job.Request, "isopropanol 70 %", performer, verifier));
        foreach (var unit in job.Equipment.Where(one => one.Use == "equipment"))
            Give(new EquipmentCommand.Clean(unit.Id, job.Request, "isopropanol 70 %", performer, verifier));
        Give(new ClearanceCommand.Perform(job.Id, room, scope, job.ValueOf("cleared-batch")!, [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))], performer));
        Give(new ClearanceCommand.Verify(job.Id, verifier));
    }

    /// <summary>Brings people into a room, out of the one they are in.</summary>
    private void Gather(string room, params string[] people)
    {
        foreach (var person in people.Where(person => _where.GetValueOrDefault(person) != room))
        {
            if (_where.ContainsKey(person))
                Leave(person);
            Give(new OperatorCommand.EnterRoom(person, room, _world.Now, null, Origin.Live));
            _where[person] = room;
        }
    }

    /// <summary>Leaves the room, with the exit procedure.</summary>
    private void Leave(string person)
    {
        _where.Remove(person, out var room);
        Give(new OperatorCommand.LeaveRoom(person, room!, _world.Now, null, Origin.Live));
        Give(new OperatorCommand.RecordExitProcedure(person, _plant.Rooms.First(one => one.Id == room).Area, "SOP-EXIT", _world.Now));
    }

    private StepDefinition StepOf(JobOrder job)
    {
        var name = job.WorkMaster.Split('/');
        return _recipes[name[0]].Steps.First(step => step.Id == name[1]);
    }

    private static FourScans Scans(JobOrder job) =>
        new(job.EquipmentFor("incubator")!, job.EquipmentFor("position")!, LabelOf(job.Materials[0].Lot), $"COI-{job.Request}");

    private static string LabelOf(string container) => $"L-{container}";

    private void Give(Command command)
    {
        var decision = _world.Give(command);
        if (decision.Granted)
            Granted++;
        else
            _refusals.Add($"{_world.Now.ToOffset(TimeSpan.FromHours(8)):MM-dd HH:mm} {command} refused: {string.Join("; ", decision.Refusals.Select(refusal => $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]"))}");
    }
}
