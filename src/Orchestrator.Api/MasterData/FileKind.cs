using Orchestrator.Domain.Law;

namespace Orchestrator.Api.MasterData;

/// <summary>What the kinds of master-data files are called, by the name in their format line.</summary>
internal static class FileKind
{
    private static readonly Dictionary<string, Wording> Kinds = new(StringComparer.Ordinal)
    {
        ["orchestrator-plant"] = new("工厂文件", "a plant file"),
        ["orchestrator-recipe"] = new("工艺规程", "a recipe"),
        ["orchestrator-opening-balance"] = new("期初数据文件", "an opening balance"),
    };

    /// <param name="format">For example <c>orchestrator-recipe/1</c>.</param>
    public static Wording? Of(string format) => Kinds.GetValueOrDefault(format.Split('/')[0]);
}
