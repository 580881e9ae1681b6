using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;

namespace Orchestrator.Simulation.Run;

/// <summary>
/// The clients of the plant and the network between: requests are lost, doubled, overtaken, answers too, and clients send the same
/// command id again until they have their answer.
/// </summary>
internal sealed class Callers(VirtualTime time, FaultSource faults, Func<ImmutableArray<Node>> nodes, IJournal store, EnginePromises promises)
{
    /// <summary>How long a client waits for an answer before it sends again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a client waits that nobody lets in.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<Call> _late = [];
    private ImmutableArray<Call> _calls = [];

    /// <summary>Every ruling that a caller was answered, by turn id: what must never be lost, doubled or changed.</summary>
    public Dictionary<string, Answer.Ruled> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>How often a caller was told to try again, by why.</summary>
    public SortedDictionary<NoRulingReason, long> NoRulings { get; } = [];

    public bool Waiting => _calls.Any(call => !call.Done);

    public void Send(IEnumerable<Order> orders)
    {
        _calls = [.. orders.Select(order => new Call(order))];
        foreach (var call in _calls)
            Send(call);
    }

    /// <summary>Hears what has been answered since.</summary>
    public void Listen()
    {
        foreach (var call in _calls)
            if (call.Sent.Count > 0)
                Listen(call);
    }

    /// <summary>The entry is over: each command's ruling, null where its id was used for another before. Answers to repetitions may come later.</summary>
    public ImmutableArray<Answer.Ruled?> Finish()
    {
        ImmutableArray<Answer.Ruled?> rulings = [.. _calls.Select(call => call.Ruling)];
        _late.AddRange(_calls.Where(call => call.Sent.Count > 0));
        _calls = [];
        foreach (var call in _late)
            Listen(call);
        _late.RemoveAll(call => call.Sent.Count == 0);
        return rulings;
    }

    /// <summary>A process is gone and its connections with it: whoever waited sends again.</summary>
    public void Lost(Node node)
    {
        foreach (var call in _late)
            call.Sent.RemoveAll(sent => sent.Node == node);
        foreach (var call in _calls)
        {
            call.Sent.RemoveAll(sent => sent.Node == node);
            Again(call);
        }
    }

    /// <summary>A process answers no more: whoever waits for it sends to its successor as well.</summary>
    public void Hangs()
    {
        foreach (var call in _calls)
            Again(call);
    }

    private void Again(Call call)
    {
        if (!call.Done)
            Send(call);
    }

    private void Send(Call call)
    {
        if (faults.Happens(FaultKind.RequestLost))
        {
            time.After(Patience, () => Again(call));
        }
        else if (faults.Happens(FaultKind.RequestDelayed))
        {
            time.After(faults.Length(FaultKind.RequestDelayed), () => Deliver(call));
            time.After(Patience, () => Again(call));
        }
        else
        {
            Deliver(call);
            if (faults.Happens(FaultKind.RequestDoubled))
                Deliver(call);
        }
    }

    /// <summary>A request reaches the newest process, and any old one that is awake and does not know yet that it has been succeeded.</summary>
    private void Deliver(Call call)
    {
        if (call.Done && !_late.Contains(call))
            _late.Add(call);
        var delivered = false;
        foreach (var node in nodes())
            if (node.Runner is { } runner)
            {
                call.Sent.Add((node, runner.Submit(call.Order)));
                delivered |= node == nodes()[^1];
            }

        if (!delivered)
            time.After(Pause, () => Again(call));
    }

    private void Listen(Call call)
    {
        for (var at = call.Sent.Count - 1; at >= 0; at--)
        {
            var answered = call.Sent[at].Answer;
            if (!answered.IsCompleted)
                continue;
            call.Sent.RemoveAt(at);
            if (answered.IsFaulted)
            {
                promises.LawAnswers.Demand(kept: false, $"{call.Order.Command}: {answered.Exception!.InnerException!.Message}");
                call.Done = true;
            }
            else if (!call.Done && faults.Happens(FaultKind.AnswerLost))
            {
                time.After(Patience, () => Again(call));
            }
            else if (!call.Done && faults.Happens(FaultKind.AnswerDelayed))
            {
                time.After(faults.Length(FaultKind.AnswerDelayed), () => Hear(call, answered.Result));
                time.After(Patience, () => Again(call));
            }
            else
            {
                Hear(call, answered.Result);
            }
        }
    }

    private void Hear(Call call, Answer answer)
    {
        switch (answer)
        {
            case Answer.Ruled ruled:
                Keep(call, ruled);
                break;
            case Answer.OtherPayload:
                var known = Acknowledged.TryGetValue(call.Order.TurnId, out var first);
                promises.OneRuling.Demand(known && first!.Turn.Payload != TurnCodec.PayloadHash(call.Order.Command), $"{call.Order.TurnId} was told that its id is another command's, and it is not");
                call.Done = true;
                break;
            case Answer.NoRuling none when !call.Done:
                NoRulings[none.Reason] = NoRulings.GetValueOrDefault(none.Reason) + 1;
                time.After(none.Reason == NoRulingReason.ClockOff ? Patience : Pause, () => Again(call));
                break;
        }
    }

    private void Keep(Call call, Answer.Ruled ruled)
    {
        var recorded = store.Find(SimulatedPlant.Id, call.Order.TurnId, CancellationToken.None).GetAwaiter().GetResult();
        promises.DurableFirst.Demand(recorded?.Position == ruled.Position, string.Create(CultureInfo.InvariantCulture, $"{call.Order.TurnId} was answered at {ruled.Position} and is recorded at {recorded?.Position ?? 0}"));
        var known = Acknowledged.TryGetValue(call.Order.TurnId, out var before);
        promises.OneRuling.Demand(!known || (before!.Position == ruled.Position && before.Turn.Granted == ruled.Turn.Granted && before.Turn.Payload == TurnCodec.PayloadHash(call.Order.Command)),
            string.Create(CultureInfo.InvariantCulture, $"{call.Order.TurnId} was ruled at {before?.Position} and again at {ruled.Position}"));
        if (!known)
            Acknowledged.Add(call.Order.TurnId, ruled);
        if (call.Done)
            return;
        if (faults.Happens(FaultKind.AnswerForgotten))
        {
            Send(call);
            return;
        }

        (call.Ruling, call.Done) = (ruled, true);
    }

    private sealed class Call(Order order)
    {
        public Order Order { get; } = order;

        /// <summary>What was asked of which process and is not answered yet.</summary>
        public List<(Node Node, Task<Answer> Answer)> Sent { get; } = [];

        public Answer.Ruled? Ruling { get; set; }

        public bool Done { get; set; }
    }
}
