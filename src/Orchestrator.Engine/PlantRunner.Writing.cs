namespace Orchestrator.Engine;

/// <summary>The runner's way to the journal: what was decided is appended together, what was recorded is answered, and what was not is decided again.</summary>
public sealed partial class PlantRunner
{
    private async Task Flush(List<Pending> batch)
    {
        try
        {
            var receipts = await Append([.. batch.Select(pending => pending.Turn!)]);
            Tell(batch, receipts);
            var retry = new List<Pending>();
            for (var at = 0; at < batch.Count; at++)
                if (!Settle(batch[at], receipts[at]))
                    retry.Add(batch[at]);
            Pending[] unrecorded = [.. batch.Where((_, at) => receipts[at] is not Receipt.Recorded)];
            if (unrecorded.Length > 0)
                Redo(unrecorded, retry);
        }
        catch (JournalException failure)
        {
            if (failure.Fault == JournalFault.Superseded)
                Halt(NoRulingReason.NotOwner);
            foreach (var pending in batch)
                Finish(pending, new Answer.NoRuling(Explain(failure.Fault)));
            Redo(batch, []);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // Nobody knows what was recorded: nothing more is decided here, and whoever waits learns of the bug.
            Halt(NoRulingReason.StoreUnavailable);
            foreach (var pending in batch.Where(Forget))
                pending.Fail(bug);
            Redo(batch, []);
        }
        finally
        {
            _flushing = false;
            Ring();
        }
    }

    /// <summary>
    /// Appends, and where the outcome is in doubt appends the same again: it is never guessed. Once in doubt, a store that is
    /// unavailable proves nothing, and a plant taken over meanwhile is asked what it recorded.
    /// </summary>
    private async Task<IReadOnlyList<Receipt>> Append(IReadOnlyList<Turn> turns)
    {
        var inDoubt = false;
        while (true)
        {
            try
            {
                return inDoubt && _stopped && _stopReason == NoRulingReason.NotOwner
                    ? await Recorded(turns)
                    : await _journal.Append(_lease, turns, CancellationToken.None);
            }
            catch (JournalException failure) when (inDoubt || failure.Fault == JournalFault.InDoubt)
            {
                inDoubt = true;
                if (failure.Fault == JournalFault.Superseded)
                    Halt(NoRulingReason.NotOwner);
                await Task.Delay(_limits.InDoubtPause, _time);
            }
        }
    }

    /// <summary>What became of turns in doubt, read from the journal by a runner that may no longer append.</summary>
    private async Task<IReadOnlyList<Receipt>> Recorded(IReadOnlyList<Turn> turns)
    {
        var receipts = new List<Receipt>();
        foreach (var turn in turns)
            receipts.Add(await _journal.Find(Plant, turn.Id, CancellationToken.None) is { } recorded
                ? new Receipt.Already(recorded)
                : new Receipt.Stale([]));
        return receipts;
    }

    private void Tell(List<Pending> batch, IReadOnlyList<Receipt> receipts)
    {
        if (Durable is not { } listeners)
            return;
        var recorded = new List<RecordedDecision>(batch.Count);
        for (var at = 0; at < batch.Count; at++)
            if (receipts[at] is Receipt.Recorded(var position))
                recorded.Add(new RecordedDecision(position, batch[at].Turn!, batch[at].Body!, batch[at].Evolved!));
        listeners(recorded);
    }

    /// <summary>Answers the caller; false when the turn must be decided again.</summary>
    private bool Settle(Pending pending, Receipt receipt)
    {
        switch (receipt)
        {
            case Receipt.Recorded(var position):
                Know(position);
                Finish(pending, new Answer.Ruled(position, pending.Body!, First: true));
                return true;
            case Receipt.Already(var turn) when turn.WriteId == pending.Turn!.WriteId:
                Know(turn.Position);
                Finish(pending, new Answer.Ruled(turn.Position, pending.Body!, First: true));
                return true;
            case Receipt.Already(var turn):
                Know(turn.Position);
                var body = TurnCodec.Open(turn.Body.Span);
                Finish(pending, body.Payload == pending.Payload
                    ? new Answer.Ruled(turn.Position, body, First: false)
                    : new Answer.OtherPayload(turn.Id));
                return true;
            default:
                if (_stopped)
                {
                    Finish(pending, new Answer.NoRuling(_stopReason));
                    return true;
                }

                if (++pending.Attempts <= _limits.StaleRetriesMax)
                    return false;
                Finish(pending, new Answer.NoRuling(NoRulingReason.Contended));
                return true;
        }
    }

    /// <summary>Before anybody is answered: who has an answer about a turn may count on it.</summary>
    private void Know(long position)
    {
        if (position > Interlocked.Read(ref _recorded))
            Interlocked.Exchange(ref _recorded, position);
    }

    /// <summary>
    /// Forgets everyone in the casts of turns that were not recorded, and of those decided meanwhile: their states may never
    /// have come true, or the journal knows newer ones. Then what may have been built on them is decided again, in order.
    /// Everyone else's state is recorded and stays.
    /// </summary>
    private void Redo(IReadOnlyCollection<Pending> unrecorded, List<Pending> stale)
    {
        foreach (var member in unrecorded.Concat(_batch).SelectMany(pending => pending.Body!.Cast))
            _states.Remove(member.Actor);

        _waiting.Again(stale.Concat(_batch));
        _batch = [];
    }
}
