using System.Reflection;
using Orchestrator.Api.Services;
using Orchestrator.Client;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Api.Tests.Law;

/// <summary>Every command of the law can be given over the wire, but those that only the plant itself gives.</summary>
public sealed class CommandReachTests
{
    /// <summary>What no call makes, and who makes it.</summary>
    private static readonly Dictionary<string, string> Inside = new(StringComparer.Ordinal)
    {
        ["plant.wake-up.v1"] = "the clockwork gives it when a clock has come due; a client that could would decide when a limit is looked at",
    };

    /// <summary>Commands that no call of their own name gives, with what gives them.</summary>
    private static readonly Dictionary<string, string> OtherName = new(StringComparer.Ordinal)
    {
        ["equipment.connect.v1"] = "equipment/Connect: the stream's first message",
        ["equipment.disconnect.v1"] = "equipment/Connect: the stream's end",
        ["equipment.deliver.v1"] = "equipment/Connect: every report",
        ["equipment.report-state.v1"] = "equipment/Connect: a report of a device's state",
        ["equipment.acknowledge-command.v1"] = "equipment/Connect: a report of a command's outcome",
        ["equipment.mark-sent.v1"] = "equipment/Connect: a command leaves for its device",
        ["plant.propose-opening.v1"] = "plant/ProposeOpeningBalance",
        ["plant.approve-opening.v1"] = "plant/ApproveOpeningBalance",
        ["plant.wake-up.v1"] = "no call",
    };

    private static readonly Type[] AllCommands =
        [.. typeof(Command).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract).OrderBy(NameOf, StringComparer.Ordinal)];

    private static readonly HashSet<Type> Made = [.. typeof(ManufacturingService).Assembly.GetTypes().SelectMany(Bodies).SelectMany(Creations)];

    [Fact]
    public void Every_command_has_a_name() => Assert.All(AllCommands, command => Assert.NotEmpty(NameOf(command)));

    [Fact]
    public void Every_command_is_made_by_a_call_or_listed_with_the_reason_why_not() =>
        Assert.Equal(Inside.Keys.Order(StringComparer.Ordinal), AllCommands.Where(command => !Made.Contains(command)).Select(NameOf));

    [Fact]
    public void The_name_of_a_command_is_the_name_of_its_call()
    {
        var calls = AnyCall.All.Where(call => call.IsCommand).Select(call => Kebab(call.Name)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(OtherName.Keys.Order(StringComparer.Ordinal), AllCommands.Select(NameOf).Where(name => !calls.Contains(name[..name.LastIndexOf('.')])));
    }

    /// <summary><c>manufacturing/StartStep</c> as the journal names it: <c>manufacturing.start-step</c>.</summary>
    private static string Kebab(string call) => string.Concat(call.Replace('/', '.').Select((letter, at) =>
        !char.IsUpper(letter) ? $"{letter}" : call[at - 1] == '/' ? $"{char.ToLowerInvariant(letter)}" : $"-{char.ToLowerInvariant(letter)}"));

    private static string NameOf(Type command) => command.GetCustomAttribute<CommandNameAttribute>()?.Name ?? "";

    private static IEnumerable<MethodBase> Bodies(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).OfType<MethodBase>();

    /// <summary>The types that a method's code creates.</summary>
    private static IEnumerable<Type> Creations(MethodBase method)
    {
        const byte newobj = 0x73;
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (var at = 0; at + 4 < code.Length; at++)
        {
            if (code[at] == newobj && Resolve(method, BitConverter.ToInt32(code, at + 1)) is { } created)
                yield return created;
        }
    }

    // Bytes that only look like the instruction resolve to nothing, or to a type that is no command.
    private static Type? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)?.DeclaringType;
        }
        catch (Exception none) when (none is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
