using Grpc.Core;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.NextActions;

/// <summary>What may be done next is what the law grants when it is done, and what may not is refused for the reasons told.</summary>
public sealed class NextActionTests : IAsyncLifetime
{
    private readonly Workshop _shop = new();

    public Task InitializeAsync() => _shop.InitializeAsync();

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Every_answer_is_what_the_command_itself_is_answered()
    {
        await _shop.CreateBatch();
        var next = await _shop.Next();

        Assert.NotEmpty(next.Legal);
        Assert.NotEmpty(next.Refused);
        foreach (var action in next.Legal.Concat(next.Refused))
        {
            var (status, ruling) = await _shop.Give(action, dryRun: true);
            Assert.Equal(200, status);
            Assert.Equal(action.Refusals.Count == 0, ruling.TryGetProperty("granted", out var granted) && granted.GetBoolean());
            Assert.Equal(action.Refusals.Count, ruling.TryGetProperty("refusals", out var refusals) ? refusals.GetArrayLength() : 0);
        }
    }

    [Fact]
    public async Task A_step_that_may_not_start_says_every_reason_with_clause_and_remedy()
    {
        await _shop.CreateBatch();
        var next = await _shop.Next("manufacturing/StartStep");

        Assert.Empty(next.Legal);
        var start = next.Refused.Single(action => action.Step == "enrichment");
        Assert.Contains(start.Refusals, refusal => refusal.Rule == "GMP-3.2a" && refusal.Clause.Length > 0 && refusal.Remedies.Any(remedy => remedy.Command == "manufacturing/BindDonorMaterial"));
        Assert.Contains("mes", start.Callers);
        Assert.Equal("enrichment", start.Request.Fields["step"].StringValue);
    }

    [Fact]
    public async Task What_two_people_sign_is_offered_to_the_one_and_then_in_the_same_words_to_the_other()
    {
        await _shop.CreateBatch();
        await _shop.Take((await _shop.Next("manufacturing/PlaceHold")).Legal.Single());

        var first = (await _shop.Next("manufacturing/LiftHold")).Legal.Single();
        Assert.Equal(("QA-01", "reason"), (first.Signer, Assert.Single(first.ToFill)));
        first.Request.Fields["reason"].StringValue = "looked at";
        await _shop.Take(first);

        var second = (await _shop.Next("manufacturing/LiftHold")).Legal.Single();
        Assert.Equal(("QA-02", "looked at"), (second.Signer, second.Request.Fields["reason"].StringValue));
        Assert.Empty(second.ToFill);
        await _shop.Take(second);

        Assert.DoesNotContain((await _shop.Next("manufacturing/LiftHold")).Legal, action => action.Command == "manufacturing/LiftHold");
    }

    [Fact]
    public async Task What_brings_a_new_batch_on_comes_before_what_ends_it_and_its_steps_in_the_recipes_order()
    {
        await _shop.CreateBatch();
        var next = await _shop.Next();

        var legal = next.Legal.Select(action => action.Command).Distinct().ToList();
        Assert.Equal(["manufacturing/RegisterDonorMaterial", "manufacturing/MountKit", "manufacturing/ReserveRoom", "manufacturing/PlaceHold", "manufacturing/CancelBatch", "manufacturing/TerminateBatch"], legal);
        Assert.Equal(["enrichment", "activation", "activation-culture", "transduction"], next.Refused.Where(action => action.Command == "manufacturing/StartStep").Take(4).Select(action => action.Step));
        Assert.Equal("enrichment", next.Refused[0].Step);
        Assert.Equal("manufacturing/DiscardBatch", next.Refused[^1].Command);
    }

    [Theory]
    [InlineData("zh-CN", "［由人员填写］", "reason: 请由经办人填写")]
    [InlineData("en", "[a person fills this in]", "reason: whoever acts fills this in")]
    public async Task Where_only_a_person_knows_what_to_write_the_advice_says_so_and_no_command_takes_it_for_an_answer(string language, string said, string told)
    {
        await _shop.CreateBatch();
        var asker = Serving.TokenFile.As("mes-1");
        asker.Add("accept-language", language);
        var client = new Manufacturing.ManufacturingClient(_shop.Server.Channel);
        var cancel = (await client.NextActionsAsync(new NextActionsRequest { Batch = "B-2601", Commands = { "manufacturing/CancelBatch" } }, asker)).Legal.Single();

        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await client.CancelBatchAsync(
            new CancelBatchRequest { Header = new CommandHeader { CommandId = "as-advised" }, Batch = "B-2601", Reason = cancel.Request.Fields["reason"].StringValue }, asker));

