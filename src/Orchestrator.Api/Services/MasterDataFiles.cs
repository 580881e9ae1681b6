using System.Collections.Immutable;
using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The files of one call, read and checked: documents when they can be used, and every finding.</summary>
/// <param name="Plant">Null when no plant file was given, or when it has errors.</param>
/// <param name="Applicable">False when an error stands in the way.</param>
public sealed record MasterDataFiles(PlantDocument? Plant, ImmutableArray<RecipeDocument> Recipes, ImmutableArray<V1.Finding> Findings, bool Applicable)
{
    private const int FilesMax = 50;

    /// <param name="inForce">What recipes are checked against when no plant file comes with them.</param>
    public static MasterDataFiles Read(V1.File? plant, IReadOnlyCollection<V1.File> recipes, PlantDocument? inForce)
    {
        if (plant is null && recipes.Count == 0)
            throw CommandDoor.Invalid("plant", "请发送工厂文件、工艺规程文件，或两者", "send a plant file, recipe files, or both");
        if (recipes.Count > FilesMax)
            throw CommandDoor.Invalid("recipes", $"一次最多发送 {FilesMax} 个工艺规程", $"send at most {FilesMax} recipes at once");

        var plantReading = plant is null ? null : PlantFile.Read(plant.Name, plant.Text);
        var against = plantReading is null ? inForce : plantReading.Document;
        var readings = recipes.Select(recipe => RecipeFile.Read(recipe.Name, recipe.Text, against)).ToList();
        var findings = (plantReading?.Findings ?? []).Concat(readings.SelectMany(reading => reading.Findings)).ToImmutableArray();
        return new MasterDataFiles(
            plantReading?.Document,
            [.. readings.Select(reading => reading.Document).OfType<RecipeDocument>()],
            [.. findings.Select(Told)],
            findings.All(finding => finding.Severity != FindingSeverity.Error));
    }

    /// <summary>The error that carries every finding; nothing was recorded.</summary>
    public static RpcException Rejected(IEnumerable<V1.Finding> findings)
    {
        var reply = new CheckReply { Applicable = false };
        reply.Findings.AddRange(findings);
        var first = reply.Findings.First(finding => finding.Severity == nameof(FindingSeverity.Error)).Message;
        return CommandDoor.Rich(StatusCode.InvalidArgument, Tongue.Say($"文件有错误：{first.Zh}", $"the files have errors: {first.En}"), reply);
    }

    public static V1.Finding Told(Domain.Plants.Finding finding)
    {
        var told = new V1.Finding
        {
            Severity = finding.Severity.ToString(),
            File = finding.File,
            Line = finding.Line,
            Column = finding.Column,
            Field = finding.Field,
            Message = new Text { Zh = finding.Zh, En = finding.En },
            Fix = new Text { Zh = finding.FixZh, En = finding.FixEn },
        };
        told.Rules.AddRange(finding.Rules);
        return told;
    }
}
