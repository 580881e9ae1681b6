using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.V1;
using TimeMode = Orchestrator.Domain.Plants.TimeMode;

namespace Orchestrator.Api.Services;

/// <summary>The <c>plant</c> service: master data come in as text, are checked, proposed by one person and approved by another.</summary>
public sealed class PlantService(CommandDoor door, Views views) : V1.Plant.PlantBase
{
    public override Task<Ruling> Found(FoundRequest request, ServerCallContext context) => door.Give(
        new PlantCommand.Found(OfThisServer(request.Plant), request.Time switch
        {
            V1.TimeMode.Real => TimeMode.Real,
            V1.TimeMode.Demo => throw CommandDoor.Invalid("time", "演示工厂须由以 --demo 启动的服务器建立；时钟在第一个回合之前确定", "start a server with --demo to found a demonstration plant; the clock is fixed before the first turn"),
            _ => throw CommandDoor.Invalid("time", "请发送 TIME_MODE_REAL", "send TIME_MODE_REAL"),
        }),
        request.Header, context);

    public override async Task<CheckReply> Check(CheckRequest request, ServerCallContext context)
    {
        var files = MasterDataFiles.Read(request.Plant, request.Recipes, (await views.At(0, context)).Get<Domain.Plants.Plant>("plant").Site?.Document);
        var reply = new CheckReply { Applicable = files.Applicable };
        reply.Findings.AddRange(files.Findings);
        if (files.Plant is { } plant && plant.Id != door.Plant)
        {
            reply.Applicable = false;
            reply.Findings.Add(new V1.Finding
            {
                Severity = nameof(FindingSeverity.Error),
                File = request.Plant.Name,
                Field = "id",
                Message = new Text { Zh = $"这是 {plant.Id} 的文件，而本服务器服务于 {door.Plant}。", En = $"This is the file of {plant.Id}, and this server serves {door.Plant}." },
                Fix = new Text { Zh = "改用该工厂的服务器或文件。", En = "Use that plant's server, or this plant's file." },
            });
        }

        return reply;
    }

    public override async Task<DiffReply> Diff(DiffRequest request, ServerCallContext context)
    {
        var picture = await views.At(request.MinPosition, context);
        if (request.Change.Length > 0)
        {
            return picture.Get<Domain.Plants.Plant>("plant").Changes.TryGetValue(request.Change, out var change)
                ? PlantChanges.Of(picture, new MasterDataFiles(change.Plant, change.Recipes, [], Applicable: true))
                : throw CommandDoor.Missing($"没有待批准的变更 {request.Change}", $"no change {request.Change} waits");
        }

        var files = MasterDataFiles.Read(request.Plant, request.Recipes, picture.Get<Domain.Plants.Plant>("plant").Site?.Document);
        return PlantChanges.Of(picture, files);
    }

    public override async Task<Ruling> ProposeChange(ProposeChangeRequest request, ServerCallContext context)
    {
        var files = MasterDataFiles.Read(request.Plant, request.Recipes, (await views.At(0, context)).Get<Domain.Plants.Plant>("plant").Site?.Document);
        if (!files.Applicable)
            throw MasterDataFiles.Rejected(files.Findings);
        return await door.Give(
            new PlantCommand.ProposeChange(request.Change, request.EffectiveFrom is null ? DateTimeOffset.UnixEpoch : Wire.At(request.EffectiveFrom, "effective_from"), files.Plant, files.Recipes), request.Header, context);
    }

    public override Task<Ruling> ApproveChange(ApproveChangeRequest request, ServerCallContext context) =>
        door.Give(new PlantCommand.ApproveChange(request.Change), request.Header, context);

    public override Task<Ruling> WithdrawChange(WithdrawChangeRequest request, ServerCallContext context) =>
        door.Give(new PlantCommand.WithdrawChange(request.Change), request.Header, context);

    public override async Task<CheckReply> CheckOpeningBalance(CheckOpeningBalanceRequest request, ServerCallContext context)
    {
        var reading = Balance(request.Balance, await views.At(0, context));
        var reply = new CheckReply { Applicable = reading.Document is not null };
        reply.Findings.AddRange(reading.Findings.Select(MasterDataFiles.Told));
        return reply;
    }

    public override async Task<Ruling> ProposeOpeningBalance(ProposeOpeningBalanceRequest request, ServerCallContext context)
    {
        var reading = Balance(request.Balance, await views.At(0, context));
        return reading.Document is { } balance
            ? await door.Give(new PlantCommand.ProposeOpening(request.Opening, balance), request.Header, context)
            : throw MasterDataFiles.Rejected(reading.Findings.Select(MasterDataFiles.Told));
    }

    public override async Task<OpeningBalanceView> GetOpeningBalance(GetOpeningBalanceRequest request, ServerCallContext context)
    {
        var picture = await views.At(request.MinPosition, context);
        return picture.Get<Domain.Plants.Plant>("plant").Openings.TryGetValue(request.Opening, out var opening)
            ? new OpeningBalanceView { Position = picture.Position, Opening = request.Opening, ProposedBy = opening.By, Balance = Records.Content(opening.Balance, typeof(OpeningBalance)) }
            : throw CommandDoor.Missing($"没有待批准的期初数据 {request.Opening}", $"no opening balance {request.Opening} waits");
    }

    public override Task<Ruling> ApproveOpeningBalance(ApproveOpeningBalanceRequest request, ServerCallContext context) =>
        door.Give(new PlantCommand.ApproveOpening(request.Opening), request.Header, context);

    /// <summary>The plant's id as it will stand in its journal for ever: of a form that can be written anywhere, and the one this server serves.</summary>
    private string OfThisServer(string plant)
    {
        if (!PlantId.IsWellFormed(plant))
            throw CommandDoor.Invalid("plant", PlantId.FormZh, PlantId.Form);
        return plant == door.Plant
            ? plant
            : throw CommandDoor.Invalid("plant", $"本服务器服务于 {door.Plant}；请发送该编号，或以 --plant {plant} 启动服务器", $"this server serves {door.Plant}; send that, or start a server with --plant {plant}");
    }

    private static FileReading<OpeningBalance> Balance(V1.File? file, Engine.Picture picture) =>
        OpeningBalanceFile.Read(
            (file ?? throw CommandDoor.Invalid("balance", "请发送该文件", "send the file")).Name, file.Text, picture.Get<Domain.Plants.Plant>("plant").Site?.Document,
            [.. picture.All<Recipe>().Select(recipe => recipe.Value.Document).OfType<RecipeDocument>()]);

    public override async Task<PlantView> GetPlant(GetPlantRequest request, ServerCallContext context) =>
        PlantViews.Of(await views.At(request.MinPosition, context));
}
