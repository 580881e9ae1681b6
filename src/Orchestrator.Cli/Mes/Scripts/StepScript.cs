using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>
/// A step of the recipe, as its job order describes it: inputs are looked at and scanned, the step starts, materials are
/// charged, outputs are registered; at its end the checks are recorded, the outputs filled, labelled and looked at, the step completed.
/// </summary>
internal sealed class StepScript(JobScript script, Vessels vessels)
{
    private readonly JobOrder _job = script.Job;
    private readonly string _batch = script.Job.Request;
    private readonly string _step = script.Job.WorkMaster[(script.Job.WorkMaster.IndexOf('/', StringComparison.Ordinal) + 1)..];
    private readonly bool _culture = script.Job.Personnel.IsEmpty;

    public void Write()
    {
        Prepare();
        Start();
        Charge();
        RegisterOutputs();
        RecordChecks();
        FillOutputs();
        Complete();
        if (_culture && Place is { } place)
            Unload(place, Own.First().Lot, script.Team.Ends.Performer);
        UsePort("out", ends: true);
    }

    private IEnumerable<JobMaterial> Own => _job.Materials.Where(material => material is { Use: "Consumed", Class: "donor-material" or "intermediate" });

    private IEnumerable<JobMaterial> Bought => _job.Materials.Where(material => material is { Use: "Consumed", Class: not ("donor-material" or "intermediate") });

    private IEnumerable<JobMaterial> Outputs => _job.Materials.Where(material => material.Use == "Produced");

    private void Prepare()
    {
        var (performer, verifier) = script.Team.Begins;
        if (Bought.FirstOrDefault(material => material is { Class: "single-use-kit", Definition: "TUBING-SET" }) is { } kit && _job.EquipmentFor("closed-system") is { } system)
        {
            script.Begin("mount", client => client.Manufacturing.MountKitAsync, new MountKitRequest { System = system, Batch = _batch, Kit = kit.SubLot, By = performer });
            script.Begin("closure", client => client.Manufacturing.VerifyClosureAsync,
                new VerifyClosureRequest { System = system, Check = $"CLO-{_job.Id}", Method = "pressure hold", Passed = true, Performer = performer, Verifier = verifier });
        }

        UsePort("in", ends: false);
        if (_culture && Place is { } place)
            Load(place, Own.First().Lot, performer);
        foreach (var (input, at) in Own.Select((input, at) => (input, at)))
        {
            script.Begin($"inspect-{at}", client => client.Manufacturing.RecordAppearanceAsync, new RecordAppearanceRequest { Container = input.Lot, When = Inspection.BeforeUse, Inspector = performer });
            if (!_culture)
                vessels.Opened(input.Lot);
        }
    }

    private IncubatorPlace? Place => _job.EquipmentFor("incubator") is { } incubator
        ? new IncubatorPlace(incubator, _job.EquipmentFor("compartment") ?? "", _job.EquipmentFor("position") ?? "")
        : null;

    private void Load(IncubatorPlace place, string vessel, string by)
    {
        script.Begin("open-compartment", client => client.Manufacturing.OpenCompartmentAsync, new OpenCompartmentRequest { Incubator = place.Incubator, Compartment = place.Compartment, Batch = _batch, By = by });
        script.Begin("load", client => client.Manufacturing.LoadIncubatorAsync, new LoadIncubatorRequest
        {
            Incubator = place.Incubator,
            Compartment = place.Compartment,
            Position = place.Position,
            Container = vessel,
            Scans = place.Scans(_job, vessel),
            By = by,
        });
        script.Begin("close-compartment", client => client.Equipment.CloseCompartmentAsync, new CloseCompartmentRequest { Incubator = place.Incubator, Compartment = place.Compartment });
    }

    private void Unload(IncubatorPlace place, string vessel, string by)
    {
        script.End("reopen-compartment", client => client.Manufacturing.OpenCompartmentAsync, new OpenCompartmentRequest { Incubator = place.Incubator, Compartment = place.Compartment, Batch = _batch, By = by });
        script.End("unload", client => client.Manufacturing.UnloadIncubatorAsync, new UnloadIncubatorRequest
        {
            Incubator = place.Incubator,
            Compartment = place.Compartment,
            Position = place.Position,
            Container = vessel,
            Scans = place.Scans(_job, vessel),
            By = by,
        });
        script.End("reclose-compartment", client => client.Equipment.CloseCompartmentAsync, new CloseCompartmentRequest { Incubator = place.Incubator, Compartment = place.Compartment });
    }

    /// <summary>What goes into an isolator or comes out of it passes its port.</summary>
    private void UsePort(string way, bool ends)
    {
        if (_job.EquipmentFor("isolator") is not { } isolator)
            return;
        var open = new OpenPortRequest { Isolator = isolator, Batch = _batch, By = (ends ? script.Team.Ends : script.Team.Begins).Performer };
        var close = new ClosePortRequest { Isolator = isolator };
        if (ends)
        {
            script.End($"open-port-{way}", client => client.Manufacturing.OpenPortAsync, open);
            script.End($"close-port-{way}", client => client.Equipment.ClosePortAsync, close);
        }
        else
        {
            script.Begin($"open-port-{way}", client => client.Manufacturing.OpenPortAsync, open);
            script.Begin($"close-port-{way}", client => client.Equipment.ClosePortAsync, close);
        }
    }

    private void Start() => script.Begin("start", client => client.Manufacturing.StartStepAsync, StartRequest(_job, script.Team));

