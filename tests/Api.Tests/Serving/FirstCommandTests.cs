using Grpc.Core;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>One command through every floor: wire, cast, law, journal, and what is left after kill -9.</summary>
public sealed class FirstCommandTests
{
    [Fact]
    public async Task What_was_answered_before_a_kill_is_answered_again_after_it_and_written_once()
    {
        using var server = new ServerProcess();
        await server.Start();
        Ruling founded;
        using (var channel = server.Channel())
            founded = await new Plant.PlantClient(channel).FoundAsync(Found("found-1"), TokenFile.As("engineer"));
        Assert.True(founded.Granted);
        Assert.Equal(1, founded.Position);

        server.Kill();
        await server.Start();

        using var again = server.Channel();
        var plant = new Plant.PlantClient(again);
        var repeated = await plant.FoundAsync(Found("found-1"), TokenFile.As("engineer"));
        Assert.True(repeated.Repeated);
        Assert.Equal(founded.Position, repeated.Position);
        Assert.Equal(founded.At, repeated.At);

        var second = await Assert.ThrowsAsync<RpcException>(async () => await plant.FoundAsync(Found("found-2"), TokenFile.As("engineer")));
        Assert.Equal(StatusCode.FailedPrecondition, second.StatusCode);
        Assert.StartsWith("ORC-002", second.Status.Detail, StringComparison.Ordinal);
    }

    private static FoundRequest Found(string id) => new() { Header = new CommandHeader { CommandId = id }, Plant = "SMALL", Time = TimeMode.Real };
}