        Assert.Equal((said, "reason"), (cancel.Request.Fields["reason"].StringValue, Assert.Single(cancel.ToFill)));
        Assert.Equal((StatusCode.InvalidArgument, told), (wrong.StatusCode, wrong.Status.Detail));
    }

    [Fact]
    public async Task Nothing_is_written_by_asking()
    {
        await _shop.CreateBatch();
        await _shop.Next();

        var trace = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Manufacturing.ManufacturingClient(_shop.Server.Channel).WhyAsync(new WhyRequest { Caller = "mes-1", CommandId = "rehearsal" }, Serving.TokenFile.As("mes-1")));
        Assert.Equal(StatusCode.NotFound, trace.StatusCode);
    }

    [Fact]
    public async Task Who_takes_the_advice_brings_the_batch_to_its_first_step_and_through_it()
    {
        await _shop.CreateBatch();
        await _shop.ReceiveMaterial();
        await _shop.Enter("R-101", "OP-01", "OP-02");
        await _shop.Follow("manufacturing/SetPathogenStatus", "manufacturing/RecordAppearance", "manufacturing/AcceptDonorMaterial", "manufacturing/BindDonorMaterial");
        await _shop.Follow("manufacturing/StartTransfer", "manufacturing/ArriveTransfer", "manufacturing/MountKit", "manufacturing/VerifyClosure", "manufacturing/RecordAppearance");

        var start = Assert.Single((await _shop.Next("manufacturing/StartStep")).Legal, action => action.Step == "enrichment");
        Assert.Contains("scans", start.ToFill);
        await _shop.Take(start);
        var running = await _shop.Next();

        Assert.Contains(running.Legal, action => action is { Command: "manufacturing/PauseStep", Step: "enrichment" });
        Assert.Contains(running.Legal, action => action is { Command: "manufacturing/ChargeMaterial", Step: "enrichment" });
        Assert.Contains(running.Legal, action => action is { Command: "manufacturing/RecordCheck", Step: "enrichment" });
        Assert.DoesNotContain(running.Legal.Concat(running.Refused), action => action is { Command: "manufacturing/StartStep", Step: "enrichment" });
        Assert.DoesNotContain(running.Legal, action => action.Command == "manufacturing/CancelBatch");
        var complete = running.Refused.Single(action => action.Command == "manufacturing/CompleteStep");
        Assert.Contains(complete.Refusals, refusal => refusal.Rule == "CMC-5.1.1.1" && refusal.EarliestLegal.ToDateTimeOffset() == Workshop.Start.AddHours(3));
    }

    [Fact]
    public async Task Where_time_is_the_only_reason_the_first_lawful_instant_is_told()
    {
        await _shop.Begin();
        foreach (var action in (await _shop.Next("manufacturing/ChargeMaterial")).Legal)
            await _shop.Take(action);
        await _shop.Follow("manufacturing/RegisterContainer", "manufacturing/RecordAppearance", "manufacturing/FillContainer", "manufacturing/PrintLabels", "manufacturing/ReadBackLabel", "manufacturing/ApplyLabel", "manufacturing/VerifyLabel", "manufacturing/ReconcileLabels");

        var complete = (await _shop.Next("manufacturing/CompleteStep")).Refused.Single();

        Assert.Equal(Workshop.Start.AddHours(3), complete.EarliestLegal?.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_batch_that_nobody_created_is_not_found()
    {
        var wrong = await Assert.ThrowsAsync<RpcException>(() => _shop.Next());

        Assert.Equal(StatusCode.NotFound, wrong.StatusCode);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_refused_with_the_field()
    {
        await _shop.CreateBatch();
        var wrong = await Assert.ThrowsAsync<RpcException>(() => _shop.Next("manufacturing/GetBatch"));

        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.StartsWith("commands: ", wrong.Status.Detail, StringComparison.Ordinal);
    }
}
