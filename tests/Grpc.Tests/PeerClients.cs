using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Grpc.Testing;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>What clients we did not write found when they asked our server: all their cases in one run, each judged on its own.</summary>
public abstract class PeerClientSpec(PeerClientRun run)
{
    /// <summary>Every case that both clients know; a case one of them did not run has no result and fails.</summary>
    public static TheoryData<string> Cases => new(
        "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "empty_stream", "half_close",
        "status_code_and_message", "special_status_message", "status_after_messages", "custom_metadata",
        "unimplemented_method", "unimplemented_service", "cancel_after_begin", "cancel_after_first_response",
        "timeout_on_sleeping_server", "deadline_on_unary",
        "client_compressed_unary", "client_compressed_streaming", "server_compressed_unary", "server_compressed_streaming",
        "messages_up_to_the_limit", "message_over_the_limit", "exception_without_its_secrets", "rich_error",
        "many_calls_at_once", "slow_reader", "reflection_v1", "reflection_v1alpha", "health_check", "health_watch");

    [PeerTheory]
    [MemberData(nameof(Cases))]
    public void Finds_what_the_case_says(string name)
    {
        if (run.ErrorOf(name) is { } error)
            Assert.Fail(error);
    }
}

/// <summary>@grpc/grpc-js against our server.</summary>
public sealed class NodeClient(NodeClient.Run run) : PeerClientSpec(run), IClassFixture<NodeClient.Run>
{
    /// <summary>One run of all its cases.</summary>
    public sealed class Run : InteropRun
    {
        private protected override Peer Start(string address, string descriptors) => Peer.Node("client.cjs", address, descriptors);
    }
}

/// <summary>Python's gRPC against our server.</summary>
public sealed class PythonClient(PythonClient.Run run) : PeerClientSpec(run), IClassFixture<PythonClient.Run>
{
    /// <summary>One run of all its cases.</summary>
    public sealed class Run : InteropRun
    {
        private protected override Peer Start(string address, string descriptors) => Peer.Python("client.py", address, descriptors);
    }
}

/// <summary>A peer's client let loose on the interoperability service.</summary>
public abstract class InteropRun : PeerClientRun
{
    private readonly OwnServer _server = new();

    private protected override async Task<string> Open()
    {
        await _server.InitializeAsync();
        return _server.Address;
    }

    private protected override Task Close() => _server.DisposeAsync();

    private protected override FileDescriptor[] Known =>
        [TestReflection.Descriptor, HealthReflection.Descriptor, ReflectionReflection.Descriptor, Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor];
}
