using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Shows the table of who may do what with a batch as the page that reviewers approve.</summary>
public sealed class BatchTableTests
{
    [Fact]
    public void The_table_of_batches_is_the_approved_one() =>
        Approved.Matches(
            StatusTable.Page<BatchStatus, BatchCommand>((status, command) => BatchDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")),
            "Batch");
}
