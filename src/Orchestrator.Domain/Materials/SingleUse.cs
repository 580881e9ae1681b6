using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Materials;

/// <summary>The rule of single-use pieces: a serial is mounted once and charged once, and only a mounted kit is both, in its own batch.</summary>
public static class SingleUse
{
    /// <summary>GMP-9.9: a kit is mounted that nobody has used before; its mounting uses it.</summary>
    [Enforces("GMP-9.9")]
    public static Refusal? Mount(Desk desk, string serial, string system, string batch)
    {
        var item = desk.Get<SingleUseItem>(Filed(serial));
        desk.Write(new ActorId(ActorKind.SingleUseItem, item.Serial), new SingleUseItemFact.Mounted(system, batch, desk.Now));
        return item.IsNew ? null : Used(item, serial);
    }

    /// <summary>GMP-9.9: a piece is charged that is new, or that is mounted for this batch on the system the step runs in.</summary>
    /// <param name="system">The closed system of the step, or null.</param>
    [Enforces("GMP-9.9")]
    public static Refusal? Charge(Desk desk, string serial, string lot, string batch, string step, string? system)
    {
        var item = desk.Get<SingleUseItem>(Filed(serial));
        desk.Write(new ActorId(ActorKind.SingleUseItem, item.Serial), new SingleUseItemFact.Charged(lot, batch, step, desk.Now));
        return item.IsNew || (!item.Charged && item.Batch == batch && item.System == system) ? null : Used(item, serial);
    }

    // Typed from the pouch or scanned with its identifiers, it is one serial.
    private static string Filed(string serial) => CodeRegister.Spelling(ElementString.Parse(serial)?["21"] ?? serial);

    private static Refusal Used(SingleUseItem item, string serial) =>
        Refusal.Of("GMP-9.9", new Seen("serial", serial), new Seen("otherBatch", item.Batch), new Seen("closedSystem", item.System)).Remedied("use-new-item");
}
