using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>Health and reflection as the real host serves them: to anybody, without a token, and telling nothing of the plant.</summary>
public sealed class HostServicesTests(OpenServer server) : IClassFixture<OpenServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("orchestrator.v1.Manufacturing")]
    [InlineData("orchestrator.v1.Quality")]
    [InlineData("orchestrator.v1.Equipment")]
    [InlineData("orchestrator.v1.Plant")]
    [InlineData("orchestrator.v1.Capacity")]
    [InlineData("orchestrator.v1.Demo")]
    public async Task The_server_and_each_of_its_services_say_that_they_serve(string service)
    {
        var health = await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = service }, deadline: OpenServer.Deadline);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task A_service_that_nobody_knows_is_not_found()
    {
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = "orchestrator.v1.Invented" }, deadline: OpenServer.Deadline));

        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_watcher_of_health_hears_the_state_at_once()
    {
        using var watching = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest(), deadline: OpenServer.Deadline);
        await watching.ResponseStream.MoveNext(CancellationToken.None);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watching.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Reflection_lists_every_service_of_ours_and_gives_its_file()
    {
        using var asking = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo(deadline: OpenServer.Deadline);
        await asking.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        await asking.ResponseStream.MoveNext(CancellationToken.None);
        var services = asking.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        await asking.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = Capacity.Descriptor.FullName });
        await asking.ResponseStream.MoveNext(CancellationToken.None);
        await asking.RequestStream.CompleteAsync();

        Assert.Subset(services.ToHashSet(StringComparer.Ordinal), ApiSetup.Services.Select(service => service.FullName).ToHashSet(StringComparer.Ordinal));
        Assert.Contains(asking.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto, file => file.SequenceEqual(CapacityReflection.Descriptor.SerializedData));
    }

    [Fact]
    public async Task Ready_says_which_plant_and_how_far_and_live_says_which_build()
    {
        var ready = await server.Web.GetStringAsync("/health/ready");
        var live = await server.Web.GetStringAsync("/health/live");

        Assert.Contains("\"plant\":\"SH-01\"", ready, StringComparison.Ordinal);
        Assert.Contains("publishedPackages", ready, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"live\"", live, StringComparison.Ordinal);
    }
}
