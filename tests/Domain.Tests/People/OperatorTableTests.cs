using System.Text;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Renders what each command does to a person in each status, by asking the law itself.</summary>
public sealed class OperatorTableTests
{
    [Fact]
    public void The_table_of_people_is_the_approved_one()
    {
        var page = new StringBuilder();
        foreach (var status in Enum.GetValues<OperatorStatus>())
        {
            page.AppendLine(status.ToString());
            foreach (var (name, command) in Commands())
            {
                var day = In(status);
                var asked = command(day);
                var decision = day.World.As(asked is OperatorCommand.LiftExclusion ? "quality-1" : null).Give(asked);
                var outcome = decision.Granted ? string.Join(", ", decision.Facts.Select(written => written.Fact.GetType().Name)) : $"refused {string.Join(", ", World.Rules(decision))}";
                page.AppendLine($"  {name,-26}{(outcome.Length == 0 ? "already so" : outcome)}");
            }
        }

        Approved.Matches(page.ToString().Replace("\r", "", StringComparison.Ordinal), "Operator");
    }

    [Fact]
    public void Every_command_stands_in_the_table() =>
        Assert.Equal(
            typeof(OperatorCommand).GetNestedTypes().Select(type => type.Name).Order(),
            Commands().Select(row => row.Command(In(OperatorStatus.Outside)).GetType().Name).Distinct().Order());

    private static IEnumerable<(string Name, Func<Shift, OperatorCommand> Command)> Commands() =>
    [
        ("enter R-101", day => day.EnterCommand("op-1", "R-101")),
        ("enter R-102", day => day.EnterCommand("op-1", "R-102")),
        ("leave R-101", day => new OperatorCommand.LeaveRoom("op-1", "R-101", day.World.Now, null, Origin.Live)),
        ("leave R-102", day => new OperatorCommand.LeaveRoom("op-1", "R-102", day.World.Now, null, Origin.Live)),
        ("seen in R-101", day => new OperatorCommand.ReportPresence("op-1", "R-101", day.World.Now, "op-2", Origin.Live)),
        ("seen in R-102", day => new OperatorCommand.ReportPresence("op-1", "R-102", day.World.Now, "op-2", Origin.Live)),
        ("assign, same batch", day => new OperatorCommand.Assign("op-1", "B-1", "harvest", "operator", "R-101")),
        ("assign, other batch", day => new OperatorCommand.Assign("op-1", "B-2", "harvest", "operator", "R-102")),
        ("release from the step", day => new OperatorCommand.Release("op-1", "B-1", "enrichment")),
        ("decontamination", day => new OperatorCommand.RecordDecontamination("op-1", "SOP-DECON v1", day.World.Now, "op-2")),
        ("exit procedure", day => new OperatorCommand.RecordExitProcedure("op-1", "AREA-G", "SOP-EXIT v1", day.World.Now)),
        ("lift an exclusion", day => new OperatorCommand.LiftExclusion("op-1", Excluded(day), "quality-1", "period over")),
    ];

    /// <summary>op-1 in the status asked for.</summary>
    private static Shift In(OperatorStatus status)
    {
        var day = Shift.WithLines().Batch("B-1").Batch("B-2");
        if (status != OperatorStatus.Outside)
            day.Enter("op-1", "R-101");
        if (status is OperatorStatus.Working or OperatorStatus.Away)
            day.Runs("B-1", "enrichment", "R-101", "L-1", "op-1");
        if (status == OperatorStatus.Away)
            day.Leave("op-1", "R-101");
        return day;
    }

    /// <summary>An old contact in the dedicated area, ready to be lifted.</summary>
    private static string Excluded(Shift day)
    {
        var contact = Shift.Morning.AddDays(-3);
        day.World.Given<Operator>("op-1", new OperatorFact.PathogenContacted(new PathogenContact("AREA-P", "B-0", contact, contact)))
            .Given<Operator>("op-1", new OperatorFact.ExitProcedureRecorded(new ExitProcedure("AREA-P", "SOP-EXIT v1", contact)));
        return "AREA-P";
    }
}
