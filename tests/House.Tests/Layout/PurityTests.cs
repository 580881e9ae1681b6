using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Xunit;

namespace Orchestrator.House.Tests.Layout;

/// <summary>
/// The law is a function and the engine is driven from outside: their compiled code calls no clock, no chance, no thread
/// and no I/O. Read from the assemblies, so neither a comment nor an alias deceives.
/// </summary>
public sealed class PurityTests
{
    private static readonly string[] ImpureTypes =
    [
        "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Console", "System.TimeProvider", "System.Threading.Timer",
        "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream",
        "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.Path", "System.Threading.Thread", "System.Threading.ThreadPool",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1",
        "System.Threading.Tasks.Parallel", "System.Globalization.CultureInfo::get_CurrentCulture", "System.TimeZoneInfo::get_Local",
    ];

    private static readonly string[] ClockAndChance =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow", "System.Guid::NewGuid", "System.Guid::CreateVersion7",
    ];

    [Fact]
    public void The_law_knows_no_clock_no_chance_and_no_outside_world() =>
        Findings.None(Calls(typeof(Fact).Assembly).Where(call => Names(call, [.. ImpureTypes, .. ClockAndChance]) || IsEnvironment(call)));

    [Fact]
    public void The_engine_takes_time_from_its_provider_and_chance_from_nobody() =>
        Findings.None(Calls(typeof(PlantRunner).Assembly).Where(call => Names(call,
            [.. ClockAndChance, "System.Random", "System.Diagnostics.Stopwatch", "System.TimeProvider::get_System", "System.Threading.Timer", "System.Threading.PeriodicTimer::.ctor"])));

    [Fact]
    public void The_engine_never_leaves_the_scheduler_it_was_given() =>
        Findings.None(Calls(typeof(PlantRunner).Assembly).Where(call =>
            call.Member == "ConfigureAwait"
            || Names(call, ["System.Threading.Tasks.Task::Run", "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Tasks.Parallel", "System.Threading.Tasks.TaskScheduler::get_Default"])));

    [Fact]
    public void The_engine_waits_on_the_clock_it_was_given()
    {
        var waits = Calls(typeof(PlantRunner).Assembly)
            .Where(call => call is { Type: "System.Threading.Tasks.Task", Member: "Delay" })
            .Select(call => (MethodInfo)typeof(PlantRunner).Assembly.ManifestModule.ResolveMethod(call.Token)!);

        Assert.All(waits, wait => Assert.Contains(typeof(TimeProvider), wait.GetParameters().Select(parameter => parameter.ParameterType)));
    }

    private readonly record struct Call(string Type, string Member, int Token)
    {
        public override string ToString() => $"{Type}::{Member}";
    }

    private static bool Names(Call call, string[] forbidden) => forbidden.Contains(call.Type) || forbidden.Contains(call.ToString());

    // An iterator asks for the thread it was made on: the compiler's own call, which decides nothing.
    private static bool IsEnvironment(Call call) => call.Type == "System.Environment" && call.Member != "get_CurrentManagedThreadId";

    private static IEnumerable<Call> Calls(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var calls = metadata.MemberReferences
            .Select(handle => (Handle: handle, Reference: metadata.GetMemberReference(handle)))
            .Select(member => new Call(
                TypeName(metadata, member.Reference.Parent),
                metadata.GetString(member.Reference.Name),
                MetadataTokens.GetToken(member.Handle)))
            .ToList();
        Assert.True(calls.Count > 100, $"{assembly.GetName().Name} calls almost nothing; the reading is broken");
        return calls;
    }

    private static string TypeName(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            // A generic type's blob: GENERICINST (0x15), CLASS or VALUETYPE, then the open type.
            var blob = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (blob.ReadByte() != 0x15)
                return "";
            blob.ReadByte();
            parent = blob.ReadTypeHandle();
        }

        if (parent.Kind != HandleKind.TypeReference)
            return "";
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
