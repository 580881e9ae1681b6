using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Orchestrator.Client;
using Orchestrator.V1;
using Xunit;
using GrpcStatus = Grpc.Core.Status;

namespace Orchestrator.Api.Tests.Client;

/// <summary>A caller gets a ruling as a value, and sends the same command again for as long as there is none.</summary>
public sealed class RetryTests
{
    private readonly HurriedTime _time = new();

    [Fact]
    public async Task A_command_is_sent_again_under_the_same_id_until_it_is_ruled_on()
    {
        await using var server = await ScriptedServer.Start(
            () => throw Failure(StatusCode.Unavailable), () => throw Failure(StatusCode.ResourceExhausted, TimeSpan.FromSeconds(3)), () => new Ruling { Granted = true, Position = 7 });
        using var client = Connect(server);

        var outcome = await client.Give(client.Manufacturing.CompleteStepAsync, new CompleteStepRequest { Batch = "B-1" });

        var granted = Assert.IsType<Outcome.Granted>(outcome);
        Assert.Equal(7, granted.Ruling.Position);
        Assert.Equal(3, server.Arrived.Count);
        Assert.Single(server.Arrived.Distinct());
        Assert.NotEqual("", server.Arrived[0]);
        Assert.Equal("Bearer the-token", server.Authorization);
        Assert.Contains(TimeSpan.FromSeconds(3), _time.Waits);
    }

    [Fact]
    public async Task A_refusal_is_a_value_with_every_reason()
    {
        var ruling = new Ruling { Position = 9 };
        ruling.Refusals.Add(new Refusal { Rule = "GMP-9.5.2b" });
        ruling.Refusals.Add(new Refusal { Rule = "GMP-9.2.5a" });
        await using var server = await ScriptedServer.Start(() => throw Failure(StatusCode.FailedPrecondition, ruling));
        using var client = Connect(server);

        var outcome = await client.Give(client.Manufacturing.CompleteStepAsync, new CompleteStepRequest(), "mine");

        var refused = Assert.IsType<Outcome.Refused>(outcome);
        Assert.Equal(["GMP-9.5.2b", "GMP-9.2.5a"], refused.Reasons.Select(reason => reason.Rule));
        Assert.Equal(["mine"], server.Arrived);
    }

    [Fact]
    public async Task A_failure_that_trying_again_cannot_mend_is_thrown_at_once()
    {
        await using var server = await ScriptedServer.Start(() => throw Failure(StatusCode.InvalidArgument));
        using var client = Connect(server);

        var failure = await Assert.ThrowsAsync<RpcException>(() => client.Give(client.Manufacturing.CompleteStepAsync, new CompleteStepRequest()));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Single(server.Arrived);
    }

    [Fact]
    public async Task After_the_deadline_the_last_failure_is_thrown()
    {
        await using var server = await ScriptedServer.Start(() => throw Failure(StatusCode.Unavailable));
        using var client = Connect(server);

        var failure = await Assert.ThrowsAsync<RpcException>(() => client.Give(client.Manufacturing.CompleteStepAsync, new CompleteStepRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.InRange(_time.GetElapsedTime(0), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
        Assert.InRange(server.Arrived.Count, 10, 40);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_never_fall_below_half_of_it()
    {
        var patience = new Patience { Chance = new Random(1) };
        var pauses = Enumerable.Range(1, 12).Select(attempts => patience.PauseAfter(attempts, Failure(StatusCode.Unavailable))).ToArray();

        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(50));
        Assert.InRange(pauses[3], TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400));
        Assert.All(pauses[6..], pause => Assert.InRange(pause, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    private OrchestratorClient Connect(ScriptedServer server) => OrchestratorClient.Connect(server.Address, "the-token", new Patience { Time = _time });

    private static RpcException Failure(StatusCode code, TimeSpan? askedPause = null) =>
        askedPause is { } pause ? Failure(code, new RetryInfo { RetryDelay = Duration.FromTimeSpan(pause) }) : new RpcException(new GrpcStatus(code, "as the test wants"));

    private static RpcException Failure(StatusCode code, IMessage detail)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "as the test wants" };
        status.Details.Add(Any.Pack(detail));
        return status.ToRpcException();
    }
}
