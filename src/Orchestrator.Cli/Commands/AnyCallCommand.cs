using System.CommandLine;
using Google.Protobuf;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Commands;

/// <summary>Any call of the server by its name, with its request as JSON: what a remedy names can be done with it.</summary>
internal static class AnyCallCommand
{
    public static Command Of(Verbs verbs)
    {
        var name = verbs.Argument("call", "服务/方法，例如 manufacturing/PauseStep", "service/Method, for example manufacturing/PauseStep");
        var json = new Argument<string>("json") { Description = verbs.Text("请求的 JSON；「-」从标准输入读取", "The request as JSON; \"-\" reads it from standard input"), DefaultValueFactory = _ => "{}" };
        var id = verbs.Option("--id", "指令编号；重复同一编号得到同一裁定", "Command id; the same id gets the same ruling");
        return verbs.Verb("call", "以 JSON 调用任一方法", "Makes any call with a request in JSON", [name, json, id], async (parsed, client, cancel) =>
        {
            var call = AnyCall.Named(parsed.GetRequiredValue(name)) ?? throw new UsageException(Unknown(verbs, parsed.GetRequiredValue(name)));
            var request = Read(verbs, call, parsed.GetRequiredValue(json));
            if (!call.IsCommand)
            {
                verbs.Screen.Json(await client.Ask(call.On<IMessage>(client), request, cancel));
                return ExitCode.Granted;
            }

            return verbs.Show(parsed, await client.Give(call.On<Ruling>(client), request, parsed.GetValue(id), cancel));
        });
    }

    private static IMessage Read(Verbs verbs, AnyCall call, string json)
    {
        try
        {
            return call.Request(json == "-" ? Console.In.ReadToEnd() : json);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new UsageException(verbs.Text($"不是 {call.Method.InputType.Name} 的 JSON：{wrong.Message}", $"This is no JSON of {call.Method.InputType.Name}: {wrong.Message}"));
        }
    }

    /// <summary>The nearest call, and the others of its service; of a service that nobody knows, the services.</summary>
    private static string Unknown(Verbs verbs, string name)
    {
        var nearest = AnyCall.All.Select(call => call.Name).MinBy(known => UsageErrors.Distance(name.ToUpperInvariant(), known.ToUpperInvariant()))!;
        var service = AnyCall.All.Select(call => Service(call.Name)).FirstOrDefault(known => string.Equals(known, Service(name), StringComparison.OrdinalIgnoreCase));
        var known = service is null
            ? string.Join(", ", AnyCall.All.Select(call => $"{Service(call.Name)}/…").Distinct())
            : string.Join(", ", AnyCall.All.Where(call => Service(call.Name) == service).Select(call => call.Name[(service.Length + 1)..]));
        return UsageErrors.Distance(name.ToUpperInvariant(), nearest.ToUpperInvariant()) <= Math.Max(2, name.Length / 3)
            ? verbs.Text($"没有「{name}」这个方法；是否要用「{nearest}」？", $"There is no call \"{name}\"; did you mean \"{nearest}\"?")
            : verbs.Text($"没有「{name}」这个方法。{service ?? "方法写作 服务/方法"}：{known}。", $"There is no call \"{name}\". {(service is null ? "Calls are service/Method" : $"{service} has")}: {known}.");
    }

    private static string Service(string call) => call.Split('/')[0];
}
