using System.Globalization;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Engine;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation.Play;

/// <summary>Where every player stands: the live plant, its clock, chance, and ids for commands.</summary>
/// <param name="chance">What the players decide by; the plant has a chance of its own.</param>
public sealed class Stage(Scene scene, SimulatedPlant plant, Random chance)
{
    public const string FirstMes = "mes-1";

    private int _ids;

    public Scene Scene { get; } = scene;

    public Site Site => Now.Get<Plant>("plant").Site ?? Scene.Site;

    public Picture Now => plant.Now;

    public DateTimeOffset At => plant.Time.GetUtcNow();

    public Random Chance => chance;

    public SimulatedPlant Plant => plant;

    /// <summary>Sensors whose controllers have fallen silent.</summary>
    public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

    /// <summary>A new id, unique for the run.</summary>
    public string Id(string of = "c") => string.Create(CultureInfo.InvariantCulture, $"{of}-{++_ids:00000}");

    public Order Mes(Command command) => new(Stamped(command), FirstMes, Id(), Scene.AllRoles);

    /// <summary>Another execution system that does not know of the first.</summary>
    public Order OtherMes(Command command) => new(Stamped(command), "mes-2", Id(), Scene.AllRoles);

    /// <summary>A person of quality, whose own token it is.</summary>
    public Order Quality(Command command) => Person("QA-01", command);

    public Order Person(string person, Command command) => new(Stamped(command), person, Id(), Scene.AllRoles, person);

    /// <summary>A controller of equipment, or another machine by name.</summary>
    public Order Machine(string name, Command command) => new(Stamped(command), name, Id(), Scene.AllRoles);

    public Order Again(Order order) => order with { Command = Stamped(order.Command), CommandId = Id() };

    /// <summary>Passages and exits happen when they are told.</summary>
    private Command Stamped(Command command) => command switch
    {
        OperatorCommand.EnterRoom { Origin: Origin.Live } enter => enter with { At = At },
        OperatorCommand.LeaveRoom { Origin: Origin.Live } leave => leave with { At = At },
        OperatorCommand.RecordExitProcedure exit => exit with { At = At },
        _ => command,
    };

    /// <summary>The label on a container, or the one it will get: another where the first was voided.</summary>
    public string LabelOf(string container)
    {
        if (Now.Get<Container>(container).Label is { Length: > 0 } label)
            return label;
        var next = $"L-{container}";
        while (Now.Get<Label>(next).Status is LabelStatus.Voided or LabelStatus.Destroyed)
            next += "+";
        return next;
    }

    public Operator PersonNow(string person) => Now.Get<Operator>(person);
}

/// <summary>What a player does next: gives a command, or waits.</summary>
public abstract record Move
{
    private Move()
    {
    }

    public sealed record Give(Order Order) : Move;

    /// <summary>Gives one person's part of what two decide, and the other's not.</summary>
    public sealed record Sign(Order Order) : Move;

    public sealed record Wait(DateTimeOffset Until) : Move;
}

/// <summary>What a player was told of the command it gave last.</summary>
public sealed class Told
{
    public Answer.Ruled? Ruled { get; set; }

    public bool Granted => Ruled?.Turn.Granted == true;

    public IEnumerable<Refusal> Refusals => Ruled is { } ruled ? ruled.Turn.Refusals : [];

    public bool RefusedBy(string rule) => Refusals.Any(refusal => refusal.Rule == rule);
}

/// <summary>Somebody who plays a script, one move after the other, each after the ruling of the one before.</summary>
public sealed class Player(string name, IEnumerable<Move> script, Told told)
{
    private readonly IEnumerator<Move> _moves = script.GetEnumerator();
    private Order? _second;
    private bool _alone;

    public string Name { get; } = name;

    /// <summary>When it wants to move; null when its script has ended.</summary>
    public DateTimeOffset? Wakes { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The command it gives now, or null while it waits.</summary>
    public Order? Next(DateTimeOffset at)
    {
        if (_second is { } second)
        {
            _second = null;
            return second;
        }

        while (Wakes is { } wakes && wakes <= at)
        {
            if (!_moves.MoveNext())
            {
                Wakes = null;
                return null;
            }

            switch (_moves.Current)
            {
                case Move.Give give:
                    _alone = false;
                    return give.Order;
                case Move.Sign sign:
                    _alone = true;
                    return sign.Order;
                case Move.Wait wait:
                    Wakes = wait.Until;
                    break;
            }
        }

        return null;
    }

    /// <summary>What two people decide is signed by the other as soon as the one has: the script goes on when it is done.</summary>
    public void Hear(Answer.Ruled ruled)
    {
        told.Ruled = ruled;
        if (!_alone && ruled.Turn.Facts.Select(written => written.Fact).OfType<JointDecisionFact.Signed>().FirstOrDefault() is { } signed)
            _second = new Order(ruled.Turn.Command, signed.Awaits, $"{ruled.Turn.CommandId}-second", Scene.AllRoles, signed.Awaits);
    }
}
