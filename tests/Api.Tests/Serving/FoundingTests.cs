using Google.Rpc;
using Grpc.Core;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>What the first hour with a plant meets: the wrong id, the token of nobody, and files that wait for a second person.</summary>
public sealed class FoundingTests : IAsyncLifetime
{
    private readonly OpenServer _server = new("SH-09", demo: null);

    private Plant.PlantClient Client => new(_server.Channel);

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("SH-01", "this server serves SH-09")]
    [InlineData("SH 09/..", "letters, digits")]
    [InlineData("", "letters, digits")]
    public async Task A_server_founds_no_plant_but_its_own_and_nothing_is_written(string plant, string fix)
    {
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await Found("wrong", plant));
        var right = await Found("right", "SH-09");

        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        var field = Assert.Single(wrong.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal("plant", field.Field);
        Assert.Contains(fix, field.Description, StringComparison.Ordinal);
        Assert.True(right.Granted);
        Assert.Equal(1, right.Position);
    }

    [Fact]
    public async Task A_token_of_nobody_is_told_that_it_needs_a_person_and_an_unfounded_plant_to_be_founded()
    {
        var unfounded = await Refused("first", "planner");
        await Found("found", "SH-09");
        var nobody = await Refused("second", "engineer-bot");

        var founding = Assert.Single(unfounded.Refusals);
        Assert.Equal("ORC-004", founding.Rule);
        Assert.Equal("plant/Found", Assert.Single(founding.Remedies).Command);
        Assert.Contains(nobody.Refusals, refusal => refusal.Rule == "ORC-023"
            && Assert.Single(refusal.Remedies).Sentence.En == "Give engineer-bot its person (\"person\") in the server's token file and restart the server.");
    }

    [Fact]
    public async Task The_file_of_another_plant_is_not_said_to_be_applicable()
    {
        var reply = await Client.CheckAsync(new CheckRequest { Plant = OpenServer.Example("plant.yaml") }, TokenFile.As("planner"), OpenServer.Deadline);

        Assert.False(reply.Applicable);
        Assert.Equal("This is the file of SH-01, and this server serves SH-09.", Assert.Single(reply.Findings, finding => finding.Severity == "Error").Message.En);
    }

    [Fact]
    public async Task Its_approver_sees_what_a_change_that_waits_would_bring()
    {
        await Found("found", "SH-09");
        await Client.ProposeChangeAsync(Proposal("propose"), TokenFile.As("planner"), OpenServer.Deadline);

        var view = await Client.GetPlantAsync(new GetPlantRequest(), TokenFile.As("qa"), OpenServer.Deadline);
        var diff = await Client.DiffAsync(new DiffRequest { Change = "C-1" }, TokenFile.As("qa"), OpenServer.Deadline);
        var nothing = await Assert.ThrowsAsync<RpcException>(async () => await Client.DiffAsync(new DiffRequest { Change = "C-2" }, TokenFile.As("qa"), OpenServer.Deadline));

        Assert.Equal("PL-01", Assert.Single(view.Changes).ProposedBy);
        Assert.Contains(diff.Differences, one => one is { Actor: "room/R-101", Field: "", Gone: false });
        Assert.Contains(diff.Differences, one => one.Actor == "recipe/car-t-closed@1.0");
        Assert.Equal(StatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task A_change_that_waits_no_more_is_another_matter_than_one_that_never_was()
    {
        await Found("found", "SH-09");
        await Client.ProposeChangeAsync(Proposal("propose"), TokenFile.As("planner"), OpenServer.Deadline);
        await Approve("approve", "C-1");

        Assert.Equal("ORC-003", await RuleOf("again", "C-1"));
        Assert.Equal("ORC-001", await RuleOf("unknown", "C-9"));
    }

    private static ProposeChangeRequest Proposal(string id)
    {
        var request = new ProposeChangeRequest { Header = Head(id), Change = "C-1", Plant = OpenServer.Example("plant.yaml") };
        request.Plant.Text = request.Plant.Text.Replace("id: SH-01", "id: SH-09", StringComparison.Ordinal);
        request.Recipes.Add(OpenServer.Example("car-t-closed.yaml"));
        return request;
    }

    private async Task<Ruling> Found(string id, string plant) =>
        await Client.FoundAsync(new FoundRequest { Header = Head(id), Plant = plant, Time = TimeMode.Real }, TokenFile.As("engineer"), OpenServer.Deadline);

    private async Task<Ruling> Approve(string id, string change) =>
        await Client.ApproveChangeAsync(new ApproveChangeRequest { Header = Head(id), Change = change }, TokenFile.As("qa"), OpenServer.Deadline);

    private async Task<string> RuleOf(string id, string change)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Approve(id, change));
        return Assert.Single(refused.GetRpcStatus()!.GetDetail<Ruling>()!.Refusals).Rule;
    }

    private async Task<Ruling> Refused(string id, string caller)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Client.ProposeChangeAsync(Proposal(id), TokenFile.As(caller), OpenServer.Deadline));
        return refused.GetRpcStatus()!.GetDetail<Ruling>()!;
    }

    private static CommandHeader Head(string id) => new() { CommandId = id };
}
