using System.Text;
using Orchestrator.Domain.Law;

namespace Orchestrator.Domain.Segregation;

/// <summary>Prints the segregation table as a page for reviewers and auditors, in either language.</summary>
public static class TablePage
{
    /// <summary>Every paragraph with its condition, verdict, measures, requirements and sentence, then the measure sets.</summary>
    public static string Of(Language language)
    {
        var page = new StringBuilder();
        foreach (var row in Table.Rows)
        {
            page.AppendLine(Line(row.Id, Outcome(row, language), row.Clause));
            if (row is PairRow pair)
                page.AppendLine(Line("", Condition(pair, language)));
            if (row.Requirements.Length > 0)
                page.AppendLine(Line("", string.Join(", ", row.Requirements)));
            page.AppendLine(Line("", language == Language.Zh ? row.Zh : row.En)).AppendLine();
        }
        foreach (var set in Measures.All.GroupBy(member => member.Set))
        {
            page.AppendLine(set.Key.ToString());
            foreach (var member in set)
            {
                var openOnly = member.OpenCultureOnly ? Word("OpenCultureOnly", language) : "";
                page.AppendLine(Line("", member.Requirement, language == Language.Zh ? member.Zh : member.En, openOnly));
            }
        }
        return page.Replace("\r", "").ToString();
    }

    /// <summary>A verdict the way the table writes it.</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "ALLOW",
        Verdict.Conditional => "COND",
        Verdict.ConditionalWithRiskAssessment => "COND+RA",
        Verdict.Refuse => "REFUSE",
        Verdict.Prohibited => "REFUSE!",
    };

    private static string Line(string id, params string[] parts) =>
        $"{id,-8}{string.Join(" · ", parts.Where(part => part.Length > 0))}";

    private static string Outcome(TableRow row, Language language)
    {
        var parts = new List<string>
        {
            row.Effect switch
            {
                RowEffect.Decides => Name(row.Verdict),
                RowEffect.Tightens => $"COND → {Name(row.Verdict)}",
                RowEffect.CountsAsOpen or RowEffect.HoldsAndAlerts => Word(row.Effect.ToString(), language),
            },
        };
        if (row.Measures != MeasureSet.None)
            parts.Add(row.Measures.ToString().Replace(", ", " + ", StringComparison.Ordinal));
        if (row is PairRow { AddsToNonePositive: true })
            parts.Add(Word("AddsToNonePositive", language));
        if (row is PairRow { TightenedByOpenProcess: true })
            parts.Add("S-38");
        if (row.IfOverridden is { } lifted)
            parts.Add($"GMP-1 → {Name(lifted)}");
        return string.Join(" · ", parts);
    }

    private static string Condition(PairRow row, Language language)
    {
        string[] columns =
        [
            Words(nameof(row.System), row.System, Systems.Any, language),
            Words(nameof(row.Product), row.Product, Likeness.Any, language),
            Words(nameof(row.Batch), row.Batch, Likeness.Any, language),
            Words(nameof(row.Place), row.Place, Places.Any, language),
            Words(nameof(row.Steps), row.Steps, StepPair.Any, language),
            Words(nameof(row.Pathogen), row.Pathogen, PathogenPair.Any, language),
            Words(nameof(row.Enclosure), row.Enclosure, Enclosures.Any, language),
            Words(nameof(row.Parallel), row.Parallel, Branches.Any, language),
        ];
        return string.Join(" · ", columns.Where(column => column.Length > 0));
    }

    private static string Words<T>(string column, T pattern, T any, Language language)
        where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(pattern, any)
            ? ""
            : string.Join(
                language == Language.Zh ? "或" : " or ",
                pattern.ToString().Split(", ").Select(name => Word(Vocabulary.ContainsKey(name) ? name : column + name, language)));

    private static string Word(string name, Language language) =>
        language == Language.Zh ? Vocabulary[name].Zh : Vocabulary[name].En;

    private static readonly Dictionary<string, (string En, string Zh)> Vocabulary = new(StringComparer.Ordinal)
    {
        [nameof(RowEffect.CountsAsOpen)] = ("counts as OPEN", "视为非密闭"),
        [nameof(RowEffect.HoldsAndAlerts)] = ("HOLD + ALERT", "锁定并报警"),
        [nameof(PairRow.AddsToNonePositive)] = ("with the row that holds were none positive", "并适用双方均为阴性时的行"),
        ["OpenCultureOnly"] = ("open culture only", "仅非密闭培养"),
        [nameof(Systems.BothClosed)] = ("both closed", "双方密闭"),
        [nameof(Systems.AnyOpen)] = ("any open", "任一方非密闭"),
        ["ProductSame"] = ("same product", "同一品种"),
        ["ProductDifferent"] = ("different products", "不同品种"),
        ["BatchSame"] = ("same batch", "同一批次"),
        ["BatchDifferent"] = ("different batches", "不同批次"),
        [nameof(Places.DifferentAreas)] = ("different areas", "不同生产区域"),
        [nameof(Places.DifferentRooms)] = ("same area, different rooms", "同一区域不同操作间"),
        [nameof(Places.SameRoom)] = ("same room", "同一操作间"),
        [nameof(Places.SameArea)] = ("same area", "同一生产区域"),
        [nameof(StepPair.BothCulture)] = ("both culture", "双方均为培养"),
        [nameof(StepPair.Mixed)] = ("one culture, one not", "一方为培养"),
        [nameof(StepPair.NeitherCulture)] = ("neither culture", "双方均非培养"),
        [nameof(StepPair.SomeCulture)] = ("at least one culture", "至少一方为培养"),
        [nameof(StepPair.SomeNonCulture)] = ("at least one not culture", "至少一方非培养"),
        [nameof(PathogenPair.NonePositive)] = ("none positive", "双方均为阴性"),
        [nameof(PathogenPair.OnePositive)] = ("exactly one positive", "仅一方阳性"),
        [nameof(PathogenPair.SameAgents)] = ("both positive, same agents", "双方阳性且病原体相同"),
        [nameof(PathogenPair.DifferentAgents)] = ("both positive, different agents", "双方阳性但病原体不同"),
        [nameof(PathogenPair.SomeUnknown)] = ("one or both unknown", "任一方状态未知"),
        [nameof(PathogenPair.Equal)] = ("equal status", "状态相同"),
        [nameof(Enclosures.OneIsolator)] = ("only one in an isolator", "仅一方在隔离器内"),
        [nameof(Enclosures.OwnIsolators)] = ("each in its own isolator", "各在自己的隔离器内"),
        [nameof(Enclosures.SameIsolator)] = ("same isolator", "同一隔离器"),
        [nameof(Enclosures.OwnIncubators)] = ("each in its own incubator", "各在自己的培养箱内"),
        [nameof(Enclosures.SameChamber)] = ("same chamber of an incubator", "培养箱同一腔室"),
        [nameof(Enclosures.OwnCompartments)] = ("separate compartments of an incubator", "培养箱内隔离的腔室"),
        [nameof(Enclosures.SameIncubator)] = ("same incubator", "同一培养箱"),
        [nameof(Branches.Declared)] = ("declared parallel", "声明并行"),
        [nameof(Branches.NotDeclared)] = ("not declared parallel", "未声明并行"),
    };
}
