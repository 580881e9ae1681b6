using Google.Protobuf.Reflection;
using Orchestrator.Api.Doors;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The table of who may call what names exactly the methods there are, and remedies name methods that exist.</summary>
public sealed class AccessTests
{
    private static readonly string[] Methods =
        [.. Files().SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => Access.NameOf($"/{method.Service.FullName}/{method.Name}")).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_method_has_its_row_and_every_row_its_method() =>
        Assert.Equal(Methods, Access.Methods.Order(StringComparer.Ordinal));

    [Fact]
    public void A_method_without_a_row_may_be_called_by_nobody() =>
        Assert.Empty(Access.RolesOf("/orchestrator.v1.Manufacturing/Invented"));

    private static IEnumerable<FileDescriptor> Files() =>
        typeof(CommonReflection).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == "Orchestrator.V1")
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!);
}
