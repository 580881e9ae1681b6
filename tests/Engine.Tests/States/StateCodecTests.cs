using System.Reflection;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine.States;
using Orchestrator.Simulation.Run;
using Xunit;
using Record = Orchestrator.Engine.Tests.Evidence.Record;

namespace Orchestrator.Engine.Tests.States;

/// <summary>A state comes back as it was, and nothing that it is made of is left out.</summary>
public sealed class StateCodecTests
{
    public static TheoryData<ActorKind> Kinds => [.. ActorKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_a_state_is_made_of_is_written(ActorKind kind)
    {
        var hidden = new List<string>();
        foreach (var type in MadeOf(ActorKinds.Nothing(new ActorId(kind, "x")).GetType(), []))
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
                if (!IsWritten(type, field))
                    hidden.Add($"{type.Name}.{field.Name}");

        Assert.Empty(hidden);
    }

    [Fact]
    public async Task Every_state_of_a_plants_day_comes_back_the_same_and_goes_on_the_same()
    {
        var told = new Dictionary<ActorId, (IActor Straight, IActor Kept)>();
        var kinds = new HashSet<ActorKind>();
        await foreach (var turn in Record.Simulation.Journal.ReadAll(SimulatedPlant.Id, 0, default))
        {
            foreach (var (actor, fact) in TurnCodec.Open(turn.Body.Span).Facts)
            {
                var (straight, kept) = told.GetValueOrDefault(actor, (ActorKinds.Nothing(actor), ActorKinds.Nothing(actor)));
                straight = straight.Evolve(fact);
                var bytes = StateCodec.Bytes(kept.Evolve(fact));
                kept = StateCodec.Open(actor, bytes);
                Assert.Equal(StateCodec.Bytes(straight), bytes);
                Assert.Equal(bytes, StateCodec.Bytes(kept));
                told[actor] = (straight, kept);
                kinds.Add(actor.Kind);
            }
        }

        Assert.True(kinds.Count > 15, $"a day touched only {kinds.Count} kinds");
        Assert.All(told, pair => Assert.Equal(pair.Value.Straight.Clocks, pair.Value.Kept.Clocks));
    }

    /// <summary>The domain's own types that instances of a type hold, itself included.</summary>
    private static HashSet<Type> MadeOf(Type type, HashSet<Type> known)
    {
        if (type.IsGenericType || type.IsArray)
            foreach (var part in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
                MadeOf(part, known);
        if (type.Assembly != typeof(IActor).Assembly || type.IsEnum || type == typeof(Site) || !known.Add(type))
            return known;
        foreach (var derived in type.Assembly.GetTypes().Where(one => type.IsAssignableFrom(one) && one != type && !type.IsInterface))
            MadeOf(derived, known);
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            MadeOf(field.FieldType, known);
        return known;
    }

    /// <summary>Behind a public property that can be set, which JSON writes and reads; anything else would be lost.</summary>
    private static bool IsWritten(Type type, FieldInfo field) =>
        field.Name.StartsWith('<') && type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)]) is { CanRead: true, SetMethod.IsPublic: true }
            || type == typeof(ActorId);
}
