using System.Reflection;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.House.Tests.Layout;

/// <summary>One concept, one folder, one shape: who knows one room finds their way in every other.</summary>
public sealed class ConceptShapeTests
{
    private static readonly Assembly Domain = typeof(Fact).Assembly;

    private static readonly Type[] AllActors =
        [.. Domain.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IActor))).OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Every actor that has a memory.</summary>
    public static TheoryData<Type> Actors => [.. AllActors];

    /// <summary>Every closed family of facts or commands: the abstract records directly below the kernel's.</summary>
    public static TheoryData<Type> Families =>
        [.. Domain.GetTypes().Where(type => type.BaseType == typeof(Fact) || type.BaseType == typeof(Command)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Actors))]
    public void An_actor_lies_in_the_file_and_the_folder_of_its_name(Type actor) =>
        Assert.Contains($"src/Orchestrator.Domain/{Folder(actor)}/{actor.Name}.cs", Tree.Files);

    [Theory]
    [MemberData(nameof(Actors))]
    public void An_actor_is_a_sealed_record_that_cannot_be_changed(Type actor)
    {
        Assert.True(actor.IsSealed);
        Assert.NotNull(actor.GetMethod("<Clone>$"));
        Assert.All(actor.GetProperties().Where(property => property.SetMethod is not null), property =>
            Assert.Contains(typeof(System.Runtime.CompilerServices.IsExternalInit), property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
    }

    [Theory]
    [MemberData(nameof(Actors))]
    public void No_two_kinds_of_actor_share_an_address(Type actor) =>
        Assert.Equal(actor, Assert.Single(AllActors, other => Kind(other) == Kind(actor)));

    [Theory]
    [MemberData(nameof(Actors))]
    public void What_was_never_written_is_no_error_to_look_at(Type actor)
    {
        var nothing = (IActor)actor.GetMethod("Nothing")!.Invoke(null, ["K-1"])!;

        Assert.Empty(nothing.Clocks);
        Assert.All(actor.GetProperties(BindingFlags.Public | BindingFlags.Instance), property => _ = property.GetValue(nothing));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_is_closed_and_all_its_members_are_its_own(Type family)
    {
        Assert.True(family.IsAbstract || family.IsSealed);
        Assert.All(Domain.GetTypes().Where(type => type.IsSubclassOf(family)), member =>
        {
            Assert.True(member.IsSealed, $"{member} is not sealed");
            Assert.Equal(family, member.DeclaringType);
        });
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_of_commands_has_a_decider_of_the_same_name(Type family)
    {
        if (family.BaseType == typeof(Command) && family.IsAbstract)
            Assert.Contains($"src/Orchestrator.Domain/{Folder(family)}/{family.Name.Replace("Command", "Decider", StringComparison.Ordinal)}.cs", Tree.Files);
        else
            Assert.EndsWith(family.IsSealed ? "" : "Fact", family.Name, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Actors))]
    public void What_an_actor_remembers_is_one_family_of_facts_named_after_it(Type actor)
    {
        var family = Domain.GetType($"{actor.FullName}Fact");

        Assert.NotNull(family);
        Assert.Equal(typeof(Fact), family.BaseType);
    }

    [Fact]
    public void Every_decider_has_its_table_as_an_approved_page() =>
        Findings.None(Domain.GetTypes().Where(type => type is { IsPublic: true } && type.Name.EndsWith("Decider", StringComparison.Ordinal))
            .Select(type => $"/{type.Name.Replace("Decider", "", StringComparison.Ordinal)}.approved.txt")
            .Where(page => !Tree.Files.Any(file => file.StartsWith("tests/Domain.Tests/", StringComparison.Ordinal) && file.EndsWith(page, StringComparison.Ordinal))));

    private static string Folder(Type type) => type.Namespace!.Replace("Orchestrator.Domain.", "", StringComparison.Ordinal).Replace('.', '/');

    private static ActorKind Kind(Type actor) => (ActorKind)actor.GetProperty("Kind")!.GetValue(null)!;
}
