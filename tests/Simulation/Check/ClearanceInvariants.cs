using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Line clearances: complete, found clear, in date, of the room they are for.</summary>
internal sealed class ClearancesAreComplete : Fold
{
    private readonly Promise _once, _all, _clear, _date, _expired, _room, _after, _reserved;
    private readonly Dictionary<string, (ClearanceFact.Performed Performed, ClearanceFact.Approved? Approved)> _clearances = new(StringComparer.Ordinal);
    private readonly HashSet<string> _expiredOnes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _reservations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<(string Batch, string Step)>> _running = new(StringComparer.Ordinal);

    public ClearancesAreComplete()
    {
        _once = Promised("INV-173", "ORC-002", "a clearance is performed once", "一次清场只执行一次");
        _all = Promised("INV-174", "GEN-4.1e", "a clearance answers every item of the checklist once", "清场逐项回答检查表，每项一次");
        _clear = Promised("INV-175", "GEN-4.1e", "a clearance that found something is not approved", "发现遗留物的清场不予批准");
        _date = Promised("INV-176", "GMP-9.5.4c", "no start relies on a clearance whose validity has run out", "开始工序不依赖已过有效期的清场");
        _expired = Promised("INV-177", "GMP-9.5.4c", "a clearance expires unused, and not before its time", "清场未用且到期后方失效");
        _room = Promised("INV-178", "GMP-9.5.2c", "a room is cleared by an approved clearance of that room, scope and batch", "房间依据其本身、范围和批均相符的已批准清场而清");
        _after = Promised("INV-179", "GMP-9.5.4c", "a room is not cleared of a batch while an attended step of it runs there", "批的有人操作工序进行时不清其房间");
        _reserved = Promised("INV-180", "ORC-015", "a reserved room is used by the batch it is kept for", "预留的房间只供所预留的批使用");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case ClearanceFact.Performed performed:
                    _once.Demand(_clearances.TryAdd(actor.Key, (performed, null)), turn, $"{actor.Key} is performed again");
                    _all.Demand(Enum.GetValues<ClearanceItem>().All(item => performed.Answers.Count(answer => answer.Item == item) == 1), turn, $"{actor.Key} leaves items out");
                    break;
                case ClearanceFact.Approved approved when _clearances.TryGetValue(actor.Key, out var known):
                    _clear.Demand(known.Performed.Answers.All(answer => answer.Clear), turn, $"{actor.Key} found something and is approved");
                    _clearances[actor.Key] = known with { Approved = approved };
                    break;
                case ClearanceFact.Used used when _clearances.TryGetValue(actor.Key, out var known):
                    _date.Demand(!(known.Approved?.ValidUntil < used.At) && !_expiredOnes.Contains(actor.Key), turn, $"{used.Step} relies on {actor.Key}, good until {known.Approved?.ValidUntil}");
                    break;
                case ClearanceFact.Expired when _clearances.TryGetValue(actor.Key, out var known):
                    _expired.Demand(known.Approved?.ValidUntil <= body.At && _expiredOnes.Add(actor.Key), turn, $"{actor.Key} expires and was good until {known.Approved?.ValidUntil}");
                    break;
                case RoomFact room:
                    Read(turn, body, actor.Key, room);
                    break;
            }
    }

    private void Read(RecordedTurn turn, TurnBody body, string room, RoomFact fact)
    {
        if (!_running.TryGetValue(room, out var running))
            _running[room] = running = [];
        switch (fact)
        {
            case RoomFact.Cleared cleared:
                if (body.Command is not PlantCommand.ApproveOpening)
                    _room.Demand(_clearances.TryGetValue(cleared.Clearance, out var known) && known.Approved is not null && known.Performed.Room == room && known.Performed.Batch == cleared.Batch && known.Performed.Scope == cleared.Scope, turn, $"{room} is cleared of {cleared.Batch} by {cleared.Clearance}");
                _after.Demand(running.All(step => step.Batch != cleared.Batch), turn, $"{room} is cleared of {cleared.Batch} while it works there");
                break;
            case RoomFact.Reserved reserved:
                _reservations[room] = reserved.Batch;
                break;
            case RoomFact.ReservationReleased:
                _reservations.Remove(room);
                break;
            case RoomFact.StepStarted started:
                _reserved.Demand(!_reservations.TryGetValue(room, out var kept) || kept == started.Step.Batch, turn, $"{started.Step.Batch} starts in {room}, which is kept for {kept}");
                _reservations.Remove(room);
                if (started.Step.Class == Domain.Segregation.StepClass.NonCulture)
                    running.Add((started.Step.Batch, started.Step.Step));
                break;
            case RoomFact.StepEnded ended:
                running.Remove((ended.Batch, ended.Step));
                break;
        }
    }
}
