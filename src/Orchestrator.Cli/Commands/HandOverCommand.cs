using System.CommandLine;
using Orchestrator.V1;

namespace Orchestrator.Cli.Commands;

/// <summary><c>handover</c>: a running step goes from the people who leave it to those who take it on.</summary>
internal static class HandOverCommand
{
    public static Command Of(Verbs verbs)
    {
        var (batch, step) = (verbs.Argument("batch", "批号", "The batch"), verbs.Argument("step", "步骤", "The step"));
        var outgoing = verbs.Many("--outgoing", "交班人员", "Who leaves", required: true);
        var incoming = verbs.Many("--incoming", "接班人员，写作 人员:岗位", "Who takes over, person:role", required: true);
        var state = verbs.Option("--state", "步骤进行到何处", "How the step stands", required: true);
        var open = verbs.Option("--open-points", "未结事项；没有则写「none」", "What is still to be done; \"none\" where nothing is", required: true);
        return verbs.Order("handover", "交接班", "Hands a running step over", client => client.Manufacturing.HandOverAsync, parsed =>
        {
            var request = new HandOverRequest { Batch = parsed.GetValue(batch), Step = parsed.GetValue(step), State = parsed.GetValue(state), OpenPoints = parsed.GetValue(open) };
            request.Outgoing.AddRange(parsed.GetValue(outgoing) ?? []);
            request.Incoming.AddRange((parsed.GetValue(incoming) ?? []).Select(text => text.Split(':')).Select(parts => parts.Length == 2
                ? new AssignedOperator { Operator = parts[0], Role = parts[1] }
                : throw new UsageException(verbs.Text("--incoming 写作 人员:岗位。", "--incoming is written person:role."))));
            return request;
        }, batch, step, outgoing, incoming, state, open);
    }
}
