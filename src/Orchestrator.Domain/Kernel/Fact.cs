namespace Orchestrator.Domain.Kernel;

/// <summary>What the journal keeps about one actor: something that is true from this turn on and is never taken back.</summary>
public abstract record Fact;

/// <summary>The stored name of a fact, <c>concept.what-happened.vN</c>: a contract with every future build.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FactNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>One fact and the actor whose memory it becomes part of.</summary>
public readonly record struct Written(ActorId Actor, Fact Fact);
