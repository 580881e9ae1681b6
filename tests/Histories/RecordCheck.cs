using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Histories;

/// <summary>The record by itself: its order and chain, its names, and of every turn the versions it was decided on.</summary>
internal sealed class RecordCheck(History history, List<Anomaly> anomalies)
{
    private readonly Dictionary<string, Turn> _byWrite = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attempts = history.Attempts.DistinctBy(attempt => attempt.WriteId).ToDictionary(attempt => attempt.WriteId, attempt => attempt.TurnId, StringComparer.Ordinal);
    private readonly Dictionary<string, Turn> _lastWrite = new(StringComparer.Ordinal);

    /// <summary>The recorded turns by id.</summary>
    public Dictionary<string, Turn> Turns { get; } = new(StringComparer.Ordinal);

    public long Reads { get; private set; }

    public void Run()
    {
        var turns = new List<Turn>(history.Turns.Count);
        var previous = ReadOnlyMemory<byte>.Empty;
        foreach (var row in history.Turns)
        {
            if (row.Position != turns.Count + 1)
                Found(AnomalyKind.Gap, row, $"expected position {turns.Count + 1}");
            turns.Add(Read(row, previous, turns.Count + 1));
            previous = row.Hash;
        }

        foreach (var turn in turns)
            ReadVersions(turn);
        CompareActors();
    }

    /// <summary>A recorded turn with its place in the order, which is not taken from the row: a row may lie about it.</summary>
    internal sealed record Turn(TurnRow Row, TurnText? Text, long Order)
    {
        /// <summary>Who wrote each actor before this turn did; for finding out what a stale reader missed.</summary>
        public Dictionary<string, Turn?> Before { get; } = new(StringComparer.Ordinal);
    }

    private Turn Read(TurnRow row, ReadOnlyMemory<byte> previous, long order)
    {
        using var chain = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        chain.AppendData(previous.Span);
        chain.AppendData(row.Body.Span);
        if (!chain.GetHashAndReset().AsSpan().SequenceEqual(row.Hash.Span))
            Found(AnomalyKind.BrokenChain, row, "its hash is not that of the turn before it and its own bytes");
        if (TurnText.Hex(SHA256.HashData(row.Body.Span)) != row.WriteId)
            Found(AnomalyKind.ForgedWriteId, row, $"{row.WriteId} is not the hash of its bytes");
        TurnText? text = null;
        try
        {
            text = TurnText.Read(row.Body);
            if (text.Id != row.Id)
                Found(AnomalyKind.Misnamed, row, $"its body is that of {text.Id}");
            if (text.Payload != text.CommandHash)
                Found(AnomalyKind.UnboundPayload, row, $"its payload {text.Payload} is not the hash of its command");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            Found(AnomalyKind.Misnamed, row, $"its body cannot be read: {unreadable.Message}");
        }

        var turn = new Turn(row, text, order);
        if (!Turns.TryAdd(row.Id, turn))
            Found(AnomalyKind.RecordedTwice, row, $"it is recorded at {Turns[row.Id].Row.Position} already");
        _byWrite.TryAdd(row.WriteId, turn);
        return turn;
    }

    private void ReadVersions(Turn turn)
    {
        if (turn.Text is not { } text)
            return;
        var cast = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (actor, version) in text.Cast)
        {
            Reads++;
            if (!cast.Add(actor))
                Found(AnomalyKind.CastTwice, turn.Row, $"{actor} stands twice in its cast");
            if (version != (_lastWrite.GetValueOrDefault(actor)?.Row.WriteId ?? ""))
                Explain(turn, text, actor, version);
        }

        foreach (var actor in text.Writes)
        {
            if (!cast.Contains(actor))
                Found(AnomalyKind.WriteOutsideCast, turn.Row, $"it writes {actor}, which it has not read");
            var before = _lastWrite.GetValueOrDefault(actor);
            if (turn.Row.Links is { } links && (!links.TryGetValue(actor, out var link) || link != (before?.Row.Position ?? 0)))
                Found(AnomalyKind.ActorDiffers, turn.Row, $"its link of {actor} does not lead to {before?.Row.Position ?? 0}");
            turn.Before[actor] = before;
            _lastWrite[actor] = turn;
        }
    }

    /// <summary>What kind of wrong version it is.</summary>
    private void Explain(Turn turn, TurnText text, string actor, string version)
    {
        var read = version.Length == 0 ? null : _byWrite.GetValueOrDefault(version);
        var last = _lastWrite.GetValueOrDefault(actor);
        var newest = last is null ? "which was never written" : $"last written at {last.Row.Position} ({last.Row.Id})";
        if (version.Length > 0 && read is null)
        {
            var replaced = _attempts.TryGetValue(version, out var attempted) && Turns.TryGetValue(attempted, out var instead) ? instead : null;
            if (replaced is not null)
                Found(AnomalyKind.IntermediateRead, turn.Row, $"it read {actor} of an attempt of {attempted} in whose place another is recorded at {replaced.Row.Position}");
            else
                Found(AnomalyKind.AbortedRead, turn.Row, $"it read {actor} at {version}, which no recorded turn wrote; {newest}");
        }
        else if (read is not null && read.Order >= turn.Order)
        {
            Found(AnomalyKind.FutureRead, turn.Row, $"it read {actor} of turn {read.Row.Position} ({read.Row.Id}), which does not precede it");
        }
        else if (read?.Text is { } source && !source.Writes.Contains(actor))
        {
            Found(AnomalyKind.MisattributedRead, turn.Row, $"it read {actor} of turn {read.Row.Position} ({read.Row.Id}), which did not write it; {newest}");
        }
        else
        {
            var where = read is null ? "as never written" : $"of turn {read.Row.Position} ({read.Row.Id})";
            Found(KindOfOld(turn, text, actor, read), turn.Row, $"it read {actor} {where}, {newest}");
        }
    }

    private AnomalyKind KindOfOld(Turn turn, TurnText text, string actor, Turn? read)
    {
        if (text.Writes.Contains(actor))
            return AnomalyKind.LostUpdate;
        for (var missed = _lastWrite.GetValueOrDefault(actor); missed is not null && missed != read; missed = missed.Before.GetValueOrDefault(actor))
            if (missed.Text is { } other && other.Cast.Any(member => text.Writes.Contains(member.Actor)))
                return AnomalyKind.WriteSkew;
        return AnomalyKind.StaleRead;
    }

    private void CompareActors()
    {
        if (history.Actors is not { } actors)
            return;
        foreach (var stored in actors)
            if (_lastWrite.GetValueOrDefault(stored.Actor) is not { } last || last.Row.WriteId != stored.Version || last.Row.Position != stored.Position)
                anomalies.Add(new Anomaly(AnomalyKind.ActorDiffers, _lastWrite.GetValueOrDefault(stored.Actor)?.Row.Id ?? "none", stored.Position, $"the store has {stored.Actor} at {stored.Version}, which is not its last write"));
        foreach (var missing in _lastWrite.Keys.Except(actors.Select(stored => stored.Actor), StringComparer.Ordinal))
            Found(AnomalyKind.ActorDiffers, _lastWrite[missing].Row, $"the store does not have {missing}, which it wrote");
    }

    private void Found(AnomalyKind kind, TurnRow row, string finding) => anomalies.Add(new Anomaly(kind, row.Id, row.Position, finding));
}
