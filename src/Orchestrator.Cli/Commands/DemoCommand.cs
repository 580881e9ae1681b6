using System.CommandLine;
using Orchestrator.Cli.Demonstration;

namespace Orchestrator.Cli.Commands;

/// <summary><c>demo</c>: the example plant from its founding to its last batch.</summary>
internal static class DemoCommand
{
    public static Command Of(Verbs verbs)
    {
        var stay = new Option<bool>("--stay") { Description = verbs.Text("结束后保留服务器", "Leaves the server up at the end") };
        var lawful = new Option<bool>("--without-provocations") { Description = verbs.Text("只做合法的工作", "Only lawful work") };
        var kills = new Option<int>("--kills") { Description = verbs.Text("途中强行终止服务器的次数", "How often the server is killed on the way") };
        var seed = new Option<int>("--seed") { Description = verbs.Text("决定何时终止的种子", "The seed that decides when"), DefaultValueFactory = _ => 1 };
        var command = new Command("demo", verbs.Text("演示：跑完示例工厂的全部批次", "Plays the example plant to its last batch")) { stay, lawful, kills, seed };
        command.SetAction((parsed, cancel) => new Demo(verbs.Screen, new DemoOptions(verbs.Host(), !parsed.GetValue(lawful), parsed.GetValue(stay), parsed.GetValue(kills), parsed.GetValue(seed))).Run(cancel));
        return command;
    }
}
