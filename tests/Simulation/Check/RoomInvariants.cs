using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>While a step is open in a room no other batch starts there, and an open step starts beside nobody (GMP-9.5.2b).</summary>
internal sealed class OneBatchInAnOpenRoom() : Invariant("INV-006", "GMP-9.5.2b", "one batch per open room", "开放操作的房间内只有一批")
{
    private readonly Dictionary<string, List<RunningStep>> _running = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts.Where(written => written.Actor.Kind == ActorKind.Room))
        {
            var steps = _running.TryGetValue(actor.Key, out var known) ? known : _running[actor.Key] = [];
            switch (fact)
            {
                case RoomFact.StepEnded ended:
                    steps.RemoveAll(step => step.Batch == ended.Batch && step.Step == ended.Step);
                    break;
                case RoomFact.StepBecameOpen open when steps.FindIndex(step => step.Batch == open.Batch && step.Step == open.Step) is >= 0 and var at:
                    steps[at] = steps[at] with { Exposure = Exposure.Open };
                    break;
                case RoomFact.StepStarted started:
                    foreach (var other in steps.Where(step => step.Batch != started.Step.Batch))
                        Demand(!IsOpenWork(started.Step) && !IsOpenWork(other), turn, $"{started.Step.Batch} beside {other.Batch} in {actor.Key} while one is open");
                    steps.Add(started.Step);
                    break;
            }
        }
    }

    private static bool IsOpenWork(RunningStep step) => step.Exposure != Exposure.Closed && step.Class == StepClass.NonCulture;
}

/// <summary>After a step of one batch another starts in the room only after a changeover clearance of the first (GMP-9.5.2c), the same batch only after any (GMP-9.5.4c).</summary>
internal sealed class NoUnclearedReuse() : Invariant("INV-007", "GMP-9.5.2c", "no uncleared reuse of a room", "未清场的房间不得再用")
{
    private readonly Dictionary<string, (string Batch, bool Step)> _uncleared = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts.Where(written => written.Actor.Kind == ActorKind.Room))
            switch (fact)
            {
                case RoomFact.StepEnded { NeedsClearance: true } ended:
                    _uncleared[actor.Key] = (ended.Batch, Step: true);
                    break;
                case RoomFact.Cleared cleared when _uncleared.TryGetValue(actor.Key, out var last):
                    if (cleared.Scope == ClearanceScope.Changeover && last.Batch == cleared.Batch)
                        _uncleared.Remove(actor.Key);
                    else if (cleared.Scope == ClearanceScope.Step)
                        _uncleared[actor.Key] = last with { Step = false };
                    break;
                case RoomFact.StepStarted started:
                    Demand(!_uncleared.TryGetValue(actor.Key, out var before) || (before.Batch == started.Step.Batch && !before.Step),
                        turn, $"{started.Step.Batch} starts in {actor.Key}, not cleared of {before.Batch}");
                    break;
            }
    }
}

/// <summary>A clearance is verified once, by somebody else, and one start relies on it (GMP-9.5.4c).</summary>
internal sealed class ClearanceServesOnce() : Invariant("INV-008", "GMP-9.5.4c", "a clearance is consumed once", "一次清场只能使用一次")
{
    private readonly Dictionary<string, OpeningBalance> _openings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _performers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _approved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case PlantFact.OpeningProposed opening:
                    _openings[opening.Opening] = opening.Balance;
                    break;
                case PlantFact.OpeningApproved opening:
                    foreach (var clearance in _openings[opening.Opening].Clearances)
                        _approved.Add(clearance.Id);
                    break;
                case ClearanceFact.Performed performed:
                    _performers[actor.Key] = performed.Performer;
                    break;
                case ClearanceFact.Approved approved:
                    Demand(_performers.GetValueOrDefault(actor.Key) is { } performer && performer != approved.Verifier, turn, $"{actor.Key} is verified by who performed it");
                    Demand(_approved.Add(actor.Key), turn, $"{actor.Key} is verified twice");
                    break;
                case ClearanceFact.Used:
                    Demand(_approved.Contains(actor.Key) && _used.Add(actor.Key), turn, $"{actor.Key} is relied on twice, or unverified");
                    break;
            }
    }
}
