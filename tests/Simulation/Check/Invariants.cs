using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>The promises of a plant, each checked from its journal alone.</summary>
public static class Invariants
{
    public static List<Invariant> All() =>
    [
        new OrderAndChain(),
        new NothingAcknowledgedIsLost(),
        new OneBatchInAnOpenRoom(),
        new NoUnclearedReuse(),
        new NobodyInTwoRooms(),
        new HeldThingsAreNotUsed(),
        new OneDonorOneBatch(),
        new TimeNeverRunsBack(),
    ];

    private sealed class OrderAndChain() : Invariant("positions are gap-free, ids unique, the chain whole")
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private long _position;
        private byte[] _hash = [];

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            Demand(turn.Position == ++_position, turn, $"expected position {_position}");
            Demand(_ids.Add(turn.Id), turn, "recorded twice");
            var expected = SHA256.HashData([.. _hash, .. turn.Body.Span]);
            Demand(turn.Hash.Span.SequenceEqual(expected), turn, "breaks the chain");
            _hash = expected;
        }
    }

    private sealed class NothingAcknowledgedIsLost() : Invariant("every acknowledged ruling is recorded once, as it was answered")
    {
        private readonly Dictionary<string, (long Position, bool Granted)> _recorded = new(StringComparer.Ordinal);

        public override void Read(RecordedTurn turn, TurnBody body) => _recorded[turn.Id] = (turn.Position, body.Granted);

        public override void AtEnd(Picture now, IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
        {
            foreach (var (id, ruled) in acknowledged)
                if (!_recorded.TryGetValue(id, out var recorded) || recorded != (ruled.Position, ruled.Turn.Granted))
                    Broken.Add(string.Create(CultureInfo.InvariantCulture, $"{id} was answered at {ruled.Position} and is not there"));
        }
    }

    /// <summary>While an open non-culture step runs in a room, no other batch starts there, and none is running (GMP-9.5.2b).</summary>
    private sealed class OneBatchInAnOpenRoom() : Invariant("one batch per open room")
    {
        private readonly Dictionary<string, List<RunningStep>> _running = new(StringComparer.Ordinal);

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            foreach (var (actor, fact) in body.Facts.Where(written => written.Actor.Kind == ActorKind.Room))
            {
                var steps = _running.TryGetValue(actor.Key, out var known) ? known : _running[actor.Key] = [];
                if (fact is RoomFact.StepEnded ended)
                    steps.RemoveAll(step => step.Batch == ended.Batch && step.Step == ended.Step);
                if (fact is not RoomFact.StepStarted started)
                    continue;
                var others = steps.Where(step => step.Batch != started.Step.Batch).ToList();
                var open = started.Step.Exposure != Exposure.Closed && started.Step.Class == StepClass.NonCulture;
                Demand(!open || others.Count == 0, turn, $"open step of {started.Step.Batch} beside {string.Join(", ", others.Select(step => step.Batch))} in {actor.Key}");
                Demand(others.TrueForAll(step => step.Exposure == Exposure.Closed || step.Class == StepClass.Culture), turn, $"{started.Step.Batch} beside an open step in {actor.Key}");
                steps.Add(started.Step);
            }
        }
    }

    /// <summary>After a step of one batch, another batch starts in the room only after a changeover clearance of the first (GMP-9.5.2c).</summary>
    private sealed class NoUnclearedReuse() : Invariant("no uncleared reuse of a room")
    {
        private readonly Dictionary<string, string> _uncleared = new(StringComparer.Ordinal);

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            foreach (var (actor, fact) in body.Facts.Where(written => written.Actor.Kind == ActorKind.Room))
                switch (fact)
                {
                    case RoomFact.StepEnded { NeedsClearance: true } ended:
                        _uncleared[actor.Key] = ended.Batch;
                        break;
                    case RoomFact.Cleared { Scope: ClearanceScope.Changeover } cleared when _uncleared.GetValueOrDefault(actor.Key) == cleared.Batch:
                        _uncleared.Remove(actor.Key);
                        break;
                    case RoomFact.StepStarted started:
                        Demand(!_uncleared.TryGetValue(actor.Key, out var last) || last == started.Step.Batch, turn, $"{started.Step.Batch} starts in {actor.Key}, not cleared of {last}");
                        break;
                }
        }
    }

    private sealed class NobodyInTwoRooms() : Invariant("no operator in two rooms")
    {
        private readonly Dictionary<string, string> _rooms = new(StringComparer.Ordinal);

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            foreach (var (actor, fact) in body.Facts)
                switch (fact)
                {
                    case RoomFact.PersonLeft left when _rooms.GetValueOrDefault(left.Operator) == actor.Key:
                        _rooms.Remove(left.Operator);
                        break;
                    case RoomFact.PersonEntered entered:
                        Demand(!_rooms.TryGetValue(entered.Operator, out var other) || other == actor.Key, turn, $"{entered.Operator} enters {actor.Key} while in {other}");
                        _rooms[entered.Operator] = actor.Key;
                        break;
                }
        }
    }

    /// <summary>No step starts on a held batch, and none takes in a container under an identity hold (GMP-4.1.6).</summary>
    private sealed class HeldThingsAreNotUsed() : Invariant("nothing held is used")
    {
        private readonly Dictionary<ActorId, HashSet<string>> _holds = [];

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            foreach (var (actor, fact) in body.Facts)
            {
                var holds = _holds.TryGetValue(actor, out var known) ? known : _holds[actor] = [];
                switch (fact)
                {
                    case BatchFact.StepStarted or ContainerFact.TakenIntoStep:
                        Demand(holds.Count == 0, turn, $"{actor} is used while held by {string.Join(", ", holds)}");
                        break;
                    case BatchFact.HoldPlaced placed:
                        holds.Add(placed.Hold.Id);
                        break;
                    case ContainerFact.HoldPlaced placed:
                        holds.Add(placed.Hold.Id);
                        break;
                    case BatchFact.HoldLifted lifted:
                        holds.Remove(lifted.Hold);
                        break;
                    case ContainerFact.HoldLifted lifted:
                        holds.Remove(lifted.Hold);
                        break;
                }
            }
        }
    }

    /// <summary>Every container that a step of a batch takes in comes from that batch's donor (GMP-11.1a).</summary>
    private sealed class OneDonorOneBatch() : Invariant("no container of another chain is consumed")
    {
        private readonly Dictionary<string, string> _donors = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _batches = new(StringComparer.Ordinal);

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            foreach (var (actor, fact) in body.Facts)
                switch (fact)
                {
                    case BatchFact.Created created:
                        _batches[actor.Key] = created.DonorCode;
                        break;
                    case ContainerFact.Registered registered:
                        _donors[actor.Key] = registered.DonorCode;
                        break;
                    case ContainerFact.TakenIntoStep taken:
                        var batch = taken.Step[..taken.Step.IndexOf('/', StringComparison.Ordinal)];
                        Demand(_donors.GetValueOrDefault(actor.Key) == _batches.GetValueOrDefault(batch), turn, $"{actor.Key} of another donor is taken into {taken.Step}");
                        break;
                }
        }
    }

    private sealed class TimeNeverRunsBack() : Invariant("a turn never precedes the last")
    {
        private DateTimeOffset _last;

        public override void Read(RecordedTurn turn, TurnBody body)
        {
            Demand(body.At >= _last, turn, "precedes the turn before it");
            _last = body.At;
        }
    }
}
