using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>A journal written by hand, turn after turn, as no engine would; whatever is not falsified on purpose is right.</summary>
internal sealed class Forgery(Scene scene)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly List<(RecordedTurn Turn, TurnBody Body)> _turns = [];
    private readonly Dictionary<string, Answer.Ruled> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<ActorId, string> _versions = [];
    private readonly List<CastMember> _cast = [];
    private DateTimeOffset _at = Start;
    private Func<TurnBody, TurnBody> _falsify = body => body;
    private Func<RecordedTurn, RecordedTurn> _record = turn => turn;
    private int _skipped;

    public Forgery Skip()
    {
        _skipped++;
        return this;
    }

    public Forgery After(TimeSpan span)
    {
        _at += span;
        return this;
    }

    /// <summary>The next turn has read this actor, at its last write or at another.</summary>
    public Forgery Casting(ActorId actor, string? version = null)
    {
        _cast.Add(new CastMember(actor, version ?? _versions.GetValueOrDefault(actor, "")));
        return this;
    }

    /// <summary>Says something else in the next turn.</summary>
    public Forgery Saying(Func<TurnBody, TurnBody> falsify)
    {
        _falsify = falsify;
        return this;
    }

    /// <summary>Keeps the next turn otherwise.</summary>
    public Forgery Keeping(Func<RecordedTurn, RecordedTurn> falsify)
    {
        _record = falsify;
        return this;
    }

    /// <summary>The plant file and a recipe of two steps are in force.</summary>
    public Forgery Plant(Func<PlantDocument, PlantDocument>? but = null, params (ActorId, Fact)[] also) => Turn(
    [
        (ActorId.Plant, new PlantFact.ChangeProposed(new PlantChange("c", "EN-01", Start, Start, but?.Invoke(scene.Plant) ?? scene.Plant, []))),
        (ActorId.Plant, new PlantFact.ChangeApproved("c", "QA-01")),
        (ActorId.Plant, new PlantFact.ChangeTookEffect("c")),
        (new ActorId(ActorKind.Recipe, Facts.RecipeKey), new RecipeFact.Approved(Facts.Recipe(scene))),
        .. also,
    ]);

    public Forgery Turn(params (ActorId Actor, Fact Fact)[] facts) => Commanded(new WakeUp(ActorId.Plant, "none", Start), facts);

    public Forgery Turn(string id) => Add(id, new WakeUp(ActorId.Plant, "none", Start), []);

    public Forgery Commanded(Command command, params (ActorId Actor, Fact Fact)[] facts) => Add($"c{_turns.Count}", command, facts);

    public Forgery Answered(string id)
    {
        var turn = _turns[^1];
        _answered[$"forger/{id}"] = new Answer.Ruled(turn.Turn.Position, turn.Body, First: true);
        return this;
    }

    public void ReadBy(Fold fold)
    {
        foreach (var (turn, body) in _turns)
            fold.Read(turn, body);
        fold.AtEnd(_answered);
    }

    private Forgery Add(string id, Command command, (ActorId Actor, Fact Fact)[] facts)
    {
        foreach (var actor in facts.Select(fact => fact.Actor).Distinct().Where(actor => _cast.TrueForAll(member => member.Actor != actor)))
            Casting(actor);
        var body = _falsify(new TurnBody
        {
            Caller = "forger",
            CommandId = id,
            Person = "EN-01",
            Payload = TurnCodec.PayloadHash(command),
            Command = command,
            At = _at,
            Law = LawEdition.Current,
            Granted = true,
            Cast = [.. _cast.OrderBy(member => member.Actor)],
            Facts = [.. facts.Select(fact => new Written(fact.Actor, fact.Fact))],
        });
        var closed = TurnCodec.Seal(body);
        var previous = _turns.Count == 0 ? ReadOnlyMemory<byte>.Empty : _turns[^1].Turn.Hash;
        _turns.Add((_record(new RecordedTurn(_turns.Count + 1 + _skipped, $"forger/{id}", closed.WriteId, closed.Body, TurnCodec.Chain(previous.Span, closed.Body.Span))), body));
        foreach (var actor in closed.Writes)
            _versions[actor] = closed.WriteId;
        _cast.Clear();
        (_falsify, _record) = (said => said, kept => kept);
        return this;
    }
}
