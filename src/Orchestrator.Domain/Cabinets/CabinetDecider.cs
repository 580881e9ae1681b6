using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Cabinets;

/// <summary>What can be asked of one biosafety cabinet.</summary>
public abstract record CabinetCommand(string Cabinet) : Command
{
    /// <summary>Two people have cleaned the cabinet after a batch and seen that nothing of it is left.</summary>
    [CommandName("manufacturing.clear-cabinet.v1")]
    public sealed record Clear(string Cabinet, string Batch, string Agent, string Performer, string Verifier) : CabinetCommand(Cabinet);
}

/// <summary>Who may do what with a biosafety cabinet, and when.</summary>
public static class CabinetDecider
{
    public static void Decide(CabinetCommand command, Desk desk)
    {
        var cabinet = desk.Get<Cabinet>(command.Cabinet);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Cabinet(command.Cabinet) is null)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("cabinet", command.Cabinet)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(cabinet.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("cabinet", cabinet.Id), new Seen("status", cabinet.Status.ToString())));
            return;
        }

        switch (command)
        {
            case CabinetCommand.Clear clear:
                desk.Check(TwoPeople.Verified(site, clear.Performer, clear.Verifier, "GEN-4.1e"))
                    .Check(EquipmentRules.AgentIsNamed(clear.Agent))
                    .Check(cabinet.Batch == clear.Batch ? null : Refusal.Of("ORC-012", new Seen("cabinet", cabinet.Id), new Seen("batch", clear.Batch), new Seen("otherBatch", cabinet.Batch ?? "none")));
                desk.Write(new ActorId(ActorKind.Cabinet, cabinet.Id), new CabinetFact.Cleared(clear.Batch, clear.Agent, clear.Performer, clear.Verifier, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: true where the command is possible at all.</summary>
    public static bool Possible(CabinetStatus status, CabinetCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        return (status, command) switch
        {
            (CabinetStatus.ToBeCleared, CabinetCommand.Clear) => true,
            _ => false,
        };
#pragma warning restore format
    }
}
