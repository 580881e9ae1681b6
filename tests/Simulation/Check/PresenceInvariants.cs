using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Who works is there, is fit for it, and signs with a name that may sign.</summary>
internal sealed class PeopleAreThereAndFit : Fold
{
    private readonly Promise _present, _known, _aseptic, _trained, _authorised, _full, _paired, _assigned, _ended, _twice, _awaited, _both, _quality, _resigned;
    private readonly MasterData _plant = new();
    private readonly Dictionary<string, string> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _recipes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Person, string Batch, string Step)> _assignments = [];
    private readonly Dictionary<string, JointDecisionFact.Signed> _signed = new(StringComparer.Ordinal);

    public PeopleAreThereAndFit()
    {
        _present = Promised("INV-071", "GMP-9.5.3e", "who performs or verifies a step is in its room when it starts", "工序开始时其操作者和复核者在该房间内");
        _known = Promised("INV-072", "GMP-5.2a", "everybody on a step is a person of the plant file, in a role of theirs", "工序人员均为工厂文件所列且具相应角色");
        _aseptic = Promised("INV-073", "GEN-4.1c", "nobody starts an aseptic step after the last day of their aseptic qualification", "无菌资格失效者不开始无菌工序");
        _trained = Promised("INV-074", "GMP-5.2a", "nobody starts a step after the last day of their biosafety training", "生物安全培训失效者不开始工序");
        _authorised = Promised("INV-075", "GMP-5.2a", "nobody starts a step in an area they are not authorised for", "未获授权者不在该区域开始工序");
        _full = Promised("INV-076", "GMP-13.6", "no live entry into a room that is full", "房间满员时不得进入");
        _paired = Promised("INV-077", "GMP-13.6", "a person's passage stands with the person and with the room", "人员的进出同时记于人员和房间");
        _assigned = Promised("INV-078", "GMP-9.5.4e", "who is put on a step is assigned to it", "列入工序者即被指派");
        _ended = Promised("INV-079", "product", "an assignment ends once, and only where there is one", "指派只结束一次，且须存在");
        _twice = Promised("INV-080", "ORC-016", "nobody stands twice in a team", "同一人员不在一组中出现两次");
        _awaited = Promised("INV-081", "product", "a joint decision takes effect with the signature it awaited", "双人决定由所等待的签名者生效");
        _both = Promised("INV-082", "product", "what names two deciders was signed by these two", "写明两名决定者的，由该两人签名");
        _quality = Promised("INV-083", "GMP-5.1a", "holds on batches are lifted by two people of quality", "批的锁定由质量部门两人解除");
        _resigned = Promised("INV-084", "product", "nobody signs again what waits for the other", "等待另一人时不重复签名");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        var opening = body.Command is PlantCommand.ApproveOpening;
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            if (fact is OperatorFact.Assigned assigned)
                _assignments.Add((actor.Key, assigned.Assignment.Batch, assigned.Assignment.Step));
        }

        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case BatchFact.Created created:
                    _recipes[actor.Key] = created.Recipe;
                    break;
                case BatchFact.StepStarted started when !opening:
                    Start(turn, body, actor.Key, started.Execution);
                    break;
                case BatchFact.StepHandedOver handed:
                    _twice.Demand(handed.Operators.Select(member => member.Operator).Distinct().Count() == handed.Operators.Length, turn, $"{actor.Key}/{handed.Step} is handed to somebody twice");
                    break;
                case OperatorFact.RoomEntered or OperatorFact.RoomLeft or OperatorFact.PresenceReported:
                    Pass(turn, body, actor.Key, (OperatorFact)fact);
                    break;
                case OperatorFact.AssignmentEnded ended:
                    _ended.Demand(_assignments.Remove((actor.Key, ended.Batch, ended.Step)), turn, $"{actor.Key} is freed of {ended.Batch}/{ended.Step} and was not on it");
                    break;
                case OperatorFact.Released released:
                    _assignments.Remove((actor.Key, released.Batch, released.Step));
                    break;
                case BatchFact.HoldLifted lifted:
                    Lift(turn, body, actor, lifted);
                    break;
            }

        Sign(turn, body);
    }

    private void Start(RecordedTurn turn, TurnBody body, string batch, StepExecution step)
    {
        var aseptic = _recipes.TryGetValue(batch, out var recipe) && _plant.Step(recipe, step.Step) is { Aseptic: true };
        foreach (var (person, role) in step.Operators.Select(member => (member.Operator, member.Role)))
        {
            _present.Demand(_rooms.GetValueOrDefault(person) == step.Room, turn, $"{person} starts {batch}/{step.Step} in {step.Room} and is in {_rooms.GetValueOrDefault(person) ?? "none"}");
            _assigned.Demand(_assignments.Contains((person, batch, step.Step)), turn, $"{person} is on {batch}/{step.Step} and not assigned");
            if (_plant.Plant is null)
                continue;
            var today = _plant.Day(body.At);
            var known = _plant.People.GetValueOrDefault(person);
            _known.Demand(known?.Roles.Contains(role) == true, turn, $"{person} is {role} on {batch}/{step.Step}");
            _trained.Demand(known?.Trainings.TryGetValue("biosafety", out var trained) == true && today <= trained, turn, $"{person} is on {batch}/{step.Step} untrained");
            _authorised.Demand(known?.Authorisations.TryGetValue(step.Area, out var until) == true && today <= until, turn, $"{person} is on {batch}/{step.Step} in {step.Area} without authorisation");
            if (aseptic && role != "verifier")
                _aseptic.Demand(known?.AsepticUntil is { } last && today <= last, turn, $"{person} is on {batch}/{step.Step}, qualified until {known?.AsepticUntil}");
        }

        if (step.Verifier is { } verifier && step.Class == StepClass.NonCulture)
            _present.Demand(_rooms.GetValueOrDefault(verifier) == step.Room, turn, $"{verifier} verifies {batch}/{step.Step} in {step.Room} and is in {_rooms.GetValueOrDefault(verifier) ?? "none"}");
        _twice.Demand(step.Operators.Select(member => member.Operator).Distinct().Count() == step.Operators.Length, turn, $"somebody is on {batch}/{step.Step} twice");
    }

    private void Pass(RecordedTurn turn, TurnBody body, string person, OperatorFact passage)
    {
        var (room, enters) = passage switch
        {
            OperatorFact.RoomEntered entered => (entered.Room, true),
            OperatorFact.PresenceReported seen => (seen.Room, true),
            OperatorFact.RoomLeft left => (left.Room, false),
            _ => ("", false),
        };
        _paired.Demand(body.Facts.Any(written => written.Actor.Key == room && (enters ? written.Fact is RoomFact.PersonEntered there && there.Operator == person : written.Fact is RoomFact.PersonLeft gone && gone.Operator == person)), turn, $"{person} passes the door of {room}, and the room knows nothing of it");
        if (enters && passage is OperatorFact.RoomEntered { Origin: Origin.Live } && _plant.Rooms.GetValueOrDefault(room)?.PersonsMax is { } most)
            _full.Demand(_rooms.Count(known => known.Value == room && known.Key != person) < most.Count, turn, $"{person} enters {room}, which is full");
        if (enters)
            _rooms[person] = room;
        else if (_rooms.GetValueOrDefault(person) == room)
            _rooms.Remove(person);
    }

    /// <summary>A signal that comes back lifts its own hold; everything else is decided by two.</summary>
    private void Lift(RecordedTurn turn, TurnBody body, ActorId actor, BatchFact.HoldLifted lifted)
    {
        if (lifted.SecondBy.Length == 0)
            return;
        foreach (var person in new[] { lifted.FirstBy, lifted.SecondBy })
            _quality.Demand(_plant.HasRole(person, "quality"), turn, $"{person} lifts {lifted.Hold} of {actor.Key} and is not of quality");
        var took = body.Facts.Select(written => (written.Actor, Took: written.Fact as JointDecisionFact.TookEffect)).FirstOrDefault(pair => pair.Took is not null);
        var signers = took.Took is { } second && _signed.TryGetValue(took.Actor.Key, out var first) ? new[] { first.By, second.By } : [];
        _both.Demand(signers.Order(StringComparer.Ordinal).SequenceEqual(new[] { lifted.FirstBy, lifted.SecondBy }.Order(StringComparer.Ordinal)), turn, $"{lifted.Hold} of {actor.Key} is lifted by {lifted.FirstBy} and {lifted.SecondBy}, and signed by {string.Join(" and ", signers)}");
    }

    private void Sign(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case JointDecisionFact.Signed signed:
                    _resigned.Demand(!_signed.TryGetValue(actor.Key, out var waiting) || waiting.By != signed.By, turn, $"{signed.By} signs {actor.Key} again");
                    _signed[actor.Key] = signed;
                    break;
                case JointDecisionFact.TookEffect took:
                    _awaited.Demand(_signed.Remove(actor.Key, out var first) && first.Awaits == took.By, turn, $"{actor.Key} awaited {first?.Awaits ?? "nobody"} and took effect with {took.By}");
                    break;
                case JointDecisionFact.Withdrawn:
                    _signed.Remove(actor.Key);
                    break;
            }
    }
}
