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

    private static string Unknown(Verbs verbs, string name)
    {
        var known = string.Join('\n', AnyCall.All.Select(call => $"  {call.Name}"));
        return verbs.Text($"没有「{name}」这个方法。现有：\n{known}", $"There is no call \"{name}\". There are:\n{known}");
    }
}
