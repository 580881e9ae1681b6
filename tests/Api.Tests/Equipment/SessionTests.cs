using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Equipment;

/// <summary>A controller's stream: nothing reported is lost or doubled, and no device command is lost, doubled or sent by an older session.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Device = "closed-system/CP-01";

    private readonly OpenServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Apply();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_report_is_acknowledged_when_it_is_recorded_and_recorded_once_however_often_it_comes()
    {
        var at = DateTimeOffset.UtcNow;
        using (var first = await TestController.Connect(_server, "BMS-1"))
        {
            Assert.Equal(0, first.Session.LastSequence);
            Assert.Equal(7, (await first.Report(TestController.Reading(7, "DP-101", 16, at))).Recorded.Sequence);
        }

        using var second = await TestController.Connect(_server, "BMS-1");
        var again = await second.Report(TestController.Reading(7, "DP-101", 16, at));

        Assert.Equal(7, second.Session.LastSequence);
        Assert.Equal(7, again.Recorded.Sequence);
        Assert.Single(await Facts("sensor/DP-101"), fact => fact.Name == "sensor.readings-recorded.v1");
    }

    [Fact]
    public async Task A_refused_report_that_comes_again_in_a_later_session_is_refused_again_and_never_taken_for_recorded()
    {
        var report = TestController.State(1, Device, "", "6");
        ReportRefused first;
        using (var before = await TestController.Connect(_server, "CTRL-CP-01"))
            first = (await before.Report(report)).Refused;

        using var after = await TestController.Connect(_server, "CTRL-CP-01");
        var again = (await after.Report(report)).Refused;

        Assert.True(after.Session.AnswersRepeats);
        Assert.Equal((1, first.Ruling.Position, "ORC-021"), (again.Sequence, again.Ruling.Position, Assert.Single(again.Ruling.Refusals).Rule));
        Assert.True(again.Ruling.Repeated);
    }

    [Fact]
    public async Task A_number_that_has_passed_without_the_report_says_that_it_is_missing()
    {
        var at = DateTimeOffset.UtcNow;
        using (var before = await TestController.Connect(_server, "BMS-1"))
        {
            await before.Report(TestController.Reading(5, "DP-101", 16, at));
            await before.Report(TestController.Reading(8, "DP-101", 16, at.AddSeconds(1)));
            Assert.Equal(7, (await before.Report(TestController.Reading(7, "DP-101", 16, at.AddSeconds(2)))).Missing.Sequence);
        }

        using var after = await TestController.Connect(_server, "BMS-1");

        Assert.Equal(5, (await after.Report(TestController.Reading(5, "DP-101", 17, at))).Missing.Sequence);
        Assert.Equal(6, (await after.Report(TestController.Reading(6, "DP-101", 16, at))).Missing.Sequence);
        Assert.Equal(7, (await after.Report(TestController.Reading(7, "DP-101", 16, at.AddSeconds(2)))).Missing.Sequence);
        Assert.Equal(8, (await after.Report(TestController.Reading(8, "DP-101", 16, at.AddSeconds(1)))).Recorded.Sequence);
        Assert.Equal(9, (await after.Report(TestController.Reading(9, "DP-101", 16, at.AddSeconds(2)))).Recorded.Sequence);
    }

    [Fact]
    public async Task A_number_older_than_what_is_remembered_is_answered_as_unknown()
    {
        using (var before = await TestController.Connect(_server, "BMS-1"))
            await before.Report(TestController.Reading(5, "DP-101", 16, DateTimeOffset.UtcNow));

        using var after = await TestController.Connect(_server, "BMS-1");

        Assert.Equal(4, (await after.Report(TestController.Reading(4, "DP-101", 16, DateTimeOffset.UtcNow))).Unknown.Sequence);
    }

    [Fact]
    public async Task A_controller_goes_on_where_it_was_recorded_after_the_server_was_restarted()
    {
        using (var before = await TestController.Connect(_server, "BMS-1"))
            await before.Report(TestController.Reading(1, "DP-101", 16, DateTimeOffset.UtcNow));
        await _server.Restart();

        using var after = await TestController.Connect(_server, "BMS-1");

        Assert.Equal(1, after.Session.LastSequence);
        Assert.True(after.Session.Epoch > 1);
    }

    [Fact]
    public async Task A_newer_session_ends_the_older_one()
    {
        using var older = await TestController.Connect(_server, "BMS-1");
        using var newer = await TestController.Connect(_server, "BMS-1");

        var ended = await Assert.ThrowsAsync<RpcException>(older.Next);

        Assert.Equal(StatusCode.Aborted, ended.StatusCode);
        Assert.Equal(older.Session.Epoch + 1, newer.Session.Epoch);
        Assert.Equal(1, (await newer.Report(TestController.Reading(1, "DP-101", 16, DateTimeOffset.UtcNow))).Recorded.Sequence);
    }

    [Fact]
    public async Task A_server_that_takes_the_plant_over_ends_the_sessions_that_nobody_serves_any_more()
    {
        using var left = await TestController.Connect(_server, "BMS-1");
        await using var next = await Orchestrator.Host.Server.Start(_server.Options, CancellationToken.None);
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(next.Addresses[0]);

        var list = await new V1.Equipment.EquipmentClient(channel).ListControllersAsync(
            new ListControllersRequest { MinPosition = left.Session.Position + 1 }, TokenFile.As("supervisor"), OpenServer.Deadline);

        var controller = Assert.Single(list.Controllers, one => one.Epoch > 0);
        Assert.Equal(("CTRL-CP-01", "Unknown"), list.Controllers.Where(one => one.Controller == "CTRL-CP-01").Select(one => (one.Controller, one.Status)).Single());
        Assert.Equal(("BMS-1", "Disconnected", left.Session.Epoch), (controller.Controller, controller.Status, controller.Epoch));
    }

    [Fact]
    public async Task A_device_command_is_sent_again_under_the_same_id_until_its_outcome_is_recorded()
    {
        string id;
        using (var first = await TestController.Connect(_server, "CTRL-CP-01"))
        {
            await Command("hold-1");
            var command = (await first.Next()).Command;
            Assert.Equal((Device, DeviceTarget.Held), (command.Device, command.Target));
            id = command.Id;
        }

        using (var second = await TestController.Connect(_server, "CTRL-CP-01"))
        {
            Assert.Equal(id, (await second.Next()).Command.Id);
            Assert.Equal(1, (await second.Report(TestController.Outcome(1, id, DeviceOutcome.Done))).Recorded.Sequence);
        }

        using var third = await TestController.Connect(_server, "CTRL-CP-01");
        var answer = await third.Report(TestController.State(2, Device, "PackML", "Held"));
        Assert.Equal(ToController.MessageOneofCase.Recorded, answer.MessageCase);
    }

    [Fact]
    public async Task A_device_that_cannot_recognise_a_repetition_is_sent_a_command_once_and_a_lost_answer_asks_a_person()
    {
        string id;
        using (var first = await TestController.Connect(_server, "CTRL-CP-01", deduplicates: false))
        {
            await Command("hold-2");
            id = (await first.Next()).Command.Id;
        }

        using var second = await TestController.Connect(_server, "CTRL-CP-01", deduplicates: false);
        var answer = await second.Report(TestController.State(1, Device, "PackML", "Held"));
        var equipment = new V1.Equipment.EquipmentClient(_server.Channel);
        var list = await equipment.ListControllersAsync(new ListControllersRequest { MinPosition = answer.Recorded.Position }, TokenFile.As("supervisor"), OpenServer.Deadline);
        var resolved = await equipment.ResolveCommandAsync(
            new ResolveCommandRequest { Header = new CommandHeader { CommandId = "looked" }, Controller = "CTRL-CP-01", Command = id, Outcome = DeviceOutcome.Done, Reason = "seen held", By = "OP-01" },
            TokenFile.As("mes-1"), OpenServer.Deadline);

        var outstanding = Assert.Single(Assert.Single(list.Controllers, one => one.Controller == "CTRL-CP-01").Outstanding);
        Assert.Equal((id, "InDoubt"), (outstanding.Command.Id, outstanding.Delivery));
        Assert.True(resolved.Granted);
    }

    [Fact]
    public async Task A_bare_number_is_no_state_and_is_refused_without_stopping_the_session()
    {
        using var controller = await TestController.Connect(_server, "CTRL-CP-01");

        var refused = (await controller.Report(TestController.State(1, Device, "", "6"))).Refused;
        var recorded = (await controller.Report(TestController.State(2, Device, "PackML", "Execute"))).Recorded;

        Assert.Equal("ORC-021", Assert.Single(refused.Ruling.Refusals).Rule);
        Assert.Equal(2, recorded.Sequence);
    }

    [Fact]
    public async Task A_report_that_makes_no_sense_is_named_by_number_and_field_and_the_session_goes_on_for_the_others()
    {
        using var controller = await TestController.Connect(_server, "CTRL-CP-01");
        var breach = new Report { Sequence = 2, Breach = new BreachDetected { System = "CP-01", Breach = "BR-1", Detection = "pressure" } };
        var damaged = TestController.State(3, Device, "PackML", "Exe\u0007cute");

        Assert.Equal(1, (await controller.Report(TestController.State(1, Device, "PackML", "Idle"))).Recorded.Sequence);
        var timeless = (await controller.Report(breach)).Invalid;
        var mangled = (await controller.Report(damaged)).Invalid;
        var numberless = (await controller.Report(TestController.State(0, Device, "PackML", "Execute"))).Invalid;
        var nothing = (await controller.Report(new Report { Sequence = 4 })).Invalid;
        var last = (await controller.Report(TestController.State(5, Device, "PackML", "Execute"))).Recorded;

        Assert.Equal((2, "breach.at"), (timeless.Sequence, timeless.Field));
        Assert.Equal((3, "state.state", "leave out the control character U+0007"), (mangled.Sequence, mangled.Field, mangled.Fix));
        Assert.Equal((0, "sequence"), (numberless.Sequence, numberless.Field));
        Assert.Equal((4, "report"), (nothing.Sequence, nothing.Field));
        Assert.Equal(5, last.Sequence);
        Assert.DoesNotContain(await Facts("closed-system/CP-01"), fact => fact.Name.StartsWith("closed-system.breach", StringComparison.Ordinal));

        breach.Sequence = 6;
        breach.Breach.At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);
        Assert.Equal(6, (await controller.Report(breach)).Recorded.Sequence);
        Assert.Contains(await Facts("closed-system/CP-01"), fact => fact.Name.StartsWith("closed-system.breach", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_another_report_of_the_session_has_says_that_the_report_is_missing()
    {
        using var controller = await TestController.Connect(_server, "CTRL-CP-01");
        await controller.Report(TestController.State(1, Device, "PackML", "Idle"));

        Assert.Equal(1, (await controller.Report(TestController.State(1, Device, "PackML", "Execute"))).Missing.Sequence);
        Assert.Equal(2, (await controller.Report(TestController.State(2, Device, "PackML", "Execute"))).Recorded.Sequence);
    }

    [Fact]
    public async Task A_controller_speaks_for_itself_and_only_of_what_the_plant_file_gives_it()
    {
        var asAnother = await Assert.ThrowsAsync<RpcException>(() => TestController.Connect(_server, "CTRL-CP-01", token: "BMS-1"));
        using var controller = await TestController.Connect(_server, "CTRL-CP-01");
        var ofAnother = (await controller.Report(TestController.Reading(1, "DP-101", 16, DateTimeOffset.UtcNow))).Refused;

        Assert.Equal(StatusCode.FailedPrecondition, asAnother.StatusCode);
        Assert.StartsWith("ORC-008", asAnother.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("ORC-008", Assert.Single(ofAnother.Ruling.Refusals).Rule);
    }

    private async Task Command(string id) => await new V1.Equipment.EquipmentClient(_server.Channel).CommandDeviceAsync(
        new CommandDeviceRequest { Header = new CommandHeader { CommandId = id }, Controller = "CTRL-CP-01", Device = Device, Target = DeviceTarget.Held, Reason = "look at it", By = "OP-01" },
        TokenFile.As("mes-1"), OpenServer.Deadline);

    private async Task<IReadOnlyList<FactEvent>> Facts(string actor)
    {
        var audit = await new Manufacturing.ManufacturingClient(_server.Channel).AuditAsync(new AuditRequest { Actor = actor, WrittenOnly = true }, TokenFile.As("supervisor"), OpenServer.Deadline);
        return [.. audit.Turns.SelectMany(turn => turn.Facts).Where(fact => fact.Actor == actor)];
    }
}
