using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Archives;

/// <summary>How long records are kept (GMP-10.3; clocks 50 and 51). Every ambiguity is read so that a record stays longer (AMB-24).</summary>
public static class RecordRetention
{
    private const int BatchRecordYears = 5;
    private const int TraceRecordYears = 30;

    /// <summary>
    /// GMP-10.3a: a batch record is kept for five years after the product's expiry; with no expiry, after its disposal. While
    /// neither is recorded the end is unknown, and the record stays.
    /// </summary>
    /// <param name="last">The last turn that wrote the batch (UTC): whatever ended its product's life is not later.</param>
    [Enforces("GMP-10.3a")]
    public static Refusal? OfBatchRecord(Batch batch, DateTimeOffset last, DateTimeOffset now)
    {
        var refusal = Refusal.Of("GMP-10.3a", new Seen("batch", batch.Id), new Seen("status", batch.Status.ToString()), new Seen("lastEntry", last));
        if (batch.Status is not (BatchStatus.Discarded or BatchStatus.Cancelled))
            return refusal.Remedied("keep-until-end-recorded", new Seen("batch", batch.Id));
        return Until(refusal, last.AddYears(BatchRecordYears), now);
    }

    /// <summary>
    /// GMP-10.3b: what traces a product to its donor and its critical materials is kept for thirty years from the latest of
    /// administration, expiry and disposal. The last entry about any of them is not earlier than those that are recorded.
    /// </summary>
    /// <param name="last">The last turn that wrote anything that leads from a patient to a material or back (UTC).</param>
    [Enforces("GMP-10.3b")]
    public static Refusal? OfTrace(DateTimeOffset last, DateTimeOffset now) =>
        Until(Refusal.Of("GMP-10.3b", new Seen("lastEntry", last)), last.AddYears(TraceRecordYears), now);

    private static Refusal? Until(Refusal refusal, DateTimeOffset until, DateTimeOffset now) =>
        now > until ? null : refusal.Remedied("wait-until", new Seen("waitUntil", until)).LegalFrom(until);
}
