using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Commands;

/// <summary>How commands are made here: those that change something print their ruling, those that ask print a table, all print JSON when asked to.</summary>
internal sealed class Verbs
{
    private readonly Func<string, string?> _environment;
    private readonly Option<string> _server;
    private readonly Option<string> _token;
    private readonly Option<bool> _json;
    private readonly Option<string> _lang;

    public Verbs(Screen screen, Func<string, string?> environment)
    {
        Screen = screen;
        _environment = environment;
        _server = Shared_("--server", "服务器地址（默认取 ORCHESTRATOR_SERVER）", "Address of the server (else ORCHESTRATOR_SERVER)");
        _token = Shared_("--token", "访问令牌（默认取 ORCHESTRATOR_TOKEN）", "Bearer token (else ORCHESTRATOR_TOKEN)");
        _lang = Shared_("--lang", "语言：zh 或 en（默认取 LANG）", "Language: zh or en (else LANG)").AcceptOnlyFromAmong("zh", "en");
        _json = new Option<bool>("--json") { Description = Text("输出 JSON", "Prints JSON"), Recursive = true };
    }

    public Screen Screen { get; private set; }

    /// <summary>What the plant's clock shows, as far as is known here; null before anybody was asked.</summary>
    public DateTimeOffset? PlantTime { get; private set; }

    public IEnumerable<Option> Shared => [_server, _token, _lang, _json];

    public string Text(string zh, string en) => Screen.Text(zh, en);

    public Argument<string> Argument(string name, string zh, string en)
    {
        var argument = new Argument<string>(name) { Description = Text(zh, en) };
        // Nothing has an empty name.
        argument.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && string.IsNullOrWhiteSpace(given.Tokens[0].Value))
                given.AddError(name);
        });
        return argument;
    }

    public Option<string> Option(string name, string zh, string en, bool required = false) => new(name) { Description = Text(zh, en), Required = required };

    public Option<string[]> Many(string name, string zh, string en, bool required = false) =>
        new(name) { Description = Text(zh, en), Required = required, AllowMultipleArgumentsPerToken = true };

    /// <summary>A group of commands.</summary>
    public Command Group(string name, string zh, string en, params IEnumerable<Command> commands)
    {
        var group = new Command(name, Text(zh, en));
        foreach (var command in commands)
            group.Add(command);
        return group;
    }

    /// <summary>A command that the plant rules on; exit code 0 when granted, 1 when refused.</summary>
    public Command Order<TRequest>(
        string name, string zh, string en, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, Func<ParseResult, TRequest> request, params Symbol[] symbols)
        where TRequest : IMessage
    {
        var id = Option("--id", "指令编号；重复同一编号得到同一裁定", "Command id; the same id gets the same ruling");
        var dryRun = new Option<bool>("--dry-run") { Description = Text("只问会怎样裁定，不作记录", "Only asks what the ruling would be") };
        return Verb(name, zh, en, [.. symbols, id, dryRun], async (parsed, client, cancel) =>
        {
            var command = request(parsed);
            CommandHead.Of(command).DryRun = parsed.GetValue(dryRun);
            return Show(parsed, await client.Give(call(client), command, parsed.GetValue(id), cancel));
        });
    }

    /// <summary>A question.</summary>
    public Command Question<TRequest, TReply>(
        string name, string zh, string en, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<TReply>>> call, Func<ParseResult, TRequest> request,
        Action<Screen, TReply> show, params Symbol[] symbols)
        where TReply : IMessage => Verb(name, zh, en, symbols, async (parsed, client, cancel) =>
    {
        var reply = await client.Ask(call(client), request(parsed), cancel);
        if (parsed.GetValue(_json))
            Screen.Json(reply);
        else
            show(Screen, reply);
        return ExitCode.Granted;
    });

    /// <summary>A command of any other shape.</summary>
    public Command Verb(string name, string zh, string en, IEnumerable<Symbol> symbols, Func<ParseResult, OrchestratorClient, CancellationToken, Task<int>> act)
    {
        var command = new Command(name, Text(zh, en));
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else if (symbol is Option option)
                command.Add(option);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            using var client = Connect(parsed);
            if (!Json(parsed))
                await LearnTime(client, cancel);
            var code = await act(parsed, client, cancel);
            if (Screen.ShowedInstants)
                Screen.Line(Screen.ZoneNote);
            return code;
        });
        return command;
    }

    /// <summary>Instants are shown as the plant's clocks on the wall show them; a plant without master data has no zone yet.</summary>
    private async Task LearnTime(OrchestratorClient client, CancellationToken cancel)
    {
        try
        {
            var plant = await client.Ask(client.Plant.GetPlantAsync, new GetPlantRequest(), cancel);
            if (plant.TimeZone.Length > 0)
                Screen = Screen.In(TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone));
            PlantTime = plant.Time == TimeMode.Demo ? plant.LastTurnAt?.ToDateTimeOffset() : DateTimeOffset.UtcNow;
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.Unimplemented or StatusCode.NotFound)
        {
            // Whoever serves no plant view may still answer what is asked.
        }
        catch (TimeZoneNotFoundException)
        {
            // A machine that lacks the zone shows its own, and says so.
        }
    }

    /// <summary>Prints what became of a command.</summary>
    public int Show(ParseResult parsed, Outcome outcome)
    {
        if (parsed.GetValue(_json))
            Screen.Json(outcome.Ruling);
        else
            RefusalPage.Show(Screen, outcome.Ruling);
        return outcome is Outcome.Granted ? ExitCode.Granted : ExitCode.Refused;
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The caller that the command line or the environment names.</summary>
    /// <exception cref="UsageException">Neither does.</exception>
    public OrchestratorClient Connect(ParseResult parsed, string? token = null)
    {
        var server = parsed.GetValue(_server) ?? _environment("ORCHESTRATOR_SERVER")
            ?? throw new UsageException(Text("请用 --server 或 ORCHESTRATOR_SERVER 指明服务器，例如 http://127.0.0.1:7410。", "Name the server with --server or ORCHESTRATOR_SERVER, for example http://127.0.0.1:7410."));
        token ??= parsed.GetValue(_token) ?? _environment("ORCHESTRATOR_TOKEN")
            ?? throw new UsageException(Text("请用 --token 或 ORCHESTRATOR_TOKEN 给出令牌。", "Give a token with --token or ORCHESTRATOR_TOKEN."));
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException(Text($"「{server}」不是 http 或 https 地址。", $"\"{server}\" is no http or https address."));
        return OrchestratorClient.Connect(server, token, new Patience { Deadline = TimeSpan.FromSeconds(5) }, Text("zh", "en"));
    }

    /// <summary>The server's program: what the script says, else the one built beside this program.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public string Host()
    {
        var built = Path.Combine(AppContext.BaseDirectory, "..", "..", "Orchestrator.Host", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "orchestrator-host.dll");
        var host = _environment("ORCHESTRATOR_HOST") ?? built;
        return System.IO.File.Exists(host) ? host : throw new UsageException(Text($"找不到服务器程序 {host}；请用 ./orchestrator demo。", $"There is no server program at {host}; use ./orchestrator demo."));
    }

    private Option<string> Shared_(string name, string zh, string en) => new(name) { Description = Text(zh, en), Recursive = true };
}
