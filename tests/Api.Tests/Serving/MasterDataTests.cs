using Grpc.Core;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Api.Tests.NextActions;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>Master data over the wire: what a file would refuse, what it would change of whom, and two people for everything that comes in.</summary>
public sealed class MasterDataTests : IAsyncLifetime
{
    private readonly Workshop _shop = new();

    private Plant.PlantClient Client => new(_shop.Server.Channel);

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_change_names_the_running_batches_that_rely_on_what_changes_and_no_others()
    {
        await _shop.Begin();

        var room = await Diff(text => text.Replace("name: Closed processing 1", "name: Closed processing one", StringComparison.Ordinal));
        var system = await Diff(text => text.Replace("{id: TC-CP-01, quantity: temperature, unit: Cel, of: closed-system/CP-01, low: 36.5", "{id: TC-CP-01, quantity: temperature, unit: Cel, of: closed-system/CP-01, low: 36.0", StringComparison.Ordinal));
        var person = await Diff(text => text.Replace("name: Chen Wei", "name: Chen Weimin", StringComparison.Ordinal));
        var elsewhere = await Diff(text => text.Replace("name: Closed processing 2", "name: Closed processing two", StringComparison.Ordinal));
        var parameter = await Diff(text => text.Replace("clearance-validity: PT72H", "clearance-validity: PT24H", StringComparison.Ordinal));

        Assert.Equal("room/R-101", Relied(room));
        Assert.Equal("sensor/TC-CP-01", Relied(system));
        Assert.Equal("operator/OP-01", Relied(person));
        Assert.Equal("plant/plant", Relied(parameter));
        Assert.Equal(("P3D", "P1D"), (parameter.Differences[0].Before, parameter.Differences[0].After));
        Assert.Equal("room/R-102", Assert.Single(elsewhere.Differences).Actor);
        Assert.Empty(elsewhere.Affected);
    }

