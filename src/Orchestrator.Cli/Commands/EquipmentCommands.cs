using System.CommandLine;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>equipment</c>: controllers with their devices, and commands to devices.</summary>
internal static class EquipmentCommands
{
    public static Command Of(Verbs verbs) => verbs.Group("equipment", "设备", "Equipment", List(verbs), Tell(verbs), Resolve(verbs));

    private static Command List(Verbs verbs) => verbs.Question<ListControllersRequest, ListControllersReply>(
        "list", "列出控制器、设备状态和未完成的指令", "Lists controllers, their devices' states and outstanding commands", client => client.Equipment.ListControllersAsync, _ => new ListControllersRequest(), ShowAll);

    private static Command Tell(Verbs verbs)
    {
        var (controller, device) = (verbs.Argument("controller", "控制器", "The controller"), verbs.Argument("device", "设备，例如 closed-system/CP-01", "The device, for example closed-system/CP-01"));
        var target = verbs.Argument("target", "目标状态", "The state it shall be in")
            .AcceptOnlyFromAmong("prepared", "running", "held", "safe-state", "idle", "locked", "unlocked");
        var (by, reason) = (verbs.Option("--by", "操作人", "Who asks", required: true), verbs.Option("--reason", "理由", "Why", required: true));
        return verbs.Order("tell", "向设备发指令", "Tells a device which state to go to", client => client.Equipment.CommandDeviceAsync, parsed => new CommandDeviceRequest
        {
            Controller = parsed.GetValue(controller),
            Device = parsed.GetValue(device),
            Target = Enum.Parse<DeviceTarget>(parsed.GetRequiredValue(target).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            Reason = parsed.GetValue(reason),
            By = parsed.GetValue(by),
        }, controller, device, target, by, reason);
    }

    private static Command Resolve(Verbs verbs)
    {
        var (controller, command) = (verbs.Argument("controller", "控制器", "The controller"), verbs.Argument("command", "指令编号", "The command's id"));
        var outcome = verbs.Option("--outcome", "结果：done、failed、rejected", "done, failed or rejected", required: true).AcceptOnlyFromAmong("done", "failed", "rejected");
        var (by, reason) = (verbs.Option("--by", "确认人", "Who looked", required: true), verbs.Option("--reason", "所见", "What they saw", required: true));
        return verbs.Order("resolve", "人工确认结果不明的指令", "Says what became of a command whose answer was lost", client => client.Equipment.ResolveCommandAsync, parsed => new ResolveCommandRequest
        {
            Controller = parsed.GetValue(controller),
            Command = parsed.GetValue(command),
            Outcome = Enum.Parse<DeviceOutcome>(parsed.GetRequiredValue(outcome), ignoreCase: true),
            Reason = parsed.GetValue(reason),
            By = parsed.GetValue(by),
        }, controller, command, outcome, by, reason);
    }

    private static void ShowAll(Screen screen, ListControllersReply reply)
    {
        if (reply.Controllers.Count == 0)
        {
            screen.Line(screen.Text("生效的工厂文件中没有控制器。", "The plant file in force names no controller."));
            return;
        }

        screen.Table(
            [screen.Text("控制器", "controller"), screen.Text("状态", "status"), screen.Text("自", "since"), screen.Text("设备", "device"), screen.Text("未完成", "outstanding")],
            reply.Controllers.Select(view => new[]
            {
                Markup.Escape(view.Controller), view.Status == "Unknown" ? screen.Text("从未连接", "never connected") : Labels.Status(screen, view.Status), screen.At(view.Since),
                Markup.Escape(string.Join("\n", view.Devices.Select(device => $"{device.Device} {Labels.Value(screen, device.State)}"))),
                Markup.Escape(string.Join("\n", view.Outstanding.Select(one => $"{one.Command.Device} {Labels.Value(screen, one.Command.Target.ToString())} {Labels.Value(screen, one.Delivery)} {one.Command.Id}"))),
            }));
    }
}
