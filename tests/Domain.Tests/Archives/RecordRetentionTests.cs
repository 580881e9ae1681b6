using Orchestrator.Domain.Archives;
using Orchestrator.Domain.Batches;
using Xunit;

namespace Orchestrator.Domain.Tests.Archives;

/// <summary>Nothing is deleted before its time (clocks 50 and 51), and what has no recorded end has no such time.</summary>
public sealed class RecordRetentionTests
{
    private static readonly DateTimeOffset Last = new(2026, 2, 28, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(BatchStatus.Discarded)]
    [InlineData(BatchStatus.Cancelled)]
    [Proves("GMP-10.3a", Proof.Grants)]
    [Proves("GMP-10.3a", Proof.Refuses)]
    public void A_batch_record_goes_five_years_after_its_product_was_disposed_of_and_not_before(BatchStatus status)
    {
        var batch = new Batch("B-1") { Status = status };
        var until = new DateTimeOffset(2031, 2, 28, 8, 0, 0, TimeSpan.Zero);

        Assert.Null(RecordRetention.OfBatchRecord(batch, Last, until.AddDays(1)));
        foreach (var early in (DateTimeOffset[])[Last, Last.AddYears(4), until.AddSeconds(-1), until])
        {
            var refusal = Assert.IsType<Kernel.Refusal>(RecordRetention.OfBatchRecord(batch, Last, early));
            Assert.Equal(("GMP-10.3a", until), (refusal.Rule, refusal.EarliestLegal));
        }
    }

    [Theory]
    [InlineData(BatchStatus.Created)]
    [InlineData(BatchStatus.InProcess)]
    [InlineData(BatchStatus.Harvested)]
    [InlineData(BatchStatus.Terminated)]
    [Proves("GMP-10.3a", Proof.Refuses)]
    public void A_batch_whose_products_end_is_not_recorded_is_kept_without_end(BatchStatus status)
    {
        var refusal = Assert.IsType<Kernel.Refusal>(RecordRetention.OfBatchRecord(new Batch("B-1") { Status = status }, Last, Last.AddYears(100)));

        Assert.Equal(("GMP-10.3a", null), (refusal.Rule, refusal.EarliestLegal));
        Assert.Equal("keep-until-end-recorded", Assert.Single(refusal.Remedies).Code);
    }

    [Fact]
    [Proves("GMP-10.3b", Proof.Grants)]
    [Proves("GMP-10.3b", Proof.Refuses)]
    public void What_traces_a_product_goes_thirty_years_after_its_last_entry_and_not_before()
    {
        var until = new DateTimeOffset(2056, 2, 28, 8, 0, 0, TimeSpan.Zero);

        Assert.Null(RecordRetention.OfTrace(Last, until.AddDays(1)));
        foreach (var early in (DateTimeOffset[])[Last, Last.AddYears(5).AddDays(1), Last.AddYears(29), until])
        {
            var refusal = Assert.IsType<Kernel.Refusal>(RecordRetention.OfTrace(Last, early));
            Assert.Equal(("GMP-10.3b", until), (refusal.Rule, refusal.EarliestLegal));
        }
    }
}
