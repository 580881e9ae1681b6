using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>The sets of measures that 004 九(五)3 to 6 demand.</summary>
[Flags]
public enum MeasureSet
{
    None = 0,
    M3 = 1,
    M4 = 2,
    M5 = 4,
    M6 = 8,
}

/// <summary>One live condition; several sets may ask for the same one.</summary>
public enum MeasureKind
{
    SealedTransfer,
    PressureDifference,
    NoCrossRoomWork,
    NoCrossingOperators,
    Disinfection,
    UnidirectionalTransfer,
    PromptClearance,
    PersonControl,
    AlternatingWork,
    FixedPositions,
    IntegrityInDate,
    NoExhaustIntoRoom,
    NoRecirculation,
    MixUpPrevention,
    PhysicalSeparation,
    ChamberDisinfection,
    RiskAssessment,
}

/// <summary>Where a measure stands at one instant.</summary>
public enum MeasureState
{
    InEffect,

    /// <summary>No fresh signal: it may still be in effect, but nobody can say so.</summary>
    SignalLost,

    /// <summary>Seen not to be in effect: a reading out of limits, a lapsed date, a door open.</summary>
    NotInEffect,
}

/// <summary>A member of a measure set, with the requirement that is refused when it is missing.</summary>
/// <param name="Zh">The words of the guideline.</param>
/// <param name="OpenCultureOnly">Whether it is asked for only when a culture is open.</param>
public sealed record Measure(
    MeasureSet Set, MeasureKind Kind, string Requirement, string Zh, string En, bool OpenCultureOnly = false);

/// <summary>The members of each measure set, as data.</summary>
public static class Measures
{
    public static ImmutableArray<Measure> All { get; } =
    [
        new(MeasureSet.M3, MeasureKind.SealedTransfer, "GMP-9.5.3c", "密封转移", "sealed transfer"),
        new(MeasureSet.M3, MeasureKind.PressureDifference, "GMP-9.5.3d", "房间压差控制", "room pressure difference in limits"),
        new(MeasureSet.M3, MeasureKind.NoCrossRoomWork, "GMP-9.5.3e", "不得跨越房间操作", "no work across rooms"),
        new(MeasureSet.M3, MeasureKind.NoCrossingOperators, "GMP-9.5.3f", "直接操作人员不得交叉走动", "no crossing of direct operators"),
        new(MeasureSet.M3, MeasureKind.Disinfection, "GMP-9.5.3g", "灭菌与消毒", "sterilisation and disinfection in date"),
        new(MeasureSet.M3, MeasureKind.UnidirectionalTransfer, "GMP-9.5.3h", "单向流传递", "unidirectional transfer"),

        new(MeasureSet.M4, MeasureKind.PromptClearance, "GMP-9.5.4c", "及时进行清场", "clearance promptly after every step"),
        new(MeasureSet.M4, MeasureKind.PressureDifference, "GMP-9.5.4d", "房间压差控制", "room pressure difference in limits"),
        new(MeasureSet.M4, MeasureKind.PersonControl, "GMP-9.5.4e", "人员管控", "control of persons"),
        new(MeasureSet.M4, MeasureKind.AlternatingWork, "GMP-9.5.4f", "交替操作", "alternating work"),
        new(MeasureSet.M4, MeasureKind.FixedPositions, "GMP-9.5.4g", "定置管理", "fixed positions"),
        new(MeasureSet.M4, MeasureKind.Disinfection, "GMP-9.5.4h", "灭菌与消毒", "sterilisation and disinfection in date"),
        new(MeasureSet.M4, MeasureKind.UnidirectionalTransfer, "GMP-9.5.4h", "单向流传递", "unidirectional transfer"),

        new(MeasureSet.M5, MeasureKind.IntegrityInDate, "GMP-9.5.5a", "定期对其进行完整性检查", "integrity check in date"),
        new(MeasureSet.M5, MeasureKind.NoExhaustIntoRoom, "GMP-9.5.5b", "不应直接向操作间内排风", "no exhaust into the room"),
        new(MeasureSet.M5, MeasureKind.NoRecirculation, "GMP-9.5.5c", "排风不可循环利用", "no recirculated exhaust"),
        new(MeasureSet.M5, MeasureKind.SealedTransfer, "GMP-9.5.5d", "密封转移", "sealed transfer"),
        new(MeasureSet.M5, MeasureKind.AlternatingWork, "GMP-9.5.5d", "交替操作", "alternating work"),
        new(MeasureSet.M5, MeasureKind.FixedPositions, "GMP-9.5.5d", "定置管理", "fixed positions"),
        new(MeasureSet.M5, MeasureKind.Disinfection, "GMP-9.5.5e", "灭菌与消毒", "sterilisation and disinfection in date"),
        new(MeasureSet.M5, MeasureKind.UnidirectionalTransfer, "GMP-9.5.5e", "单向流传递", "unidirectional transfer"),

        new(MeasureSet.M6, MeasureKind.MixUpPrevention, "GMP-9.5.6b", "采取有效措施避免混淆", "own position and four-way scan"),
        new(MeasureSet.M6, MeasureKind.PhysicalSeparation, "GMP-9.5.6c", "物理隔离", "own compartment or own incubator", true),
        new(MeasureSet.M6, MeasureKind.ChamberDisinfection, "GMP-9.5.6e", "可以进行消毒或灭菌", "chamber disinfection in date", true),
        new(MeasureSet.M6, MeasureKind.RiskAssessment, "GMP-9.5.6f", "充分的风险评估", "risk assessment in date", true),
    ];

    /// <summary>The members of the given sets, and a risk assessment for each rule that asks for one.</summary>
    /// <param name="openCulture">Adds the members that only an open culture needs.</param>
    public static ImmutableArray<Measure> Of(MeasureSet sets, bool openCulture, params IEnumerable<string> assessmentRules)
    {
        var members = All.Where(member => (member.Set & sets) != 0 && (openCulture || !member.OpenCultureOnly)).ToList();
        var assessments = assessmentRules
            .Where(rule => members.TrueForAll(member => member.Requirement != rule))
            .Distinct()
            .Select(rule => new Measure(MeasureSet.None, MeasureKind.RiskAssessment, rule, "充分进行风险评估", "risk assessment in date"));
        return [.. members, .. assessments];
    }

    /// <summary>The required members that are not in effect; one that nobody reports is not.</summary>
    public static ImmutableArray<Measure> Unmet(
        IEnumerable<Measure> required, IReadOnlyDictionary<MeasureKind, MeasureState> states) =>
        [.. required.Where(member => StateOf(member.Kind, states) != MeasureState.InEffect)];

    internal static MeasureState StateOf(MeasureKind kind, IReadOnlyDictionary<MeasureKind, MeasureState> states) =>
        states.TryGetValue(kind, out var state) ? state : MeasureState.SignalLost;
}
