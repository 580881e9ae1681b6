using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Domain.Tests.Controllers;

/// <summary>Shows the table of what a controller's session may do as the page that reviewers approve.</summary>
public sealed class ControllerTableTests
{
    [Fact]
    public void The_table_of_controllers_is_the_approved_one() =>
        Approved.Matches(
            StatusTable.Page<ControllerStatus, ControllerCommand>((status, command) => ControllerDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")),
            "Controller");
}
