using Orchestrator.Histories;

namespace Orchestrator.Engine.Tests.Histories;

/// <summary>One lie of each kind, told in a history that is true otherwise. Each answers the id of the turn it shows at, or null where this history has no place for it.</summary>
internal static class PlantedLies
{
    /// <summary>Lies about what a turn read: whoever tells one of them tells no other.</summary>
    public static readonly AnomalyKind[] OfVersions =
    [
        AnomalyKind.StaleRead, AnomalyKind.LostUpdate, AnomalyKind.WriteSkew, AnomalyKind.FutureRead, AnomalyKind.AbortedRead, AnomalyKind.IntermediateRead,
        AnomalyKind.MisattributedRead,
    ];

    public static (string? Turn, History History) Plant(AnomalyKind kind, Draft draft, Random chance)
    {
        var shown = Draw(kind, draft, chance);
        draft.Turns.ForEach(turn => turn.Unseal());
        var history = draft.Seal();
        if (shown is null)
            (shown, history) = Forge(kind, history, chance);
        return (shown, history);
    }

    /// <summary>Lies that are told before the turns are sealed.</summary>
    private static string? Draw(AnomalyKind kind, Draft draft, Random chance)
    {
        var turns = draft.Turns;
        switch (kind)
        {
            case AnomalyKind.UnboundPayload:
                return Change(Any(turns, _ => true, chance), turn => turn.Payload = new string('0', 64));
            case AnomalyKind.RecordedTwice:
                var again = Any(turns, turn => turn.Cast.Count > 0, chance)!.Another();
                again.Cast.Add(new DraftRead("room/R-new", null));
                turns.Add(again);
                return again.Id;
            case AnomalyKind.CastTwice:
                return Change(Any(turns, turn => turn.Cast.Count > 0, chance), turn => turn.Cast.Add(turn.Cast[0]));
            case AnomalyKind.WriteOutsideCast:
                return Change(Any(turns, turn => turn.Writes.Count > 0, chance), turn => turn.Cast.RemoveAll(read => read.Actor == turn.Writes[0]));
            case AnomalyKind.StaleRead:
                return Read(draft, chance, (turn, read) => !turn.Writes.Contains(read.Actor) && read.From is { } missed && !Meets(missed, turn), Older);
            case AnomalyKind.LostUpdate:
                return Read(draft, chance, (turn, read) => turn.Writes.Contains(read.Actor) && read.From is not null, Older);
            case AnomalyKind.WriteSkew:
                return Read(draft, chance, (turn, read) => !turn.Writes.Contains(read.Actor) && read.From is { } missed && Meets(missed, turn), Older);
            case AnomalyKind.FutureRead:
                return Read(draft, chance, (turn, read) => Later(draft, turn, read) is not null, (turn, read) => read with { From = Later(draft, turn, read) });
            case AnomalyKind.AbortedRead:
                return Read(draft, chance, (_, _) => true, (_, read) => read with { Version = Convert.ToHexStringLower(new byte[32]) });
            case AnomalyKind.IntermediateRead:
                return Read(draft, chance, (_, read) => read.From is not null, (_, read) =>
                {
                    var replaced = read.From!.Another();
                    replaced.Cast.AddRange(read.From.Cast);
                    replaced.Writes.AddRange(read.From.Writes);
                    draft.Attempts.Add(new Attempt(replaced.Id, replaced.Seal()));
                    return read with { Version = replaced.Seal() };
                });
            case AnomalyKind.MisattributedRead:
                return Read(draft, chance, (turn, read) => Stranger(draft, turn, read) is not null, (turn, read) => read with { From = Stranger(draft, turn, read) });
            default:
                return null;
        }
    }

