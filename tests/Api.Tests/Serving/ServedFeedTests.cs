using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The feed as the server gives it: whoever begins after a position hears the very next turn first.</summary>
public sealed class ServedFeedTests(OpenServer server) : IClassFixture<OpenServer>
{
    [Fact]
    public async Task The_feed_goes_on_with_the_turn_after_the_position_that_was_given()
    {
        await server.Apply();
        foreach (var after in new[] { 0L, 1 })
        {
            using var feed = new Manufacturing.ManufacturingClient(server.Channel).Watch(new WatchRequest { After = after }, TokenFile.As("supervisor"), OpenServer.Deadline);
            Assert.True(await feed.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(after + 1, feed.ResponseStream.Current.Position);
        }
    }
}
