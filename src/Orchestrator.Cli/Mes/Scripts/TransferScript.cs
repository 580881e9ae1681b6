using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>Containers go to another room: sealed before two people, scanned at both ends.</summary>
internal static class TransferScript
{
    public static void Write(JobScript script, Vessels vessels)
    {
        var job = script.Job;
        var (performer, verifier) = script.Team.Begins;
        var to = job.EquipmentFor("to") ?? "";
        var containers = job.Materials.Select(material => material.Lot).ToArray();
        var start = new StartTransferRequest { Transfer = job.Id, Room = to, By = performer };
        var arrive = new ArriveTransferRequest { Transfer = job.Id, By = performer };
        for (var at = 0; at < containers.Length; at++)
        {
            var container = containers[at];
            if (!vessels.IsSealed(container))
                script.Begin($"seal-{at}", client => client.Manufacturing.SealContainerAsync, new SealContainerRequest { Container = container, Method = "tube weld", Performer = performer, Verifier = verifier });
            vessels.Sealed(container);
            start.Containers.Add(JobScript.Scanned(container));
            arrive.Containers.Add(JobScript.Scanned(container));
        }

        script.Begin("leave", client => client.Manufacturing.StartTransferAsync, start);
        script.End("arrive", client => client.Manufacturing.ArriveTransferAsync, arrive);
    }
}
