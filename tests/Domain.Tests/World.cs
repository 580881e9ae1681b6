using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Xunit;

namespace Orchestrator.Domain.Tests;

/// <summary>A plant in a test: commands go through the law as in production, granted or protective facts are kept, time is a value.</summary>
public sealed class World
{
    private readonly Dictionary<ActorId, IActor> _states = [];
    private int _commands;

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Everyone as they are now.</summary>
    public ImmutableDictionary<ActorId, IActor> Everyone => _states.ToImmutableDictionary();

    /// <summary>A founded plant with these master data in force.</summary>
    public static World Of(PlantDocument plant, params Recipes.RecipeDocument[] recipes)
    {
        var world = new World();
        world.Must(new PlantCommand.Found(plant.Id, TimeMode.Real));
        world.Proposed("change-1", world.Now, plant, recipes);
        world.As(plant.People.FirstOrDefault(person => person.Roles.Contains("quality"))?.Id ?? "quality-1").Must(new PlantCommand.ApproveChange("change-1"));
        return world.As(null);
    }

    /// <summary>
    /// A change that engineer-1 has proposed, as a fact: the plants of tests are sketches, which the check of a proposal would
    /// send back for what they leave out.
    /// </summary>
    public World Proposed(string change, DateTimeOffset effectiveFrom, PlantDocument plant, params Recipes.RecipeDocument[] recipes) =>
        Given<Plant>(ActorId.Plant.Key, new PlantFact.ChangeProposed(new PlantChange(change, "engineer-1", Now, effectiveFrom, plant, [.. recipes], State<Plant>(ActorId.Plant.Key).InForce)));

    /// <summary>The person behind the next commands' token.</summary>
    public string? Person { get; private set; }

    public World As(string? person)
    {
        Person = person;
        return this;
    }

    /// <summary>The name that the next commands' connection has proved.</summary>
    public string Caller { get; private set; } = "test";

    public World From(string caller)
    {
        Caller = caller;
        return this;
    }

    public World After(TimeSpan span)
    {
        Now += span;
        return this;
    }

    public World At(DateTimeOffset instant)
    {
        Now = instant;
        return this;
    }

    public T State<T>(string key)
        where T : class, IActor<T> =>
        _states.TryGetValue(new ActorId(T.Kind, key), out var state) ? (T)state : T.Nothing(key);

    /// <summary>Writes a fact as if a turn had recorded it, where a scene would take too long to play.</summary>
    public World Given<T>(string key, Fact fact)
        where T : class, IActor<T>
    {
        _states[new ActorId(T.Kind, key)] = State<T>(key).Evolve(fact);
        return this;
    }

    /// <summary>Asks the law and keeps what it writes.</summary>
    public Decision Give(Command command) => Keep(Ask(command));

    /// <summary>Asks the law and keeps nothing.</summary>
    public Decision Ask(Command command) => Decide((cast, moment) => PlantLaw.Decide(command, cast, moment));

    /// <summary>Asks one part of the law by itself and keeps what it writes.</summary>
    public Decision Play(Action<Desk> part) => Keep(Decide((cast, moment) =>
    {
        var desk = new Desk(cast, moment);
        part(desk);
        return desk.Close();
    }));

    private Decision Keep(Decision decision)
    {
        foreach (var (actor, fact) in decision.Facts)
            _states[actor] = _states[actor].Evolve(fact);
        return decision;
    }

    private Decision Decide(Func<Cast, Moment, Decision> law)
    {
        var moment = new Moment(Now, Caller, $"c{++_commands}", new HashSet<string> { "mes", "equipment", "quality", "engineer", "supervisor" }, Person);
        while (true)
        {
            var cast = new Cast(_states);
            var decision = law(cast, moment);
            if (cast.Missing.Count == 0)
            {
                Assert.All(decision.Facts, written => Assert.Contains(written.Actor, cast.Read));
                return decision;
            }

            foreach (var actor in cast.Missing)
                _states.Add(actor, Unknown(actor));
        }
    }

    public Decision Must(Command command)
    {
        var decision = Give(command);
        Assert.True(decision.Granted, $"{command}\nwas refused: {string.Join("\n  ", decision.Refusals.Select(Text))}");
        return decision;
    }

    /// <summary>What two people decide: the first gives it and nothing happens yet, the second gives the same and it is done.</summary>
    public Decision MustBoth(Command command, string first = "quality-1", string second = "quality-2")
    {
        var person = Person;
        var signed = As(first).Must(command);
        Assert.IsType<JointDecisionFact.Signed>(Assert.Single(signed.Facts).Fact);
        var decision = As(second).Must(command);
        As(person);
        return decision;
    }

    /// <summary>Gives what two people of quality decide, by the one and, where that is granted, by the other.</summary>
    public Decision GiveBoth(Command command)
    {
        var person = Person;
        var decision = As("quality-1").Give(command);
        if (decision.Granted && Signing.NeedsTwo(command))
            decision = As("quality-2").Give(command);
        As(person);
        return decision;
    }

    /// <summary>The command is given by this person's token, and then the token is put back.</summary>
    public Decision MustBy(string person, Command command)
    {
        var before = Person;
        var decision = As(person).Must(command);
        As(before);
        return decision;
    }

    /// <summary>The command must be refused, and by this rule among others.</summary>
    public Refusal Refused(Command command, string rule)
    {
        var decision = Give(command);
        Assert.False(decision.Granted, $"{command} was granted");
        return Assert.Single(decision.Refusals, refusal => refusal.Rule == rule) is { } found ? found : throw new InvalidOperationException();
    }

    /// <summary>The rules a decision was refused by, each once.</summary>
    public static string[] Rules(Decision decision) => [.. decision.Refusals.Select(refusal => refusal.Rule).Distinct()];

    private static string Text(Refusal refusal) =>
        $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]";

    private static IActor Unknown(ActorId actor) => (IActor)typeof(IActor).Assembly.GetTypes()
        .Single(type => type.IsClass && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IActor<>))
            && (ActorKind)type.GetProperty("Kind")!.GetValue(null)! == actor.Kind)
        .GetMethod("Nothing")!.Invoke(null, [actor.Key])!;
}
