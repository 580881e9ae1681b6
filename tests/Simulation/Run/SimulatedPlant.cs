using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Ground;

namespace Orchestrator.Simulation.Run;

/// <summary>
/// One plant on virtual time: the production engine in a process that is killed now and then, a journal that loses answers,
/// callers that send twice, in any order, and again until they are answered.
/// </summary>
public sealed class SimulatedPlant
{
    public const string Id = "SIM";

    /// <summary>A process dies this many times as often while an append is under way: there is what can go wrong.</summary>
    private const int AppendsAreWorse = 20;

    private readonly Random _chance;
    private readonly Mischief _mischief;
    private readonly MemoryJournal _store = new();
    private readonly FaultyJournal _journal;
    private readonly List<Order> _past = [];
    private VirtualProcess _process = new();
    private PlantRunner _runner;
    private ImmutableDictionary<ActorId, IActor> _actors = ImmutableDictionary<ActorId, IActor>.Empty;
    private readonly SortedDictionary<ActorId, ImmutableArray<Clock>> _clocks = [];
    private long _position;

    public SimulatedPlant(int seed, Mischief mischief, DateTimeOffset start)
    {
        _chance = new Random(seed);
        _mischief = mischief;
        Time = new VirtualTime(start);
        _journal = new FaultyJournal(_store, Time, _chance, mischief.Journal);
        _runner = Open();
    }

    /// <summary>What the plant has recorded, without the line before it that fails.</summary>
    public IJournal Journal => _store;

    public VirtualTime Time { get; }

    public Random Chance => _chance;

    /// <summary>Every actor after the last recorded turn.</summary>
    public Picture Now => new(_position, Time.GetUtcNow(), _actors);

    /// <summary>The clocks that run, by actor.</summary>
    public IReadOnlyDictionary<ActorId, ImmutableArray<Clock>> Clocks => _clocks;

    /// <summary>How often the process was killed, by what its journal was doing.</summary>
    public SortedDictionary<AppendStage, long> Crashes { get; } = [];

    public long Duplicates { get; private set; }

    /// <summary>How often a caller was told to try again, by why.</summary>
    public SortedDictionary<NoRulingReason, long> NoRulings { get; } = [];

    public long AnswersLost => _journal.AnswersLost;

    /// <summary>Every ruling that a caller was answered, by turn id: what must never be lost, doubled or changed.</summary>
    public Dictionary<string, Answer.Ruled> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Called with every turn once, in order, after it has been folded in.</summary>
    public event Action<RecordedTurn, TurnBody>? Recorded;

    /// <summary>Asks what would be ruled now; null when the law answered with an exception, which is noted.</summary>
    public TurnBody? Ask(Order order)
    {
        while (true)
        {
            if (Await(() => _runner.DryRun(order)) is var asked && asked.IsFaulted)
            {
                LawThrew.Add($"{order.Command}: {asked.Exception!.InnerException!.Message}");
                return null;
            }

            if (asked.GetAwaiter().GetResult() is Answer.Ruled ruled)
                return ruled.Turn;
        }
    }

    /// <summary>Commands that the law answered with an exception instead of a ruling.</summary>
    public List<string> LawThrew { get; } = [];

    /// <summary>How often an id came again with another command, and was told so; and old commands that came again, much later.</summary>
    public (long OtherPayload, long Late) Repeated { get; private set; }

    /// <summary>
    /// What bad lines and bad clients do to what is long settled: an old command comes again, which is answered with its
    /// first ruling, or its id comes with another command, which is an error of its own; neither writes anything.
    /// </summary>
    public void Pester(Func<Command, Command> twist)
    {
        if (_past.Count == 0)
            return;
        var old = _past[_chance.Next(_past.Count)];
        var other = twist(old.Command);
        if (_chance.Next(2) == 0 || TurnCodec.PayloadHash(other) == TurnCodec.PayloadHash(old.Command))
            other = old.Command;
        var again = Await(() => _runner.Submit(old with { Command = other }));
        if (again.IsFaulted)
            LawThrew.Add($"{other}: {again.Exception!.InnerException!.Message}");
        else
            Demand(again.GetAwaiter().GetResult(), old, ReferenceEquals(other, old.Command));
        Fold();
    }

    /// <summary>Drives the plant until it has answered, asking again whatever process takes over from one that was killed.</summary>
    private Task<Answer> Await(Func<Task<Answer>> ask)
    {
        while (true)
        {
            var (asked, process) = (ask(), _process);
            while (!asked.IsCompleted && process == _process)
                Drive([], () => asked.IsCompleted);
            if (asked.IsCompleted)
                return asked;
        }
    }

    private void Demand(Answer answer, Order old, bool same)
    {
        switch (answer)
        {
            case Answer.Ruled ruled when same && !ruled.First && ruled.Position == Acknowledged[old.TurnId].Position:
                Repeated = Repeated with { Late = Repeated.Late + 1 };
                break;
            case Answer.OtherPayload when !same:
                Repeated = Repeated with { OtherPayload = Repeated.OtherPayload + 1 };
                break;
            case Answer.NoRuling:
                break;
            default:
                throw new InvalidOperationException($"{old.TurnId}, settled before, was answered {answer}");
        }
    }