    [Fact]
    public async Task Before_its_first_step_a_batch_relies_on_the_room_that_is_kept_for_it()
    {
        await _shop.CreateBatch();
        await _shop.Take((await _shop.Next("manufacturing/ReserveRoom")).Legal.Single(action => action.Request.Fields["room"].StringValue == "R-102"));

        Assert.Equal("room/R-102", Relied(await Diff(text => text.Replace("name: Closed processing 2", "name: Closed processing two", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("reading-age-max", "GMP-6.4.0")]
    [InlineData("clearance-validity", "GMP-9.5.2c")]
    [InlineData("scan-age-max", "GMP-9.7.3a")]
    [InlineData("initial-media-fills", "GMP-9.2.5a")]
    public async Task A_missing_site_parameter_is_reported_as_what_it_will_refuse_and_refuses(string parameter, string rule)
    {
        var without = Changed(text => string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith($"{parameter}:", StringComparison.Ordinal))));

        var reply = await Client.CheckAsync(new CheckRequest { Plant = without }, TokenFile.As("planner"), OpenServer.Deadline);

        var finding = Assert.Single(reply.Findings, finding => finding.Field == $"parameters.{parameter}");
        Assert.True(reply.Applicable);
        Assert.Equal("WillRefuse", finding.Severity);
        Assert.Contains(rule, finding.Rules);
        Assert.NotEmpty(finding.Message.Zh);
        Assert.NotEmpty(finding.Fix.En);
    }

    [Fact]
    public async Task An_opening_balance_comes_in_by_two_people_once_and_becomes_facts_of_those_it_is_about()
    {
        var server = new OpenServer("SH-01", "2026-03-01T20:00+08:00");
        await server.InitializeAsync();
        try
        {
            await server.Apply();
            var plant = new Plant.PlantClient(server.Channel);
            var propose = new ProposeOpeningBalanceRequest { Header = Head("propose"), Opening = "O-1", Balance = OpenServer.Example("opening-balance.yaml") };

            var bySystem = await Refused(() => plant.ProposeOpeningBalanceAsync(new ProposeOpeningBalanceRequest(propose) { Header = Head("by-nobody") }, TokenFile.As("engineer-bot"), OpenServer.Deadline));
            await plant.ProposeOpeningBalanceAsync(propose, TokenFile.As("planner"), OpenServer.Deadline);
            var bySame = await Refused(() => plant.ApproveOpeningBalanceAsync(new ApproveOpeningBalanceRequest { Header = Head("same"), Opening = "O-1" }, TokenFile.As("planner"), OpenServer.Deadline));
            var approved = await plant.ApproveOpeningBalanceAsync(new ApproveOpeningBalanceRequest { Header = Head("other"), Opening = "O-1" }, TokenFile.As("qa"), OpenServer.Deadline);
            var again = await Refused(() => plant.ApproveOpeningBalanceAsync(new ApproveOpeningBalanceRequest { Header = Head("again"), Opening = "O-1" }, TokenFile.As("qa"), OpenServer.Deadline));

            Assert.Equal("ORC-023", bySystem);
            Assert.Equal("ORC-009", bySame);
            Assert.Equal("ORC-003", again);
            Assert.Contains(approved.Facts, fact => fact is { Actor: "line/L1", Name: "line.media-fill-recorded.v1" });
            Assert.Contains(approved.Facts, fact => fact is { Actor: "closed-system/CP-01", Name: "closed-system.integrity-checked.v1" });
            Assert.Contains(approved.Facts, fact => fact.Name == "material-lot.released.v1");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_batch_that_was_under_way_keeps_its_patient_to_itself()
    {
        var balance = $"""
            format: orchestrator-opening-balance/1
            plant: SH-01
            document: OPB-002 v1
            as-of: 2026-03-02T08:00+08:00
            batches:
              - id: B-2599
                product: CART-19
                recipe: car-t-closed
                recipe-version: "1.0"
                chain-of-identity: COI-2599
                donor-code: D-2599
                donor-material: A0001259900010
                purpose: commercial
                pathogen: negative-screened
                steps:
                  - {"{"}step: enrichment, room: R-102, system: CP-03, started-at: 2026-03-01T08:00+08:00, ended-at: 2026-03-01T12:00+08:00{"}"}
                document: BPR-2599
                entered-by: PL-01
                verified-by: QA-01
            """;
        var file = new V1.File { Name = "opening.yaml", Text = balance };
        var check = await Client.CheckOpeningBalanceAsync(new CheckOpeningBalanceRequest { Balance = file }, TokenFile.As("planner"), OpenServer.Deadline);
        Assert.True(check.Applicable, check.Findings.ToString());

        await Client.ProposeOpeningBalanceAsync(new ProposeOpeningBalanceRequest { Header = Head("propose-2"), Opening = "O-2", Balance = file }, TokenFile.As("planner"), OpenServer.Deadline);
        await Client.ApproveOpeningBalanceAsync(new ApproveOpeningBalanceRequest { Header = Head("approve-2"), Opening = "O-2" }, TokenFile.As("qa"), OpenServer.Deadline);
        var manufacturing = new Manufacturing.ManufacturingClient(_shop.Server.Channel);
        var view = await manufacturing.GetBatchAsync(new GetBatchRequest { Batch = "B-2599" }, TokenFile.As("supervisor"), OpenServer.Deadline);
        var other = await Refused(() => manufacturing.CreateBatchAsync(
            new CreateBatchRequest { Header = Head("other-patient"), Batch = "B-9", Product = "CART-19", Recipe = "car-t-closed", RecipeVersion = "1.0", ChainOfIdentity = "COI-2599", DonorCode = "D-OTHER", Purpose = BatchPurpose.Commercial },
            TokenFile.As("mes-1"), OpenServer.Deadline));

        Assert.Equal("InProcess", view.Status);
        Assert.Equal("Complete", view.Steps.Single().Status);
        Assert.StartsWith("GMP-", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balance_that_is_wrong_is_turned_away_with_file_line_field_and_fix_and_leaves_no_trace()
    {
        var wrong = OpenServer.Example("opening-balance.yaml");
        wrong.Text = wrong.Text.Replace("line: L1, shift: DAY, date: 2025-07-07", "line: L9, shift: DAY, date: 2025-07-07", StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.ProposeOpeningBalanceAsync(new ProposeOpeningBalanceRequest { Header = Head("wrong"), Opening = "O-9", Balance = wrong }, TokenFile.As("planner"), OpenServer.Deadline));

        var finding = Assert.Single(failure.GetRpcStatus()!.GetDetail<CheckReply>()!.Findings, finding => finding.Severity == "Error");
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("opening-balance.yaml", finding.File);
        Assert.Equal(12, finding.Line);
        Assert.Contains("line", finding.Field, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Fix.Zh);
        var trace = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Manufacturing.ManufacturingClient(_shop.Server.Channel).WhyAsync(new WhyRequest { Caller = "planner", CommandId = "wrong" }, TokenFile.As("supervisor"), OpenServer.Deadline));
        Assert.Equal(StatusCode.NotFound, trace.StatusCode);
    }

    private static string Relied(DiffReply reply)
    {
        var affected = Assert.Single(reply.Affected);
        Assert.Equal(Workshop.Batch, affected.Batch);
        return Assert.Single(affected.ReliesOn);
    }

    private async Task<DiffReply> Diff(Func<string, string> change) =>
        await Client.DiffAsync(new DiffRequest { Plant = Changed(change) }, TokenFile.As("planner"), OpenServer.Deadline);

    private static V1.File Changed(Func<string, string> change)
    {
        var text = change(Examples.Text("plant.yaml"));
        Assert.NotEqual(Examples.Text("plant.yaml"), text);
        return new V1.File { Name = "plant.yaml", Text = text };
    }

    /// <summary>The first rule that a command was refused by.</summary>
    private static async Task<string> Refused(Func<AsyncUnaryCall<Ruling>> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        return refused.GetRpcStatus()!.GetDetail<Ruling>()!.Refusals[0].Rule;
    }

    private static CommandHeader Head(string id) => new() { CommandId = id };
}
