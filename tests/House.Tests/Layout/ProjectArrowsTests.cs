using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Orchestrator.House.Tests.Layout;

/// <summary>The arrows of the house point down only: what each project may refer to, and what its assembly really does.</summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Engine"] = ["Domain"],
        ["Storage"] = ["Engine"],
        ["Cluster"] = ["Engine"],
        ["Devices"] = ["Engine"],
        ["Grpc"] = [],
        ["Protos"] = ["Grpc"],
        ["Api"] = ["Engine", "Protos"],
        ["Host"] = ["Api", "Storage", "Cluster", "Devices"],
        ["Client"] = ["Protos"],
        ["Cli"] = ["Client"],
    };

    public static TheoryData<string> Projects => [.. Tree.Projects("src").Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project) =>
        Findings.None(References(Tree.Projects("src")[project]).Except(Allowed[Short(project)]));

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_only_those_below_it(string project)
    {
        if (Loaded(project) is not { } assembly)
        {
            Assert.Contains(project, (string[])["Orchestrator.Grpc", "Orchestrator.Cluster"]);
            return;
        }

        var used = assembly.GetReferencedAssemblies().Select(name => Short(ProjectOf(name.Name!))).Where(Allowed.ContainsKey);
        Findings.None(used.Except(Below(Short(project))));
    }

    [Theory]
    [InlineData("Orchestrator.Domain")]
    [InlineData("Orchestrator.Engine")]
    public void The_ground_floors_need_nothing_but_the_language(string project)
    {
        var file = Tree.Projects("src")[project];

        Findings.None(file.Descendants("PackageReference"));
        Findings.None(file.Descendants("FrameworkReference"));
        Assert.Equal("Microsoft.NET.Sdk", file.Root!.Attribute("Sdk")!.Value);
    }

    [Fact]
    public void The_stand_in_for_grpc_dotnet_is_referred_to_only_where_the_packages_are_missing()
    {
        var references = Tree.Projects("src").Concat(Tree.Projects("tests")).SelectMany(project => project.Value.Descendants("ProjectReference"))
            .Where(reference => reference.Attribute("Include")!.Value.EndsWith("Orchestrator.Grpc.csproj", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains("'$(PublishedPackages)' != 'true'", Conditions(reference)));
    }

    [Fact]
    public void Every_package_of_grpc_dotnet_is_referred_to_only_where_the_packages_are_there() =>
        Assert.All(
            Tree.Projects("src").Concat(Tree.Projects("tests")).SelectMany(project => project.Value.Descendants("PackageReference"))
                .Where(reference => reference.Attribute("Include")!.Value is var name && name.StartsWith("Grpc.", StringComparison.Ordinal) && name != "Grpc.Tools"),
            reference => Assert.Contains("'$(PublishedPackages)' == 'true'", Conditions(reference)));

    [Fact]
    public void Versions_of_packages_stand_in_one_file() =>
        Findings.None(Tree.Projects("src").Concat(Tree.Projects("tests")).SelectMany(project => project.Value.Descendants("PackageReference"))
            .Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null));

    private static IEnumerable<string> References(XDocument project) =>
        project.Descendants("ProjectReference").Select(reference => Short(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))));

    private static IEnumerable<string> Conditions(XElement element) =>
        element.AncestorsAndSelf().Select(each => each.Attribute("Condition")?.Value.Trim()).OfType<string>();

    private static IEnumerable<string> Below(string project) =>
        Allowed[project].SelectMany(each => Below(each).Append(each)).Distinct();

    private static string Short(string project) => project.Replace("Orchestrator.", "", StringComparison.Ordinal);

    private static string ProjectOf(string assembly) =>
        Tree.Projects("src").FirstOrDefault(project => project.Value.Descendants("AssemblyName").Any(name => name.Value == assembly)).Key ?? assembly;

    // A project that this build leaves out has no assembly beside the tests.
    private static Assembly? Loaded(string project)
    {
        var name = Tree.Projects("src")[project].Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }
}