    /// <summary>Sends these commands at once, in an order of chance's choosing, and drives the plant until each has its ruling.</summary>
    public IReadOnlyList<Answer.Ruled> Give(params IReadOnlyList<Order> orders)
    {
        var calls = orders.Select(order => new Call(order)).ToArray();
        var shuffled = calls.ToArray();
        _chance.Shuffle(shuffled);
        foreach (var call in shuffled)
            Send(call);
        while (calls.Any(call => call.Ruling is null))
        {
            Drive(calls, () => calls.Any(call => call.Sent.Exists(sent => sent.IsCompleted)));
            foreach (var call in shuffled.Where(call => call.Ruling is null))
                Look(call);
        }

        _past.AddRange(orders);
        Fold();
        return [.. calls.Select(call => call.Ruling!)];
    }

    /// <summary>One piece of work, or the next timer; a crash may come before either, and in the middle of an append.</summary>
    private void Drive(Call[] calls, Func<bool> done)
    {
        if (Happens(_mischief.CrashesPerMillionSteps * (_journal.Stage == AppendStage.None ? 1 : AppendsAreWorse), 1_000_000))
            Crash(calls);
        else if (!_process.Idle)
            _process.Step();
        else if (Time.NextDue is not null)
            Time.FireNext();
        else if (!done())
            throw new InvalidOperationException("the plant stands still with commands unanswered");
    }

    private void Look(Call call)
    {
        foreach (var sent in call.Sent.Where(sent => sent.IsCompleted).ToList())
        {
            call.Sent.Remove(sent);
            switch (sent.GetAwaiter().GetResult())
            {
                case Answer.Ruled ruled:
                    Keep(call, ruled);
                    break;
                case Answer.NoRuling { Reason: not NoRulingReason.Stopping } none:
                    NoRulings[none.Reason] = NoRulings.GetValueOrDefault(none.Reason) + 1;
                    Send(call);
                    break;
                case var other:
                    throw new InvalidOperationException($"{call.Order.TurnId} was answered {other}");
            }
        }
    }

    private void Keep(Call call, Answer.Ruled ruled)
    {
        if (Acknowledged.TryGetValue(call.Order.TurnId, out var before) && (before.Position != ruled.Position || before.Turn.Granted != ruled.Turn.Granted))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{call.Order.TurnId} was ruled at {before.Position} and again at {ruled.Position}"));
        Acknowledged[call.Order.TurnId] = ruled;
        if (Happens(_mischief.AnswersForgottenPerThousand, 1000))
            Send(call);
        else
            call.Ruling = ruled;
    }

    private void Send(Call call)
    {
        call.Sent.Add(_runner.Submit(call.Order));
        if (!Happens(_mischief.DuplicatesPerThousand, 1000))
            return;
        Duplicates++;
        call.Sent.Add(_runner.Submit(call.Order));
    }

    /// <summary>kill -9: whatever the process held is gone; callers send again to the next one.</summary>
    private void Crash(Call[] calls)
    {
        Crashes[_journal.Stage] = Crashes.GetValueOrDefault(_journal.Stage) + 1;
        _journal.Forget();
        _process.Kill();
        _process = new VirtualProcess();
        _runner = Open();
        foreach (var call in calls.Where(call => call.Ruling is null))
        {
            call.Sent.Clear();
            Send(call);
        }
    }

    private PlantRunner Open()
    {
        var opening = PlantRunner.Open(_journal, Id, string.Create(CultureInfo.InvariantCulture, $"process-{Crashes.Values.Sum()}"), Time, _process, PlantLaw.Decide, new RunnerLimits(), CancellationToken.None);
        while (!opening.IsCompleted)
        {
            if (!_process.Idle)
                _process.Step();
            else
                Time.FireNext();
        }

        return opening.GetAwaiter().GetResult();
    }

    private void Fold()
    {
        foreach (var turn in _store.ReadAll(Id, _position, CancellationToken.None).ToBlockingEnumerable())
        {
            var body = TurnCodec.Open(turn.Body.Span);
            var actors = _actors.ToBuilder();
            foreach (var (actor, fact) in body.Facts)
                actors[actor] = actors.GetValueOrDefault(actor, ActorKinds.Nothing(actor)).Evolve(fact);
            _actors = actors.ToImmutable();
            foreach (var actor in body.Facts.Select(written => written.Actor).Distinct())
                if (_actors[actor].Clocks.ToImmutableArray() is { IsEmpty: false } running)
                    _clocks[actor] = running;
                else
                    _clocks.Remove(actor);
            _position = turn.Position;
            Recorded?.Invoke(turn, body);
        }
    }

    private bool Happens(int chances, int of) => _chance.Next(of) < chances;

    private sealed class Call(Order order)
    {
        public Order Order { get; } = order;

        public List<Task<Answer>> Sent { get; } = [];

        public Answer.Ruled? Ruling { get; set; }
    }
}

/// <summary>How roughly a plant is handled.</summary>
public sealed record Mischief(JournalFaults Journal, int CrashesPerMillionSteps, int DuplicatesPerThousand, int AnswersForgottenPerThousand, int WhimsPerThousand, int OldIdsPerThousand, bool Provokes)
{
    public static Mischief Gentle { get; } = new(JournalFaults.None, 0, 0, 0, 0, 0, Provokes: false);

    /// <summary>The scenes alone, without chance.</summary>
    public static Mischief Staged { get; } = new(JournalFaults.None, 0, 0, 0, 0, 0, Provokes: true);

    public static Mischief Rough { get; } = new(JournalFaults.Rough, 12, 20, 2, 150, 10, Provokes: true);
}
