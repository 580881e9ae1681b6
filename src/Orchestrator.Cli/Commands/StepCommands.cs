using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.V1;

namespace Orchestrator.Cli.Commands;

/// <summary><c>step</c>: what a person does with one step of a batch.</summary>
internal static class StepCommands
{
    public static Command Of(Verbs verbs)
    {
        var batch = verbs.Argument("batch", "批号", "The batch");
        var step = verbs.Argument("step", "工艺规程中的步骤", "The recipe's step");
        var by = verbs.Option("--by", "操作人", "Who does it", required: true);
        var reason = verbs.Option("--reason", "理由", "Why", required: true);
        var terminal = verbs.Option("--terminal", "操作间的终端", "The room's terminal", required: true);
        var check = verbs.Argument("check", "工艺规程中的检查项", "The recipe's check");
        var value = new Argument<double>("value") { Description = verbs.Text("数值", "The value") };
        var unit = verbs.Option("--unit", "UCUM 单位", "UCUM unit", required: true);
        var disposition = verbs.Option("--disposition", "细胞的处置：safe-state、destroy", "What becomes of the cells: safe-state or destroy", required: true).AcceptOnlyFromAmong("safe-state", "destroy");
        return verbs.Group("step", "步骤", "Steps",
            Start(verbs, batch, step, terminal),
            verbs.Order("complete", "完成步骤", "Ends a step that ran its course", client => client.Manufacturing.CompleteStepAsync,
                parsed => new CompleteStepRequest { Batch = parsed.GetValue(batch), Step = parsed.GetValue(step), CompletedBy = parsed.GetValue(by), Terminal = parsed.GetValue(terminal) }, batch, step, by, terminal),
            verbs.Order("check", "记录过程检查", "Records an in-process check", client => client.Manufacturing.RecordCheckAsync,
                parsed => new RecordCheckRequest { Batch = parsed.GetValue(batch), Step = parsed.GetValue(step), Check = parsed.GetValue(check), Value = parsed.GetValue(value), Unit = parsed.GetValue(unit), RecordedBy = parsed.GetValue(by) },
                batch, step, check, value, unit, by),
            verbs.Order("pause", "将步骤带到安全点", "Brings a step to its safe point", client => client.Manufacturing.PauseStepAsync,
                parsed => new PauseStepRequest { Batch = parsed.GetValue(batch), Step = parsed.GetValue(step), Reason = parsed.GetValue(reason), By = parsed.GetValue(by) }, batch, step, reason, by),
            verbs.Order("resume", "继续暂停的步骤", "Goes on with a paused step", client => client.Manufacturing.ResumeStepAsync,
                parsed => new ResumeStepRequest { Batch = parsed.GetValue(batch), Step = parsed.GetValue(step), By = parsed.GetValue(by) }, batch, step, by),
            verbs.Order("abort", "报告步骤中止", "Reports that a step was broken off", client => client.Manufacturing.AbortStepAsync, parsed => new AbortStepRequest
            {
                Batch = parsed.GetValue(batch),
                Step = parsed.GetValue(step),
                Reason = parsed.GetValue(reason),
                Disposition = parsed.GetValue(disposition) == "destroy" ? Disposition.Destroy : Disposition.SafeState,
                By = parsed.GetValue(by),
            }, batch, step, reason, disposition, by));
    }

    private static Command Start(Verbs verbs, Argument<string> batch, Argument<string> step, Option<string> terminal)
    {
        var room = verbs.Option("--room", "操作间", "Room", required: true);
        var line = verbs.Option("--line", "生产线", "Line");
        var system = verbs.Option("--system", "密闭系统", "Closed system");
        var cabinet = verbs.Option("--cabinet", "生物安全柜", "Biosafety cabinet");
        var isolator = verbs.Option("--isolator", "隔离器", "Isolator");
        var incubator = verbs.Option("--incubator", "培养箱，写作 培养箱/腔室/位置", "Incubator/compartment/position");
        var equipment = verbs.Many("--equipment", "其他设备", "Further equipment");
        var operators = verbs.Many("--operator", "人员，写作 人员:岗位", "person:role, one or more");
        var verifier = verbs.Option("--verifier", "复核人", "The second person of the identity check");
        var scans = verbs.Many("--scan", "扫描，写作 投入项:容器:读到的代码:扫描人", "input:container:code read:by, one an input");
        return verbs.Order("start", "开始步骤", "Starts a step", client => client.Manufacturing.StartStepAsync, parsed =>
        {
            var place = (parsed.GetValue(incubator) ?? "").Split('/');
            var request = new StartStepRequest
            {
                Batch = parsed.GetValue(batch),
                Step = parsed.GetValue(step),
                Verifier = parsed.GetValue(verifier) ?? "",
                Place = new StepPlace
                {
                    Room = parsed.GetValue(room),
                    Line = parsed.GetValue(line) ?? "",
                    ClosedSystem = parsed.GetValue(system) ?? "",
                    Cabinet = parsed.GetValue(cabinet) ?? "",
                    Isolator = parsed.GetValue(isolator) ?? "",
                    Incubator = place[0],
                    Compartment = place.ElementAtOrDefault(1) ?? "",
                    Position = place.ElementAtOrDefault(2) ?? "",
                    Terminal = parsed.GetValue(terminal),
                },
            };
            request.Place.Equipment.AddRange(parsed.GetValue(equipment) ?? []);
            request.Operators.AddRange((parsed.GetValue(operators) ?? []).Select(text => Parts(verbs, "--operator", text, 2)).Select(parts => new AssignedOperator { Operator = parts[0], Role = parts[1] }));
            request.Scans.AddRange((parsed.GetValue(scans) ?? []).Select(text => Parts(verbs, "--scan", text, 4))
                .Select(parts => new Scan { Input = parts[0], Container = parts[1], Code = parts[2], By = parts[3], At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) }));
            return request;
        }, batch, step, room, line, system, cabinet, isolator, incubator, equipment, operators, verifier, scans, terminal);
    }

    private static string[] Parts(Verbs verbs, string option, string text, int count)
    {
        var parts = text.Split(':');
        return parts.Length == count ? parts : throw new UsageException(verbs.Text($"{option} 需要用「:」分开的 {count} 项，而不是「{text}」。", $"{option} needs {count} parts separated by ':', not \"{text}\"."));
    }
}
