using System.Text;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Tests.People;
using Xunit;

namespace Orchestrator.Domain.Tests.Lines;

/// <summary>Renders what each command does to a line in each status, by asking the law itself.</summary>
public sealed class LineTableTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly (string Name, LineCommand Command)[] Commands =
    [
        ("media fill passed", Shift.MediaFillCommand("L-1", "day", Today)),
        ("media fill aborted", Shift.MediaFillCommand("L-1", "day", Today, MediaFillResult.Aborted)),
        ("media fill failed", Shift.MediaFillCommand("L-1", "day", Today, MediaFillResult.Failed)),
        ("suspend", new LineCommand.Suspend("L-1", "trend", "quality-1")),
        ("reinstate", new LineCommand.Reinstate("L-1", "closed", "quality-1", "quality-2")),
    ];

    [Fact]
    public void The_table_of_lines_is_the_approved_one()
    {
        var page = new StringBuilder();
        foreach (var (status, how) in new[] { (LineStatus.InService, "in service"), (LineStatus.Suspended, "suspended by hand"), (LineStatus.Suspended, "suspended by a failed media fill") })
        {
            page.AppendLine(how);
            foreach (var (name, command) in Commands)
            {
                var day = Shift.WithLines().Batch("B-1").Runs("B-1", "enrichment", "R-101", "L-1", "op-1");
                if (how.EndsWith("hand", StringComparison.Ordinal))
                    day.World.As("quality-1").Must(new LineCommand.Suspend("L-1", "trend", "quality-1"));
                else if (status == LineStatus.Suspended)
                    day.MediaFill("L-1", "night", Today, MediaFillResult.Failed);
                var decision = day.World.GiveBoth(command);
                page.AppendLine($"  {name,-20}{(decision.Granted ? string.Join(", ", decision.Facts.Where(written => written.Actor.Kind != ActorKind.JointDecision).Select(written => $"{written.Actor} {written.Fact.GetType().Name}")) : $"refused {string.Join(", ", World.Rules(decision))}")}");
            }
        }

        Approved.Matches(page.ToString().Replace("\r", "", StringComparison.Ordinal), "Line");
    }

    [Fact]
    public void Every_command_stands_in_the_table() =>
        Assert.Equal(typeof(LineCommand).GetNestedTypes().Select(type => type.Name).Order(), Commands.Select(row => row.Command.GetType().Name).Distinct().Order());
}
