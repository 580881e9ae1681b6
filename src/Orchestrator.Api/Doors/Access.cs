using System.Collections.Frozen;

namespace Orchestrator.Api.Doors;

/// <summary>Who may call what: the one table, a row a method. What has no row may be called by nobody.</summary>
public static class Access
{
    private const string Mes = "mes";
    private const string Equipment = "equipment";
    private const string Supervisor = "supervisor";
    private const string Quality = "quality";
    private const string Engineer = "engineer";
    private const string Demo = "demo";

    private static readonly string[] Everyone = [Mes, Equipment, Supervisor, Quality, Engineer, Demo];
    private static readonly string[] Readers = [Mes, Supervisor, Quality, Engineer, Demo];
    private static readonly string[] Shopfloor = [Mes, Supervisor];
    private static readonly string[] ShopfloorAndQuality = [Mes, Supervisor, Quality];
    private static readonly string[] Deciders = [Mes, Quality];
    private static readonly string[] MasterData = [Engineer, Quality];

    private static readonly FrozenDictionary<string, string[]> Rows = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["manufacturing/CreateBatch"] = Shopfloor,
        ["manufacturing/StartStep"] = Shopfloor,
        ["manufacturing/RepeatStep"] = Shopfloor,
        ["manufacturing/RecordCheck"] = Shopfloor,
        ["manufacturing/CorrectCheck"] = ShopfloorAndQuality,
        ["manufacturing/PauseStep"] = Shopfloor,
        ["manufacturing/ResumeStep"] = Shopfloor,
        ["manufacturing/CompleteStep"] = Shopfloor,
        ["manufacturing/AbortStep"] = ShopfloorAndQuality,
        ["manufacturing/CancelBatch"] = ShopfloorAndQuality,
        ["manufacturing/TerminateBatch"] = Deciders,
        ["manufacturing/DiscardBatch"] = Deciders,
        ["manufacturing/PlaceHold"] = ShopfloorAndQuality,
        ["manufacturing/LiftHold"] = Deciders,
        ["manufacturing/GetBatch"] = Readers,
        ["manufacturing/ListBatches"] = Readers,
        ["manufacturing/Why"] = Readers,
        ["manufacturing/Audit"] = Readers,
        ["manufacturing/Watch"] = Everyone,
        ["plant/Found"] = [Engineer],
        ["plant/Check"] = MasterData,
        ["plant/ProposeChange"] = MasterData,
        ["plant/Diff"] = MasterData,
        ["plant/ApproveChange"] = MasterData,
        ["plant/WithdrawChange"] = MasterData,
        ["plant/GetPlant"] = Everyone,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The methods that have a row, as <c>service/Method</c>.</summary>
    public static IEnumerable<string> Methods => Rows.Keys;

    /// <summary>The roles that may call a method; none when it has no row.</summary>
    /// <param name="path">As gRPC names it: <c>/orchestrator.v1.Manufacturing/StartStep</c>.</param>
    public static IReadOnlyList<string> RolesOf(string path) => Rows.GetValueOrDefault(NameOf(path), []);

    /// <summary>From gRPC's path to the name people and remedies use: <c>manufacturing/StartStep</c>.</summary>
    public static string NameOf(string path)
    {
        var slash = path.LastIndexOf('/');
        var service = path[(path.LastIndexOf('.', slash) + 1)..slash];
        return string.Concat(service[..1].ToLowerInvariant(), service.AsSpan(1), path.AsSpan(slash));
    }
}
