using System.CommandLine;
using System.Text.Json;
using Orchestrator.Cli.Controllers;
using Orchestrator.Cli.Demonstration;
using Orchestrator.Cli.Mes;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;

namespace Orchestrator.Cli.Commands;

/// <summary><c>player</c>: the parts of the demonstration, each in a process of its own that uses nothing but the public client.</summary>
internal static class PlayerCommands
{
    /// <summary>Longer than a server takes to start again.</summary>
    private static readonly Patience Patience = new() { Deadline = TimeSpan.FromMinutes(5), Attempt = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMilliseconds(250) };

    public static Command Of(Verbs verbs)
    {
        var server = verbs.Option("--at", "服务器地址", "Address of the server", required: true);
        var tokens = verbs.Option("--tokens", "各请求方令牌的文件", "File with the tokens of the callers", required: true);
        var examples = verbs.Option("--examples", "示例文件夹", "Folder of the example files", required: true);
        var answers = verbs.Option("--answers", "记录应答的文件", "File that every answer is written to", required: true);
        var lawful = new Option<bool>("--without-provocations") { Description = verbs.Text("只做合法的工作", "Only lawful work") };
        return verbs.Group("player", "演示中的角色", "The parts of the demonstration",
            Plain(verbs, "mes", "制造执行系统", "The MES client", [server, tokens, examples, answers, lawful], (parsed, cancel) =>
                Mes(new Examples(parsed.GetRequiredValue(examples)), Connections(parsed.GetRequiredValue(server), parsed.GetRequiredValue(tokens)), parsed.GetRequiredValue(answers), !parsed.GetValue(lawful), cancel)),
            Plain(verbs, "controllers", "设备控制器", "The equipment controllers", [server, tokens, examples, lawful], (parsed, cancel) =>
                Controllers(new Examples(parsed.GetRequiredValue(examples)), Connections(parsed.GetRequiredValue(server), parsed.GetRequiredValue(tokens)), !parsed.GetValue(lawful), cancel)));
    }

    private static async Task<int> Mes(Examples examples, Func<string, OrchestratorClient> clientOf, string answers, bool provoke, CancellationToken cancel)
    {
        string[] callers = [Callers.Mes, Callers.OtherMes, Callers.Quality, Callers.SecondQuality];
        var clients = callers.ToDictionary(name => name, clientOf);
        using var log = new AnswerLog(answers);
        var playbook = Playbook.Of(examples.Schedule(), provoke);
        var player = new MesPlayer(playbook, clients, (act, outcome) => Console.WriteLine(JsonSerializer.Serialize(log.Write(act, outcome), JsonSerializerOptions.Web)));
        await Together(Part(DemoStage.Ends, Phase.Ends), Part(DemoStage.Begins, Phase.Begins));
        return ExitCode.Granted;

        Task Part(DemoStage stage, Phase phase) => clients[Callers.Mes].Take(stage.Participant, stage.Number, async (now, token) =>
        {
            await player.PlayUntil(new Moment(now, phase), token);
            return player.Next;
        }, cancel);
    }

    private static async Task<int> Controllers(Examples examples, Func<string, OrchestratorClient> clientOf, bool provoke, CancellationToken cancel)
    {
        var setups = Instruments.Read(File.ReadLines(examples.PathOf("instruments.csv")));
        var passages = Whereabouts.Of(Playbook.Of(examples.Schedule(), provoke).Stays);
        await using var player = await ControllersPlayer.Connect(setups, passages, clientOf, (passage, ruling) =>
            Console.WriteLine($"{passage}: {string.Join("; ", ruling.Refusals.Select(refusal => $"{refusal.Rule} {refusal.Sentence.En}"))}"), cancel);
        var client = clientOf(setups[0].Id);
        await Together(
            client.Take(DemoStage.Controllers.Participant, DemoStage.Controllers.Number, (now, token) => player.ActUntil(now, Doors.BeforeEnds, token), cancel),
            client.Take(DemoStage.Doors.Participant, DemoStage.Doors.Number, (now, token) => player.ActUntil(now, Doors.BeforeBegins, token), cancel),
            client.Take(DemoStage.Exits.Participant, DemoStage.Exits.Number, (now, token) => player.ActUntil(now, Doors.Afterwards, token), cancel));
        return ExitCode.Granted;
    }

    /// <summary>Completes when all have; a part that fails takes the player down with it.</summary>
    private static async Task Together(params IEnumerable<Task> parts)
    {
        await foreach (var part in Task.WhenEach(parts))
            await part;
    }

    private static Func<string, OrchestratorClient> Connections(string server, string tokens)
    {
        var known = DemoFolder.ReadTokens(tokens);
        return name => OrchestratorClient.Connect(server, known[name], Patience);
    }

    private static Command Plain(Verbs verbs, string name, string zh, string en, Option[] options, Func<ParseResult, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, verbs.Text(zh, en));
        foreach (var option in options)
            command.Add(option);
        command.SetAction(act);
        return command;
    }
}
