using System.Collections.Immutable;
using Orchestrator.Domain.Archives;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>
/// What keeps a plant's journal from being removed. A journal is one chain: it goes as a whole, when nothing in it has to be
/// kept any more, or not at all.
/// </summary>
public static class JournalRetention
{
    /// <summary>Kinds that lead from a patient to a material or back, and whatever was done to them.</summary>
    private static readonly ImmutableHashSet<ActorKind> Trace =
    [
        ActorKind.Batch, ActorKind.Container, ActorKind.Label, ActorKind.DonorMaterial, ActorKind.MaterialLot, ActorKind.SingleUseItem,
        ActorKind.Transfer, ActorKind.IdentityCode, ActorKind.LabelReconciliation,
    ];

    /// <summary>Reads the plant's turns from the first and asks the law what of them must stay.</summary>
    /// <param name="now">What this machine's clock says; where the store's own says less, that counts: no clock set forward ends a term.</param>
    /// <exception cref="InvalidDataException">The journal holds no turn of the plant.</exception>
    public static async Task<RetentionReport> Of(IJournal journal, string plant, DateTimeOffset now, CancellationToken cancel)
    {
        if (await journal.ReadClock(cancel).ConfigureAwait(false) is { } store && store < now)
            now = store;
        var batches = new SortedDictionary<string, (Batch State, DateTimeOffset Last)>(StringComparer.Ordinal);
        DateTimeOffset? traced = null;
        var turns = 0L;
        await foreach (var turn in journal.ReadAll(plant, 0, cancel).ConfigureAwait(false))
        {
            turns = turn.Position;
            var body = TurnCodec.Open(turn.Body.Span);
            foreach (var (actor, fact) in body.Facts)
            {
                if (Trace.Contains(actor.Kind))
                    traced = body.At;
                if (actor.Kind == ActorKind.Batch)
                    batches[actor.Key] = ((batches.TryGetValue(actor.Key, out var known) ? known.State : new Batch(actor.Key)).Evolve(fact), body.At);
            }
        }

        if (turns == 0)
            throw new InvalidDataException($"plant {plant}: the journal holds no turn of it");
        return new RetentionReport(
            turns,
            [.. batches.Values.Select(batch => new BatchRetention(batch.State.Id, batch.State.Status, batch.Last, RecordRetention.OfBatchRecord(batch.State, batch.Last, now)))],
            traced,
            traced is { } last ? RecordRetention.OfTrace(last, now) : null);
    }
}

/// <summary>What a journal has to be kept for.</summary>
/// <param name="Turns">How many turns it holds.</param>
/// <param name="TracedAt">The last entry about anything that leads from a patient to a material; null where there is none.</param>
public sealed record RetentionReport(long Turns, ImmutableArray<BatchRetention> Batches, DateTimeOffset? TracedAt, Refusal? Trace)
{
    /// <summary>Why the journal must not be removed; empty where it may.</summary>
    public ImmutableArray<Refusal> Refusals => [.. Batches.Select(batch => batch.Refusal).Append(Trace).OfType<Refusal>()];
}

/// <summary>What keeps one batch's record; no refusal where its time is over.</summary>
public sealed record BatchRetention(string Batch, BatchStatus Status, DateTimeOffset Last, Refusal? Refusal);
