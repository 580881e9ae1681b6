using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Orchestrator.Api.Tests.Serving;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>
/// What clients we did not write found when they asked the real host, of whose services they know only what its reflection tells
/// them: the cases of one story, told in one run.
/// </summary>
public abstract class HostClientSpec(PeerClientRun run)
{
    /// <summary>Every case that both clients know; a case one of them did not run has no result and fails.</summary>
    public static TheoryData<string> Cases => new(
        "reflection_v1", "reflection_v1alpha", "health_check", "health_watch", "token_and_role", "unary_and_its_repetition",
        "rich_error", "rich_error_of_a_field", "compressed_requests", "server_streaming", "session_of_a_controller", "newer_session",
        "session_refused", "deadline", "cancellation", "message_up_to_the_limit", "message_over_the_limit", "malformed_message",
        "field_of_a_newer_client", "unimplemented", "many_commands_at_once", "several_connections");

    [PeerTheory]
    [MemberData(nameof(Cases))]
    public void Finds_what_the_case_says(string name)
    {
        if (run.ErrorOf(name) is { } error)
            Assert.Fail(error);
    }
}

/// <summary>@grpc/grpc-js against the host.</summary>
public sealed class NodeClientOfTheHost(NodeClientOfTheHost.Run run) : HostClientSpec(run), IClassFixture<NodeClientOfTheHost.Run>
{
    /// <summary>One run of all its cases.</summary>
    public sealed class Run : HostRun
    {
        private protected override Peer Start(string address, string descriptors) => Peer.Node("host.cjs", address, descriptors, Examples);
    }
}

/// <summary>Python's gRPC against the host.</summary>
public sealed class PythonClientOfTheHost(PythonClientOfTheHost.Run run) : HostClientSpec(run), IClassFixture<PythonClientOfTheHost.Run>
{
    /// <summary>One run of all its cases.</summary>
    public sealed class Run : HostRun
    {
        private protected override Peer Start(string address, string descriptors) => Peer.Python("host.py", address, descriptors, Examples);
    }
}

/// <summary>A peer's client let loose on the host with an unfounded plant; it knows health, reflection and rich errors beforehand.</summary>
public abstract class HostRun : PeerClientRun
{
    private readonly OpenServer _server = new();

    private protected static string Examples => Path.Combine(Peer.RepositoryRoot(), "docs", "examples");

    private protected override async Task<string> Open()
    {
        await _server.InitializeAsync();
        return _server.Grpc.AbsoluteUri;
    }

    private protected override Task Close() => _server.DisposeAsync();

    private protected override FileDescriptor[] Known =>
    [
        HealthReflection.Descriptor, ReflectionReflection.Descriptor, Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor,
        StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor,
    ];
}
