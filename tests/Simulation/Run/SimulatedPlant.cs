using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;

namespace Orchestrator.Simulation.Run;

/// <summary>
/// One plant on virtual time: the production engine in processes that are killed, freeze and are succeeded, a journal behind a bad
/// wire, clients behind a bad network. What it does depends on the entries it is given and on nothing else.
/// </summary>
public sealed class SimulatedPlant
{
    public const string Id = "SIM";

    /// <summary>An entry that is not over after so many steps never will be.</summary>
    private const int StepsMax = 500_000;

    /// <summary>What a machine may be off that has compared its clock with the store's: the limit, the way there and back, and a second since.</summary>
    private static readonly TimeSpan ClockOffMax = TimeSpan.FromSeconds(5);

    private readonly DecideCommand _decide;
    private readonly IJournal _store;
    private readonly Fence _fence = new();
    private readonly Callers _callers;
    private readonly List<Node> _old = [];
    private readonly SortedDictionary<ActorId, ImmutableArray<Clock>> _clocks = [];
    private Node _node;
    private int _nodes;
    private Actors _actors = Actors.None;
    private long _position;
    private DateTimeOffset _last;

    /// <param name="decide">The law; another where a test has planted a bug in it.</param>
    /// <param name="store">The journal behind the wires; another where a test has planted a bug in it.</param>
    public SimulatedPlant(FaultProfile profile, DateTimeOffset start, DecideCommand? decide = null, IJournal? store = null)
    {
        _decide = decide ?? PlantLaw.Decide;
        _store = store ?? new MemoryJournal();
        Faults = new FaultSource(profile);
        var off = new[] { profile[FaultKind.ClockOff].Longest, profile[FaultKind.ClockJump].Longest }.Max();
        ClockSlack = off < ClockOffMax ? off : ClockOffMax;
        Time = new VirtualTime(start);
        _callers = new Callers(Time, Faults, Listening, _store, Promises);
        _node = NewNode();
    }

    /// <summary>What the plant has recorded, without the wires before it.</summary>
    public IJournal Journal => _store;

    /// <summary>The true time.</summary>
    public VirtualTime Time { get; }

    public FaultSource Faults { get; }

    public EnginePromises Promises { get; } = new();

    /// <summary>Every actor after the last recorded turn.</summary>
    public Picture Now => new(_position, At, _actors);

    /// <summary>The instant a turn would have that were decided now by a true clock: never before the last.</summary>
    public DateTimeOffset At => Time.GetUtcNow() > _last ? Time.GetUtcNow() : _last;

    /// <summary>The clocks that run, by actor.</summary>
    public IReadOnlyDictionary<ActorId, ImmutableArray<Clock>> Clocks => _clocks;

    /// <summary>How far a machine's clock may be off and still decide: a wake-up is given once every clock says that it is due.</summary>
    public TimeSpan ClockSlack { get; }

    /// <summary>How often the process was killed, by what its journal was doing.</summary>
    public SortedDictionary<AppendStage, long> Crashes { get; } = [];

    /// <summary>How often a process that had been succeeded tried to write, and was refused.</summary>
    public long OldRefused => _fence.Old.Refused;

    public IReadOnlyDictionary<NoRulingReason, long> NoRulings => _callers.NoRulings;

    /// <summary>Every ruling that a caller was answered, by turn id: what must never be lost, doubled or changed.</summary>
    public IReadOnlyDictionary<string, Answer.Ruled> Acknowledged => _callers.Acknowledged;

    /// <summary>Called with every turn once, in order, after it has been folded in.</summary>
    public event Action<RecordedTurn, TurnBody>? Recorded;

    /// <summary>What the law would rule now, on what is recorded; null when it answers with an exception, which is noted.</summary>
    /// <param name="before">What is done before, as far as the law grants it; nothing of it is recorded.</param>
    public Decision? Ask(Order order, params ReadOnlySpan<Order> before)
    {
        var picture = Now;
        foreach (var first in before)
            if (Ask(first, picture) is { } done)
                picture = picture with { Actors = picture.Actors.After(done.Facts) };
        return Ask(order, picture);
    }

    private Decision? Ask(Order order, Picture picture)
    {
        try
        {
            var ruled = _decide(order.Command, picture.Cast(), new Moment(At, order.Caller, order.CommandId, order.Roles, order.Person));
            Promises.LawAnswers.Demand(kept: true, "");
            return ruled;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            Promises.LawAnswers.Demand(kept: false, $"{order.Command}: {bug.Message}");
            return null;
        }
    }

