using Grpc.Core;
using Orchestrator.Cli.Controllers;
using Orchestrator.Cli.Mes;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Demonstration;

/// <summary>How the demonstration is played.</summary>
/// <param name="Host">Path of the server's program.</param>
/// <param name="Provoke">False to do only lawful work.</param>
/// <param name="Stay">Leaves the server up at the end.</param>
/// <param name="Kills">How often the server is killed on the way.</param>
/// <param name="Seed">When.</param>
internal sealed record DemoOptions(string Host, bool Provoke, bool Stay, int Kills, int Seed);

/// <summary>
/// The main job from end to end: a server of its own, the example plant founded by two people, the MES and the equipment
/// controllers as processes of their own, and demo time driven until the last batch has ended; then the account.
/// </summary>
internal sealed class Demo(Screen screen, DemoOptions options)
{
    private const string Plant = "SH-01";

    private static readonly string[] Participants = [.. DemoStage.All.Select(stage => stage.Participant)];

    private static readonly Patience Patience = new() { Deadline = TimeSpan.FromMinutes(2), Attempt = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMilliseconds(250) };

    /// <summary>Plays it; the folder is deleted unless something went wrong, in which case the message says where it is.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var examples = Examples.BesideTheProgram;
        var folder = DemoFolder.Create(Instruments.Read(System.IO.File.ReadLines(examples.PathOf("instruments.csv"))));
        try
        {
            if (!await Play(examples, folder, cancel))
                return Kept(folder, screen.Text("结果与预期不符。", "Something came out against expectation."), ExitCode.Refused);
        }
        catch (Exception ended) when (cancel.IsCancellationRequested && ended is OperationCanceledException or RpcException)
        {
            folder.Delete();
            return ExitCode.Interrupted;
        }
        catch (Exception broken) when (broken is InvalidOperationException or InvalidDataException or RpcException)
        {
            return Kept(folder, screen.Text($"演示中断：{broken.Message}", $"The demonstration broke off: {broken.Message}"), ExitCode.NoConnection);
        }

        folder.Delete();
        return ExitCode.Granted;
    }

    private int Kept(DemoFolder folder, string what, int code)
    {
        screen.Complain(what);
        screen.Complain(screen.Text($"服务器的日志和数据保留在 {folder.Path}", $"The server's log and data are kept in {folder.Path}"));
        return code;
    }

    private async Task<bool> Play(Examples examples, DemoFolder folder, CancellationToken cancel)
    {
        var schedule = examples.Schedule();
        var start = schedule.Start.AddHours(-12);
        screen.Line(screen.Text($"示例工厂 {Plant}：{schedule.Requests.Length} 名患者，{(schedule.End - schedule.Start).TotalDays:0} 天。文件夹 {folder.Path}", $"Example plant {Plant}: {schedule.Requests.Length} patients, {(schedule.End - schedule.Start).TotalDays:0} days. Folder {folder.Path}"));

        await using var server = new GuardedServer(options.Host, folder, Plant, start);
        await server.Start();
        screen.Line(screen.Text($"服务器：gRPC {server.Grpc}，JSON {server.Web}", $"Server: gRPC {server.Grpc}, JSON {server.Web}"));
        using var engineer = Connect(server, folder, DemoFolder.Engineer);
        using var quality = Connect(server, folder, Callers.Quality);
        using var supervisor = Connect(server, folder, DemoFolder.Supervisor);
        using var conductor = Connect(server, folder, DemoFolder.Conductor);
        await Founding.Found(engineer, quality, examples, start, cancel);
        screen.Line(screen.Text("工厂文件、工艺规程和期初数据已由两人提出并批准。", "Plant file, recipes and opening balance were proposed by one person and approved by another."));

        var plant = await supervisor.Ask(supervisor.Plant.GetPlantAsync, new GetPlantRequest(), cancel);
        var local = screen.In(TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone));
        screen.Line(local.ZoneNote);
        var progress = new Progress(local, schedule, supervisor);
        string[] shared = ["--at", server.Grpc, "--tokens", folder.PlainTokens, "--examples", examples.Folder, .. options.Provoke ? Array.Empty<string>() : ["--without-provocations"]];
        using var controllers = PlayerProcess.Start(["player", "controllers", .. shared], progress.Doors);
        using var mes = PlayerProcess.Start(["player", "mes", .. shared, "--answers", folder.MesAnswers], progress.Heard);
        var fault = new Assassin(server, schedule, options.Kills, options.Seed);
        await Conduct(conductor, start, progress, fault, Task.WhenAny(controllers.Ended, mes.Ended, server.Guarding), cancel);

        var account = await Account.Of(supervisor, folder, Playbook.Of(schedule, options.Provoke), progress, cancel);
        account.Show(local, server);
        if (options.Stay)
            await Stay(server, folder, cancel);
        return account.AsExpected;
    }

    /// <summary>Moves the clock from one wanted instant to the next until nobody wants any.</summary>
    private static async Task Conduct(OrchestratorClient conductor, DateTimeOffset start, Progress progress, Assassin assassin, Task ended, CancellationToken cancel)
    {
        DateTimeOffset? next = start;
        while (next is { } to)
        {
            assassin.Watch(to);
            var advancing = conductor.Advance(to, Participants, cancel);
            if (await Task.WhenAny(advancing, ended) == ended)
                throw new InvalidOperationException("a player or the server ended before the last batch did");
            var reply = await advancing;
            await progress.Reached(to, cancel);
            next = reply.NextWanted?.ToDateTimeOffset();
        }
    }

    private async Task Stay(GuardedServer server, DemoFolder folder, CancellationToken cancel)
    {
        screen.Line();
        screen.Line(screen.Text("服务器继续运行，按 Ctrl-C 结束。例如：", "The server stays up; end it with Ctrl-C. For example:"));
        screen.Line($"  export ORCHESTRATOR_SERVER={server.Grpc} ORCHESTRATOR_TOKEN={folder.Tokens[DemoFolder.Supervisor]}");
        screen.Line("  ./orchestrator cli batch list");
        screen.Line("  ./orchestrator cli audit room/R-104 --written");
        screen.Line($"  curl -s -H 'authorization: Bearer {folder.Tokens[DemoFolder.Supervisor]}' -d '{{}}' {server.Web}/v1/manufacturing/ListBatches");
        foreach (var (name, token) in folder.Tokens.Where(pair => pair.Key is Callers.Mes or Callers.Quality or DemoFolder.Engineer))
            screen.Line($"  {name}: {token}");
        await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static OrchestratorClient Connect(GuardedServer server, DemoFolder folder, string caller) => OrchestratorClient.Connect(server.Grpc, folder.Tokens[caller], Patience);
}
