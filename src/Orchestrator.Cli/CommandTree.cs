using System.CommandLine;
using System.CommandLine.Help;
using Grpc.Core;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Terminal;

namespace Orchestrator.Cli;

/// <summary>The whole command line: every command, the options they share, and what each outcome means to the shell.</summary>
public static class CommandTree
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(string[] args, Screen screen, Func<string, string?> environment, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var verbs = new Verbs(screen, environment);
        var parsed = Build(verbs).Parse(Asked(args));
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpPage)
        {
            foreach (var complaint in UsageErrors.Of(parsed, screen))
                screen.Complain(complaint);
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancel);
        }
        catch (Exception ended) when (ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } || (cancel.IsCancellationRequested && ended is RpcException))
        {
            // Whoever has ended it by hand knows; nothing else cancels a call.
            return ExitCode.Interrupted;
        }
        catch (RpcException failure)
        {
            return Explain(failure, screen);
        }
        catch (UsageException wrong)
        {
            screen.Complain(wrong.Message);
            return ExitCode.Usage;
        }
    }

    /// <summary><c>help</c> and a line without any command ask for the page that <c>--help</c> shows.</summary>
    private static string[] Asked(string[] args) => args switch
    {
        ["--lang", var language, .. var rest] when rest is [] or ["help", ..] => ["--lang", language, .. Asked(rest)],
        [var language, .. var rest] when language.StartsWith("--lang=", StringComparison.Ordinal) && rest is [] or ["help", ..] => [language, .. Asked(rest)],
        ["help", .. var about] => [.. about, "--help"],
        [] => ["--help"],
        _ => args,
    };

    private static RootCommand Build(Verbs verbs)
    {
        var root = new RootCommand(verbs.Text("细胞治疗工厂编排系统的终端", "The terminal of a cell-therapy plant's orchestrator"));
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Description = verbs.Text("显示帮助", "Shows this help");
            option.Action = new HelpPage(verbs.Screen);
        }

        foreach (var option in root.Options.OfType<VersionOption>())
        {
            option.Description = verbs.Text("显示版本", "Shows the version");
            option.Validators.Clear();
        }

        foreach (var shared in verbs.Shared)
            root.Add(shared);
        foreach (var command in All(verbs))
            root.Add(command);
        return root;
    }

    private static IEnumerable<Command> All(Verbs verbs) =>
    [
        BatchCommands.Of(verbs),
        StepCommands.Of(verbs),
        PlantCommands.Of(verbs),
        RoomCommands.Of(verbs),
        EquipmentCommands.Of(verbs),
        NextCommand.Of(verbs),
        HandOverCommand.Of(verbs),
        .. RecordCommands.Of(verbs),
        AnyCallCommand.Of(verbs),
        DemoCommand.Of(verbs),
        PlayerCommands.Of(verbs),
    ];

    /// <summary>Whether the other side asked for HTTP/1.1 (RFC 9113, HTTP_1_1_REQUIRED).</summary>
    private static bool SpeaksHttp1(Exception? failure) => failure switch
    {
        null => false,
        HttpProtocolException { ErrorCode: 0xd } => true,
        _ => SpeaksHttp1(failure.InnerException),
    };

    /// <summary>What kind of error it is; none of these is a ruling, and nothing was recorded.</summary>
    private static string Named(Screen screen, StatusCode code) => code switch
    {
        StatusCode.NotFound => screen.Text("未找到：", "Not found: "),
        StatusCode.InvalidArgument => screen.Text("内容有误：", "This makes no sense: "),
        StatusCode.AlreadyExists => screen.Text("编号已用：", "The id is taken: "),
        StatusCode.Unimplemented => screen.Text("没有此方法：", "There is no such method: "),
        _ => screen.Text($"未裁定（{code}）：", $"No ruling ({code}): "),
    };

    private static int Explain(RpcException failure, Screen screen)
    {
        var detail = failure.Status.Detail;
        switch (failure.StatusCode)
        {
            case var _ when SpeaksHttp1(failure.Status.DebugException):
                screen.Complain(screen.Text("这是 JSON 端口；终端使用 gRPC 端口（默认 7410），请更正 --server。", "This is the JSON port; the terminal talks to the gRPC port (7410 unless told otherwise): correct --server."));
                return ExitCode.Usage;
            case StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal:
                // What the server said is in the language asked for; what the machine said of a broken connection is not.
                screen.Complain(failure.Status.DebugException is null
                    ? screen.Text($"服务器此刻不能处理：{detail}", $"The server cannot do this now: {detail}")
                    : screen.Text("服务器没有应答；请确认服务器正在运行、--server 所指地址正确。", $"The server does not answer; is it running, and is --server right? {detail}"));
                return ExitCode.NoConnection;
            case StatusCode.Unauthenticated:
                screen.Complain(screen.Text("服务器不认识这个令牌；请用 --token 或 ORCHESTRATOR_TOKEN 指定。", "The server does not know this token; give one with --token or ORCHESTRATOR_TOKEN."));
                return ExitCode.Usage;
            case StatusCode.PermissionDenied:
                screen.Complain(screen.Text($"此令牌无权这样做：{detail}", $"This token may not do that: {detail}"));
                return ExitCode.Usage;
            default:
                screen.Complain(Named(screen, failure.StatusCode) + detail);
                return ExitCode.Usage;
        }
    }
}

/// <summary>What a person typed cannot be used; the message says how to mend it, in their language.</summary>
internal sealed class UsageException(string message) : Exception(message);
