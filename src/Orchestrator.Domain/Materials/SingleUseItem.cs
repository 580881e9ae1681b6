using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Materials;

/// <summary>
/// The memory of one single-use piece (一次性耗材), by its serial as the plant files it: where it was mounted and what it was charged
/// to. It is used once in the whole plant, whichever lot, system or spelling it is named with (GMP-9.9).
/// </summary>
public sealed record SingleUseItem(string Serial) : IActor<SingleUseItem>
{
    public static ActorKind Kind => ActorKind.SingleUseItem;

    /// <summary>The closed system it was mounted on; empty while it was on none.</summary>
    public string System { get; init; } = "";

    /// <summary>The batch that it was used for; empty while it is new.</summary>
    public string Batch { get; init; } = "";

    /// <summary>True once it was charged to a step.</summary>
    public bool Charged { get; init; }

    public bool IsNew => Batch.Length == 0;

    public static SingleUseItem Nothing(string key) => new(key);

    public SingleUseItem Evolve(Fact fact) => fact switch
    {
        SingleUseItemFact.Mounted mounted => this with { System = mounted.System, Batch = mounted.Batch },
        SingleUseItemFact.Charged charged => this with { Batch = charged.Batch, Charged = true },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a single-use item"),
    };
}

/// <summary>What the journal keeps about one single-use piece.</summary>
public abstract record SingleUseItemFact : Fact
{
    [FactName("single-use-item.mounted.v1")]
    public sealed record Mounted(string System, string Batch, DateTimeOffset At) : SingleUseItemFact;

    [FactName("single-use-item.charged.v1")]
    public sealed record Charged(string Lot, string Batch, string Step, DateTimeOffset At) : SingleUseItemFact;
}