    /// <summary>Sends the commands of an entry at its instant, in their order, and drives the plant until each has its answer.</summary>
    /// <param name="planned">True to let happen what the entry lists, false to leave it to chance.</param>
    /// <returns>Each command's ruling; null where its id was another command's, or where the plant stands still.</returns>
    public ImmutableArray<Answer.Ruled?> Give(Entry entry, bool planned)
    {
        if (entry.At > Time.GetUtcNow())
            Time.MoveTo(entry.At);
        Faults.Begin(entry.Seed, planned ? entry.Faults : null);
        if (Faults.Happens(FaultKind.ClockJump))
            Jump(_node);
        if (entry.Orders.Length > 0 && Faults.Happens(FaultKind.DryRun))
            DryRun(entry.Orders[0]);
        _callers.Send(entry.Orders);
        for (var steps = 0; _callers.Waiting; steps++)
        {
            if (!Drive() || steps > StepsMax)
            {
                Promises.Goes.Demand(kept: false, $"at {Instant.Text(entry.At)} the plant stands still with {string.Join(", ", entry.Orders.Select(order => order.TurnId))} unanswered");
                break;
            }

            _callers.Listen();
        }

        Promises.Goes.Demand(kept: true, "");
        var rulings = _callers.Finish();
        Promises.OldEpochRefused.Demand(_fence.Old.Taken == 0, $"at {Instant.Text(entry.At)} the journal took an append under an epoch that had been succeeded");
        _old.RemoveAll(node => node.IsOver);
        ReadOn();
        return rulings;
    }

    /// <summary>One piece of work, or the next timer; a crash or a freeze may come before either. False when nothing is left to do.</summary>
    private bool Drive()
    {
        if (Faults.Happens(FaultKind.Crash) || (_node.Wire.Stage != AppendStage.None && Faults.Happens(FaultKind.CrashInAppend)))
        {
            Crash();
            return true;
        }

        if (Faults.Happens(FaultKind.Freeze))
            Freeze();
        if (Next() is { } node)
            node.Process.Step();
        else if (Time.NextDue is not null)
            Time.FireNext();
        else
            return false;
        return true;
    }

    private Node? Next()
    {
        if (_old.Count == 0)
            return _node.CanStep ? _node : null;
        var ready = _old.Append(_node).Where(node => node.CanStep).ToList();
        return ready.Count switch
        {
            0 => null,
            1 => ready[0],
            var many => ready[Faults.Turn(many)],
        };
    }

    /// <summary>Whoever a request may reach: the newest process last, before it those that do not know yet that they were succeeded.</summary>
    private ImmutableArray<Node> Listening() => [.. _old.Where(node => !node.Frozen && !node.IsOver), _node];

    /// <summary>kill -9: whatever the process held is gone; callers send again to the next one.</summary>
    private void Crash()
    {
        Crashes[_node.Wire.Stage] = Crashes.GetValueOrDefault(_node.Wire.Stage) + 1;
        _node.Process.Kill();
        var gone = _node;
        _node = NewNode();
        _callers.Lost(gone);
    }

    /// <summary>A machine stands still, as a suspended virtual machine does; it goes on later as if nothing had been.</summary>
    private void Freeze()
    {
        var frozen = _node;
        frozen.Frozen = true;
        _old.Add(frozen);
        Time.After(Faults.Length(FaultKind.Freeze), () => frozen.Frozen = false);
        _node = NewNode();
        _callers.Hangs();
    }

    private Node NewNode()
    {
        var off = Faults.Happens(FaultKind.ClockOff);
        var node = new Node(++_nodes, Time, off ? Faults.Offset(FaultKind.ClockOff) : TimeSpan.Zero, () => new WireJournal(_store, Time, Faults, _fence), _decide);
        if (off)
            Time.After(Faults.Length(FaultKind.ClockOff), () => node.Clock.Offset = TimeSpan.Zero);
        return node;
    }

    /// <summary>The machine's clock is wrong, until whoever keeps it sets it right.</summary>
    private void Jump(Node node)
    {
        node.Clock.Offset = Faults.Offset(FaultKind.ClockJump);
        Time.After(Faults.Length(FaultKind.ClockJump), () => node.Clock.Offset = TimeSpan.Zero);
    }

    /// <summary>A question on its way while the plant works; its answer, if one comes, is nobody's business.</summary>
    private void DryRun(Order order) => _ = _node.Runner?.DryRun(order);

    private void ReadOn()
    {
        foreach (var turn in _store.ReadAll(Id, _position, CancellationToken.None).ToBlockingEnumerable())
        {
            var body = TurnCodec.Open(turn.Body.Span);
            _actors = _actors.After(body.Facts);
            foreach (var actor in body.Facts.Select(written => written.Actor).Distinct())
                if (_actors[actor].Clocks.ToImmutableArray() is { IsEmpty: false } running)
                    _clocks[actor] = running;
                else
                    _clocks.Remove(actor);
            Promises.TrueTime.Demand(body.At <= Time.GetUtcNow() + ClockOffMax, turn, $"is of {body.At}, and it is {Time.GetUtcNow()}");
            (_position, _last) = (turn.Position, body.At);
            Recorded?.Invoke(turn, body);
        }
    }
}
