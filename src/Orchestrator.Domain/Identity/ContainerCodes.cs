using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Identity;

/// <summary>What a scanned code turned out to be.</summary>
public enum CodeMeaning
{
    /// <summary>The label of a container, or the container's own code.</summary>
    Container,

    /// <summary>No code at all: empty, too long, or not printable.</summary>
    Unreadable,

    /// <summary>Readable, and known to nobody.</summary>
    Unknown,

    /// <summary>The code of a material lot, a room, a person or another thing that is no container.</summary>
    OtherKind,
}

/// <summary>What a scanner read, resolved against labels and containers.</summary>
/// <param name="Container">The container it stands for, or null.</param>
/// <param name="Label">The label that was read; null when it was the container's own code.</param>
public sealed record CodeRead(string Code, CodeMeaning Meaning, Container? Container = null, Label? Label = null);

/// <summary>From a scanned code to the container it stands for: the one place where codes are resolved.</summary>
public static class ContainerCodes
{
    /// <summary>Longest code anybody can scan; formats are the site's.</summary>
    public const int LengthMax = 100;

    /// <summary>Resolves a code first as a label, then as a container's own code.</summary>
    public static CodeRead Resolve(Desk desk, string code)
    {
        if (!IsReadable(code))
            return new CodeRead(code, CodeMeaning.Unreadable);

        var label = desk.Get<Label>(code);
        if (label.Status != LabelStatus.Unknown)
            return new CodeRead(code, CodeMeaning.Container, desk.Get<Container>(label.Container), label);

        var container = desk.Get<Container>(code);
        if (container.Status != ContainerStatus.Unknown)
            return new CodeRead(code, CodeMeaning.Container, container);

        return new CodeRead(code, IsOfAnotherKind(desk, code) ? CodeMeaning.OtherKind : CodeMeaning.Unknown);
    }

    public static bool IsReadable(string code) =>
        code.Length is > 0 and <= LengthMax && !string.IsNullOrWhiteSpace(code) && !code.Any(char.IsControl);

    private static bool IsOfAnotherKind(Desk desk, string code)
    {
        var site = desk.Get<Plant>(ActorId.Plant.Key).Site;
        return ElementString.Parse(code) is not null
            || desk.Get<MaterialLot>(code).Status != MaterialLotStatus.Unknown
            || desk.Get<IdentityCode>(IdentityCode.OfDonor(code)).IsIssued
            || desk.Get<IdentityCode>(IdentityCode.OfChain(code)).IsIssued
            || site?.Room(code) is not null
            || site?.Person(code) is not null
            || site?.Incubator(code) is not null
            || site?.Equipment(code) is not null
            || site?.ClosedSystem(code) is not null;
    }
}
