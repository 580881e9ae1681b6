using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>A room is cleared by one person and seen to be clear by another; what is named with it (system, cabinet, isolator, equipment) is cleaned first.</summary>
internal static class ClearanceScript
{
    private const string Agent = "hydrogen peroxide 6 %";

    public static void Write(JobScript script)
    {
        var job = script.Job;
        var (performer, verifier) = script.Team.Begins;
        var batch = job.ValueOf("cleared-batch") ?? job.Request;
        if (job.EquipmentFor("closed-system") is { } system)
        {
            script.End("unmount", client => client.Manufacturing.UnmountKitAsync, new UnmountKitRequest { System = system, By = performer });
            script.End("clean-system", client => client.Manufacturing.CleanSystemAsync, new CleanSystemRequest { System = system, Agent = Agent, Performer = performer, Verifier = verifier });
        }

        if (job.EquipmentFor("cabinet") is { } cabinet)
            script.End("clear-cabinet", client => client.Manufacturing.ClearCabinetAsync, new ClearCabinetRequest { Cabinet = cabinet, Batch = batch, Agent = Agent, Performer = performer, Verifier = verifier });
        if (job.EquipmentFor("isolator") is { } isolator)
            script.End("clear-isolator", client => client.Manufacturing.ClearIsolatorAsync, new ClearIsolatorRequest { Isolator = isolator, Batch = batch, Performer = performer, Verifier = verifier });
        foreach (var equipment in job.Equipment.Where(one => one.Use == "equipment").Select(one => one.Id))
            script.End($"clean-{equipment}", client => client.Manufacturing.CleanEquipmentAsync, new CleanEquipmentRequest { Equipment = equipment, Batch = batch, Agent = Agent, Performer = performer, Verifier = verifier });

        var perform = new PerformClearanceRequest
        {
            Clearance = job.Id,
            Room = job.EquipmentFor("room"),
            Scope = job.ValueOf("scope") == "step" ? ClearanceScope.Step : ClearanceScope.Changeover,
            Batch = batch,
            Performer = performer,
        };
        perform.Answers.AddRange(Enum.GetValues<ClearanceItem>().Where(item => item != ClearanceItem.Unspecified).Select(item => new ClearanceAnswer { Item = item, Clear = true }));
        script.End("perform", client => client.Manufacturing.PerformClearanceAsync, perform);
        script.End("verify", client => client.Manufacturing.VerifyClearanceAsync, new VerifyClearanceRequest { Clearance = job.Id, Verifier = verifier });
    }
}