    /// <summary>Lies that a store or a server tells of turns as they were sealed.</summary>
    private static (string? Turn, History History) Forge(AnomalyKind kind, History history, Random chance)
    {
        var (rows, events, actors) = (history.Turns.ToList(), history.Events.ToList(), history.Actors!.ToList());
        var at = chance.Next(rows.Count);
        var row = rows[at];
        var shown = (string?)row.Id;
        var ruled = events.OfType<ClientEvent.Ruled>().ElementAtOrDefault(chance.Next(Math.Max(1, events.OfType<ClientEvent.Ruled>().Count())));
        switch (kind)
        {
            case AnomalyKind.Gap:
                shown = at + 1 < rows.Count ? rows[at + 1].Id : null;
                rows.RemoveAt(at);
                break;
            case AnomalyKind.BrokenChain:
                var hash = row.Hash.ToArray();
                hash[chance.Next(32)] ^= (byte)(1 << chance.Next(8));
                rows[at] = row with { Hash = hash };
                break;
            case AnomalyKind.ForgedWriteId:
                rows[at] = row with { WriteId = new string('f', 64) };
                break;
            case AnomalyKind.Misnamed:
                rows[at] = row with { Id = shown = "mes-0/never" };
                break;
            case AnomalyKind.ActorDiffers when chance.Next(2) == 0 && row.Links!.Count > 0:
                rows[at] = row with { Links = row.Links.ToDictionary(link => link.Key, link => link.Value + 1) };
                break;
            case AnomalyKind.ActorDiffers:
                var actor = actors[chance.Next(actors.Count)];
                shown = rows[(int)actor.Position - 1].Id;
                actors.Remove(actor);
                if (chance.Next(2) == 0)
                    actors.Add(actor with { Version = new string('0', 64) });
                break;
            case AnomalyKind.RealTime:
                var early = events.OfType<ClientEvent.Ruled>().FirstOrDefault(one => one.Position > at + 1 && !one.Repeated);
                if (early is null)
                    return (null, history);
                events.RemoveAll(one => one.TurnId == row.Id);
                events.Insert(events.IndexOf(early) + 1, new ClientEvent.Sent(early.Instant, "late", row.Id, "p"));
                break;
            case AnomalyKind.LostAcknowledgement:
                shown = "mes-0/lost";
                events.Add(new ClientEvent.Sent(long.MaxValue - 1, "lost", shown, "p"));
                events.Add(new ClientEvent.Ruled(long.MaxValue, "lost", shown, rows.Count + 1, true, false));
                break;
            case AnomalyKind.ChangedAnswer when ruled is not null:
                shown = ruled.TurnId;
                events[events.IndexOf(ruled)] = chance.Next(2) == 0 ? ruled with { Granted = !ruled.Granted } : ruled with { Position = ruled.Position + 1 };
                break;
            case AnomalyKind.ChangedRuling or AnomalyKind.ChangedPayload or AnomalyKind.FirstTwice when ruled is not null:
                shown = ruled.TurnId;
                events.Add(new ClientEvent.Sent(long.MaxValue - 1, "again", shown, kind == AnomalyKind.ChangedPayload ? "other" : "p"));
                events.Add(new ClientEvent.Ruled(long.MaxValue, "again", shown, kind == AnomalyKind.ChangedRuling ? ruled.Position + 1 : ruled.Position, ruled.Granted, kind != AnomalyKind.FirstTwice));
                break;
            case AnomalyKind.FalseDenial:
                events = [.. events.Where(one => one.TurnId != row.Id || one is ClientEvent.Sent).Select(one => one)];
                events.AddRange(events.Where(one => one.TurnId == row.Id).ToList().Select(one => new ClientEvent.Denied(long.MaxValue, one.Sending, row.Id, "the journal does not answer")));
                break;
            case AnomalyKind.Invented:
                events.RemoveAll(one => one.TurnId == row.Id);
                break;
            case AnomalyKind.AnswerBeforeQuestion when ruled is not null:
                shown = ruled.TurnId;
                events.RemoveAll(one => one is ClientEvent.Sent && one.Sending == ruled.Sending);
                break;
            case AnomalyKind.DisorderedEvents:
                var moved = chance.Next(1, events.Count);
                if (events[moved].Instant == events[moved - 1].Instant)
                    return (null, history);
                (events[moved], events[moved - 1]) = (events[moved - 1], events[moved]);
                shown = events[moved].TurnId;
                break;
            default:
                return (null, history);
        }

        return (shown, history with { Turns = rows, Events = events, Actors = actors });
    }

    private static string? Change(DraftTurn? turn, Action<DraftTurn> lie)
    {
        if (turn is null)
            return null;
        lie(turn);
        return turn.Id;
    }

    private static string? Read(Draft draft, Random chance, Func<DraftTurn, DraftRead, bool> fits, Func<DraftTurn, DraftRead, DraftRead> lie)
    {
        var turn = Any(draft.Turns, turn => turn.Cast.Any(read => fits(turn, read)), chance);
        return Change(turn, turn =>
        {
            var at = turn.Cast.FindIndex(read => fits(turn, read));
            turn.Cast[at] = lie(turn, turn.Cast[at]);
        });
    }

    private static DraftTurn? Any(List<DraftTurn> turns, Func<DraftTurn, bool> fits, Random chance) => turns.OrderBy(_ => chance.Next()).FirstOrDefault(fits);

    /// <summary>What was there before the write that should have been read.</summary>
    private static DraftRead Older(DraftTurn turn, DraftRead read) => read with { From = read.From!.Cast.First(before => before.Actor == read.Actor).From };

    private static bool Meets(DraftTurn missed, DraftTurn turn) => missed.Cast.Any(read => turn.Writes.Contains(read.Actor));

    /// <summary>A turn further on that writes the actor and rests on nothing that this turn wrote.</summary>
    private static DraftTurn? Later(Draft draft, DraftTurn turn, DraftRead read) =>
        draft.Turns.Skip(draft.Turns.IndexOf(turn) + 1).FirstOrDefault(later => later.Writes.Contains(read.Actor) && !later.RestsOn(turn));

    /// <summary>A turn before that did not write the actor.</summary>
    private static DraftTurn? Stranger(Draft draft, DraftTurn turn, DraftRead read) =>
        draft.Turns.Take(draft.Turns.IndexOf(turn)).FirstOrDefault(before => !before.Writes.Contains(read.Actor));
}
