using System.Collections.Frozen;

namespace Orchestrator.Domain.Kernel;

/// <summary>The kinds of actor a plant is made of; the name in kebab case is the first half of an actor's address.</summary>
public enum ActorKind
{
    Plant,
    Product,
    Recipe,
    Batch,
    Area,
    Room,
    Isolator,
    Cabinet,
    Incubator,
    ClosedSystem,
    Equipment,
    Sensor,
    Transfer,
    Line,
    Operator,
    Container,
    Label,
    DonorMaterial,
    MaterialLot,
    Clearance,
    RiskAssessment,
    PolicyOverride,
    Controller,
    IdentityCode,
    LabelReconciliation,
    SingleUseItem,
    JointDecision,
}

/// <summary>The address of one actor inside its plant, written <c>kind/key</c>, for example <c>room/R-101</c>.</summary>
public readonly record struct ActorId(ActorKind Kind, string Key) : IComparable<ActorId>
{
    private static readonly FrozenDictionary<ActorKind, string> Names =
        Enum.GetValues<ActorKind>().ToFrozenDictionary(kind => kind, kind => Kebab(kind.ToString()));

    private static readonly FrozenDictionary<string, ActorKind> Kinds =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The one actor that holds what belongs to the plant as a whole: parameters, shifts, the pending changes.</summary>
    public static ActorId Plant { get; } = new(ActorKind.Plant, "plant");

    public override string ToString() => $"{Names[Kind]}/{Key}";

    public int CompareTo(ActorId other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Key, other.Key);

    /// <summary>Reads <c>kind/key</c>; false when the kind is unknown or the key is empty.</summary>
    public static bool TryParse(string text, out ActorId id)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < text.Length - 1 && Kinds.TryGetValue(text[..slash], out var kind))
        {
            id = new ActorId(kind, text[(slash + 1)..]);
            return true;
        }

        id = default;
        return false;
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