    /// <summary>The start of a job's step, as the plan would have it.</summary>
    public static StartStepRequest StartRequest(JobOrder job, JobTeam team)
    {
        var start = new StartStepRequest
        {
            Batch = job.Request,
            Step = job.WorkMaster[(job.WorkMaster.IndexOf('/', StringComparison.Ordinal) + 1)..],
            Place = new StepPlace
            {
                Room = job.EquipmentFor("room") ?? "",
                Line = job.EquipmentFor("line") ?? "",
                Isolator = job.EquipmentFor("isolator") ?? "",
                Cabinet = job.EquipmentFor("cabinet") ?? "",
                ClosedSystem = job.EquipmentFor("closed-system") ?? "",
                Incubator = job.EquipmentFor("incubator") ?? "",
                Compartment = job.EquipmentFor("compartment") ?? "",
                Position = job.EquipmentFor("position") ?? "",
                Terminal = job.EquipmentFor("terminal") ?? "",
            },
        };
        start.Place.Equipment.AddRange(job.Equipment.Where(one => one.Use == "equipment").Select(one => one.Id));
        if (!job.Personnel.IsEmpty)
        {
            start.Verifier = team.Begins.Verifier;
            start.Operators.AddRange(job.Personnel.Select(person => new AssignedOperator { Operator = person.Person, Role = person.Role }));
        }

        start.Scans.AddRange(job.Materials.Where(material => material is { Use: "Consumed", Class: "donor-material" or "intermediate" }).Select(input => new Scan
        {
            Input = input.Name,
            Container = input.Lot,
            Code = JobScript.LabelOf(input.Lot),
            By = team.Begins.Performer,
            At = JobScript.At(job.Start),
        }));
        return start;
    }

    private void Charge()
    {
        foreach (var material in Bought)
        {
            script.Begin($"charge-{material.Name}", client => client.Manufacturing.ChargeMaterialAsync, new ChargeMaterialRequest
            {
                Lot = material.Lot,
                Batch = _batch,
                Step = _step,
                Input = material.Name,
                Code = material.Lot,
                Serial = material.SubLot ?? "",
                Connection = ConnectionOf(material),
                By = script.Team.Begins.Performer,
            });
        }
    }

    private Connection ConnectionOf(JobMaterial material) =>
        material.Definition == "TUBING-SET" ? Connection.Mounted
        : _job.EquipmentFor("closed-system") is not null ? Connection.SterileWeld
        : _job.EquipmentFor("isolator") is not null ? Connection.ClosedTransfer
        : Connection.Ambient;

    private void RegisterOutputs()
    {
        foreach (var output in Outputs)
            script.Begin($"register-{output.Name}", client => client.Manufacturing.RegisterContainerAsync, new RegisterContainerRequest { Container = output.Lot, Batch = _batch, Step = _step, Output = output.Name, By = script.Team.Begins.Performer });
    }

    private void FillOutputs()
    {
        var (performer, verifier) = script.Team.Ends;
        var outputs = Outputs.ToArray();
        if (outputs.Length == 0)
            return;

        foreach (var output in outputs)
        {
            script.End($"sound-{output.Name}", client => client.Manufacturing.RecordAppearanceAsync, new RecordAppearanceRequest { Container = output.Lot, When = Inspection.BeforeUse, Inspector = performer });
            script.End($"fill-{output.Name}", client => client.Manufacturing.FillContainerAsync, new FillContainerRequest { Container = output.Lot, Contents = new Contents { VolumeMl = output.Class == "sample" ? 2 : 100 }, By = performer });
        }

        var print = new PrintLabelsRequest { Batch = _batch, Step = _step, Template = "LT-001 v1", Printer = $"PR-{_job.EquipmentFor("room")}", By = performer };
        print.Labels.AddRange(outputs.Select(output => new PrintedLabel { Label = JobScript.LabelOf(output.Lot), Container = output.Lot }));
        script.End("print", client => client.Manufacturing.PrintLabelsAsync, print);
        foreach (var output in outputs)
            Label(output, performer, verifier);
        script.End("reconcile", client => client.Manufacturing.ReconcileLabelsAsync, new ReconcileLabelsRequest { Batch = _batch, Step = _step, Performer = performer, Verifier = verifier });
    }

    private void Label(JobMaterial output, string performer, string verifier)
    {
        var label = JobScript.LabelOf(output.Lot);
        script.End($"read-back-{output.Name}", client => client.Manufacturing.ReadBackLabelAsync, new ReadBackLabelRequest { Label = label, Code = label, By = performer });
        script.End($"apply-{output.Name}", client => client.Manufacturing.ApplyLabelAsync, new ApplyLabelRequest { Label = label, Container = output.Lot, Performer = performer });
        script.End($"verify-{output.Name}", client => client.Manufacturing.VerifyLabelAsync, new VerifyLabelRequest { Label = label, Container = output.Lot, Code = label, Verifier = verifier });
        script.End($"filled-{output.Name}", client => client.Manufacturing.RecordAppearanceAsync, new RecordAppearanceRequest { Container = output.Lot, When = Inspection.AfterFilling, Inspector = performer });
    }

    private void RecordChecks()
    {
        foreach (var check in _job.Parameters.Where(parameter => parameter.Values.Any(value => value.Key == "planned")))
        {
            var planned = check.Values.First(value => value.Key == "planned");
            script.End($"check-{check.Id}", client => client.Manufacturing.RecordCheckAsync, new RecordCheckRequest
            {
                Batch = _batch,
                Step = _step,
                Check = check.Id,
                Value = double.Parse(planned.Text, System.Globalization.CultureInfo.InvariantCulture),
                Unit = planned.Unit,
                RecordedBy = script.Team.Ends.Performer,
            });
        }
    }

    private void Complete() => script.End("complete", client => client.Manufacturing.CompleteStepAsync,
        new CompleteStepRequest { Batch = _batch, Step = _step, CompletedBy = script.Team.Ends.Performer, Terminal = _job.EquipmentFor("terminal") ?? "" });
}
