using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>Care for places between batches: an isolator is decontaminated, an incubator disinfected.</summary>
internal static class CareScript
{
    public static void Decontaminate(JobScript script)
    {
        var job = script.Job;
        var isolator = job.EquipmentFor("isolator") ?? "";
        var by = job.Personnel[0].Person;
        script.Begin("begin", client => client.Equipment.StartDecontaminationAsync, new StartDecontaminationRequest { Isolator = isolator, Cycle = job.Id, By = by });
        script.End("end", client => client.Equipment.RecordDecontaminationAsync, new RecordDecontaminationRequest { Isolator = isolator, Cycle = job.Id, Passed = true, Parameters = "H2O2 400 ppm, 30 min", By = by });
    }

    public static void Disinfect(JobScript script)
    {
        var job = script.Job;
        var incubator = job.EquipmentFor("incubator") ?? "";
        foreach (var compartment in job.Equipment.Where(one => one.Use == "compartment"))
        {
            script.End($"disinfect-{compartment.Id}", client => client.Equipment.RecordIncubatorDisinfectionAsync, new RecordIncubatorDisinfectionRequest
            {
                Incubator = incubator,
                Compartment = compartment.Id,
                Cycle = job.Id,
                Agent = "hydrogen peroxide 6 %",
                By = job.Personnel[0].Person,
            });
        }
    }
}
