using System.Reflection;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>A person is in one room at a time; who enters another has left the first, or was seen leaving it in the same turn.</summary>
internal sealed class NobodyInTwoRooms() : Invariant("INV-010", "GMP-13.6", "no operator in two rooms", "人员不同时在两个房间")
{
    private readonly Dictionary<string, string> _rooms = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        // Within one turn a person who was seen elsewhere leaves and enters at once, in either order.
        foreach (var (actor, fact) in body.Facts)
            if (fact is RoomFact.PersonLeft left && _rooms.GetValueOrDefault(left.Operator) == actor.Key)
                _rooms.Remove(left.Operator);
        foreach (var (actor, fact) in body.Facts)
            if (fact is RoomFact.PersonEntered entered)
            {
                Demand(!_rooms.TryGetValue(entered.Operator, out var other) || other == actor.Key, turn, $"{entered.Operator} enters {actor.Key} while in {other}");
                _rooms[entered.Operator] = actor.Key;
            }
    }
}

/// <summary>A person who works on a running step starts no other batch's step until it has ended for them (GMP-9.5.4e).</summary>
internal sealed class NobodyOnTwoBatches() : Invariant("INV-011", "GMP-9.5.4e", "nobody works on two batches at once", "人员不同时操作两批")
{
    private readonly Dictionary<string, (string Batch, string Step)> _work = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts.Where(written => written.Actor.Kind == ActorKind.Batch))
            switch (fact)
            {
                case BatchFact.StepStarted started:
                    Begin(turn, actor.Key, started.Execution.Step, started.Execution.Operators);
                    break;
                case BatchFact.StepHandedOver handed:
                    Free(actor.Key, handed.Step);
                    Begin(turn, actor.Key, handed.Step, handed.Operators);
                    break;
                case BatchFact.StepChanged { Status: StepStatus.Complete or StepStatus.Aborted } ended:
                    Free(actor.Key, ended.Step);
                    break;
            }
    }

    private void Begin(RecordedTurn turn, string batch, string step, IEnumerable<AssignedOperator> people)
    {
        foreach (var person in people.Select(person => person.Operator))
        {
            Demand(!_work.TryGetValue(person, out var other) || other.Batch == batch, turn, $"{person} begins {batch}/{step} while on {other.Batch}/{other.Step}");
            _work[person] = (batch, step);
        }
    }

    private void Free(string batch, string step)
    {
        foreach (var person in _work.Where(work => work.Value == (batch, step)).Select(work => work.Key).ToList())
            _work.Remove(person);
    }
}

/// <summary>Wherever a fact names who did something and who saw it, they are two (GMP-9.7.4c, GMP-8.5b); nobody approves their own change.</summary>
internal sealed class TwoDifferentPeople() : Invariant("INV-012", "GMP-9.7.4c", "performer and verifier are two people", "操作者与复核者是两个人")
{
    private static readonly (string One, string Other)[] Pairs =
        [("Performer", "Verifier"), ("Performer", "Witness"), ("FirstBy", "SecondBy"), ("ReceivedBy", "Verifier")];

    private readonly Dictionary<Type, (PropertyInfo One, PropertyInfo Other)[]> _known = [];

    private readonly Dictionary<string, string> _proposed = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _signed = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        Signatures(turn, body);
        foreach (var (actor, fact) in body.Facts)
        {
            foreach (var (one, other) in PairsOf(fact.GetType()))
                if (one.GetValue(fact) is string { Length: > 0 } first && other.GetValue(fact) is string { Length: > 0 } second)
                    Demand(first != second, turn, $"{TurnCodec.NameOf(fact)} of {actor} names {first} twice");
            switch (fact)
            {
                case PlantFact.ChangeProposed proposed:
                    _proposed[proposed.Change.Id] = proposed.Change.ProposedBy;
                    break;
                case PlantFact.OpeningProposed proposed:
                    _proposed[proposed.Opening] = proposed.By;
                    break;
                case PlantFact.ChangeApproved approved:
                    Demand(_proposed.GetValueOrDefault(approved.Change) != approved.By, turn, $"{approved.By} approves the own change {approved.Change}");
                    break;
                case PlantFact.OpeningApproved approved:
                    Demand(_proposed.GetValueOrDefault(approved.Opening) != approved.By, turn, $"{approved.By} approves the own opening {approved.Opening}");
                    break;
                case BatchFact.StepStarted { Execution: { Verifier: { } verifier } execution }:
                    Demand(!execution.Operators.Any(person => person.Operator == verifier && person.Role != "verifier"), turn, $"{verifier} performs and verifies {execution.Step}");
                    break;
            }
        }
    }

    /// <summary>What two people decide is done by the second of two different people whose own tokens gave it.</summary>
    private void Signatures(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case JointDecisionFact.Signed signed:
                    Demand(signed.By == body.Person, turn, $"{signed.By} has signed {signed.Command} by the token of {body.Person ?? "nobody"}");
                    _signed[actor.Key] = signed.By;
                    break;
                case JointDecisionFact.Withdrawn withdrawn:
                    Demand(withdrawn.By == body.Person && _signed.Remove(actor.Key, out var signer) && signer == withdrawn.By, turn, $"{withdrawn.By} took back a signature of somebody else's");
                    break;
                case JointDecisionFact.TookEffect took:
                    Demand(took.By == body.Person && _signed.Remove(actor.Key, out var first) && first != took.By, turn, $"{actor} took effect with {took.By} alone");
                    break;
            }

        if (body.Granted && Signing.NeedsTwo(body.Command) && !body.Facts.Any(written => written.Fact is JointDecisionFact))
            Demand(body.Facts.IsEmpty, turn, $"{TurnCodec.NameOf(body.Command)} took effect without signatures");
    }

    private (PropertyInfo One, PropertyInfo Other)[] PairsOf(Type type)
    {
        if (!_known.TryGetValue(type, out var pairs))
            _known[type] = pairs = [.. Pairs.Where(pair => type.GetProperty(pair.One) is not null && type.GetProperty(pair.Other) is not null).Select(pair => (type.GetProperty(pair.One)!, type.GetProperty(pair.Other)!))];
        return pairs;
    }
}
