using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Api.Doors;
using Orchestrator.Api.MasterData;
using Orchestrator.Api.Tests.Equipment;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.Cli;
using Orchestrator.Cli.Terminal;
using Orchestrator.Domain.Plants;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.NextActions;

/// <summary>The example plant on a morning of work, every instrument just read, and one batch that is handled over the wire.</summary>
internal sealed class Workshop : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 30, 0, TimeSpan.Zero);

    public const string Batch = "B-2601";

    private readonly OpenServer _server = new("SH-01", "2026-03-02T08:30+08:00");
    private int _commands;
    private long _position;

    public OpenServer Server => _server;

    private Manufacturing.ManufacturingClient Client => new(_server.Channel);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Apply();
        await _server.Open();
        var plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;
        foreach (var name in new[] { "BMS-1", "CTRL-CP-01" })
            await Read(plant, plant.Controllers.Single(controller => controller.Id == name));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    /// <summary>Runs one command line against the plant.</summary>
    public async Task<(int Code, string Output)> Terminal(Language language, string caller, params string[] args)
    {
        var (output, complaints) = (new StringWriter(), new StringWriter());
        var code = await CommandTree.Run(
            [.. args, "--server", $"http://{_server.Channel.Target}", "--token", TokenFile.TokenOf(caller)], Screen.Plain(output, complaints, language, TimeZoneInfo.Utc, width: 160), _ => null);
        return (code, $"{output}{complaints}");
    }

    public async Task CreateBatch() => Note(await Client.CreateBatchAsync(
        new CreateBatchRequest { Header = Head(), Batch = Batch, Product = "CART-19", Recipe = "car-t-closed", RecipeVersion = "1.0", ChainOfIdentity = "COI-2601", DonorCode = "D-2601", Purpose = BatchPurpose.Commercial },
        TokenFile.As("mes-1"), OpenServer.Deadline));

    public async Task ReceiveMaterial()
    {
        await Enter("ST-1", "OP-03", "OP-04");
        Note(await Client.RegisterDonorMaterialAsync(
            new RegisterDonorMaterialRequest
            {
                Header = Head(),
                DonorMaterial = "A0001260000010",
                DonorCode = "D-2601",
                ChainOfIdentity = "COI-2601",
                Container = "LEUK-2601",
                ContainerType = "leukapheresis-bag",
                Contents = new Contents { VolumeMl = 200 },
                Label = "LBL-LEUK-2601",
                Room = "ST-1",
                ReceivedBy = "OP-03",
                Verifier = "OP-04",
            },
            TokenFile.As("mes-1"), OpenServer.Deadline));
    }

    public async Task Enter(string room, params string[] people)
    {
        foreach (var person in people)
            Note(await Client.EnterRoomAsync(new EnterRoomRequest { Header = Head(), Operator = person, Room = room, At = Timestamp.FromDateTimeOffset(Start) }, TokenFile.As("DOORS-1"), OpenServer.Deadline));
    }

    /// <summary>Brings the batch into its first step by taking the advice.</summary>
    public async Task Begin()
    {
        await CreateBatch();
        await ReceiveMaterial();
        await Enter("R-101", "OP-01", "OP-02");
        await Follow("manufacturing/SetPathogenStatus", "manufacturing/RecordAppearance", "manufacturing/AcceptDonorMaterial", "manufacturing/BindDonorMaterial");
        await Follow("manufacturing/StartTransfer", "manufacturing/ArriveTransfer", "manufacturing/MountKit", "manufacturing/VerifyClosure", "manufacturing/RecordAppearance");
        await Take((await Next("manufacturing/StartStep")).Legal.Single());
    }

    public async Task<NextActionsReply> Next(params string[] commands)
    {
        var request = new NextActionsRequest { Batch = Batch, MinPosition = _position };
        request.Commands.AddRange(commands);
        return await Client.NextActionsAsync(request, TokenFile.As("mes-1"), OpenServer.Deadline);
    }

    /// <summary>Takes each of these commands where it is legal, in their order, every one that is offered.</summary>
    public async Task Follow(params string[] commands)
    {
        foreach (var command in commands)
        {
            var next = await Next(command);
            Assert.True(next.Legal.Count > 0, $"{command} is not legal: {next.Refused}");
            // A room or a system is chosen once: the first of the plant, where the people are.
            var chosen = command is "manufacturing/StartTransfer" or "manufacturing/MountKit" ? next.Legal.Take(1) : next.Legal;
            foreach (var action in chosen)
                await Take(action);
        }
    }

    /// <summary>Gives a command as it was advised, with a word of the person's where one is asked for.</summary>
    public async Task Take(NextAction action)
    {
        var (status, body) = await Give(action, dryRun: false);
        Assert.True(status == 200, $"{action.Command} was advised and answered {status}: {body}");
        _position = long.Parse(body.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<(int Status, JsonElement Body)> Give(NextAction action, bool dryRun)
    {
        var request = action.Request.Clone();
        foreach (var (name, value) in action.Request.Fields.Where(field => Placeholder.Is(field.Value.StringValue)))
        {
            Assert.Contains(name, action.ToFill.Select(Spoken));
            request.Fields[name] = Value.ForString("as seen");
        }

        request.Fields["header"] = Value.ForStruct(new Struct { Fields = { ["commandId"] = Value.ForString($"next-{++_commands}"), ["dryRun"] = Value.ForBool(dryRun) } });
        var caller = action.Signer == "QA-02" ? "qa-2" : action.Callers.Contains("quality") && !dryRun ? "qa" : action.Callers.Contains("mes") ? "mes-1" : action.Callers.Contains("quality") ? "qa" : "engineer";
        return _server.Post(action.Command, JsonFormatter.Default.Format(request), caller);
    }

    /// <summary>A field's name as JSON writes it.</summary>
    private static string Spoken(string field) => string.Concat(field.Split('_').Select((part, at) => at == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private async Task Read(PlantDocument plant, ControllerDefinition definition)
    {
        using var controller = await TestController.Connect(_server, definition.Id);
        var sequence = 0;
        foreach (var sensor in plant.Sensors.Where(sensor => definition.SpeaksFor.Contains($"sensor/{sensor.Id}")))
        {
            var middle = (double)(((sensor.Low ?? sensor.High) + (sensor.High ?? sensor.Low)) / 2 ?? 0);
            _position = (await controller.Report(TestController.Reading(++sequence, sensor.Id, middle, Start))).Recorded.Position;
        }
    }

    private void Note(Ruling ruling) => _position = ruling.Position;

    private CommandHeader Head() => new() { CommandId = $"shop-{++_commands}" };
}
