using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Tests.Equipment;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Supervision;

/// <summary>What a supervisor asks and watches: occupied, waiting, blocked and why, lapsing soon; as a snapshot and live.</summary>
public sealed class CapacityTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly OpenServer _server = new("SH-01", "2026-03-01T20:00+08:00");

    private Capacity.CapacityClient Client => new(_server.Channel);

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Apply();
        await _server.Open();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_snapshot_names_every_line_and_room_with_what_stands_in_it()
    {
        var view = await Ask(new GetCapacityRequest());

        Assert.True(view.Complete);
        Assert.Equal(Start, view.At.ToDateTimeOffset());
        Assert.Equal(["L1", "L2", "L3"], view.Lines.Select(line => line.Line));
        Assert.Equal("Cleared", Room(view, "R-101").Status);
        Assert.Contains(Room(view, "R-103").Parts, part => part.Place.StartsWith("isolator/", StringComparison.Ordinal));
        Assert.Contains(Room(view, "R-105").Parts, part => part.Place.StartsWith("incubator/", StringComparison.Ordinal) && part is { Compartment.Length: > 0, PositionsFree: > 0 } && part.PositionsFree == part.Positions);
        Assert.Contains(Room(view, "R-101").Parts, part => part is { Place: "closed-system/CP-01", Status: "New" });
    }

    [Fact]
    public async Task What_is_blocked_says_why_in_the_words_of_the_law_and_what_would_help()
    {
        var view = await Ask(new GetCapacityRequest { Rooms = { "R-101" } });

        Assert.Empty(view.Lines);
        var silent = Assert.Single(Room(view, "R-101").Blocked, refusal => refusal.Facts.Any(fact => fact is { Name: "sensor", Value: "DP-101" }));
        Assert.Equal("GMP-6.4.0", silent.Rule);
        Assert.NotEmpty(silent.Original);
        Assert.Equal("equipment/ReportReadings", silent.Remedies[0].Command);
    }

    [Fact]
    public async Task A_view_waits_for_the_position_that_was_asked_for()
    {
        var early = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetCapacityAsync(
            new GetCapacityRequest { MinPosition = 1_000_000 }, TokenFile.As("supervisor"), DateTime.UtcNow.AddSeconds(1)));

        Assert.Equal(StatusCode.DeadlineExceeded, early.StatusCode);
    }

    [Fact]
    public async Task A_line_says_which_shift_has_no_media_fill()
    {
        var view = await Ask(new GetCapacityRequest { Lines = { "L3" } });

        var line = Assert.Single(view.Lines);
        Assert.Empty(line.Blocked);
        Assert.Empty(line.Shifts.Single(shift => shift.Shift == "DAY").Blocked);
        Assert.Equal("GMP-9.2.5b", Assert.Single(line.Shifts.Single(shift => shift.Shift == "NIGHT").Blocked).Rule);
    }

    [Fact]
    public async Task What_lapses_within_the_days_asked_for_is_listed_with_its_instant()
    {
        var ten = await Ask(new GetCapacityRequest { WithinDays = 10 });
        var eight = await Ask(new GetCapacityRequest { WithinDays = 8 });

        // The night shift's run of 10 September carries it through the shift that begins on 10 March and ends at half past seven.
        var fill = Assert.Single(ten.Lapses, lapse => lapse is { Kind: "media-fill", Actor: "line/L2", What: "NIGHT" });
        Assert.Equal(new DateTimeOffset(2026, 3, 11, 7, 30, 0, TimeSpan.FromHours(8)), fill.At.ToDateTimeOffset());
        Assert.False(fill.Lapsed);
        Assert.DoesNotContain(eight.Lapses, lapse => lapse.Kind == "media-fill");
        Assert.Equal(ten.Lapses.Select(lapse => lapse.At.ToDateTimeOffset()).Order(), ten.Lapses.Select(lapse => lapse.At.ToDateTimeOffset()));
    }

    [Fact]
    public async Task A_reservation_and_a_hold_are_seen_as_what_waits_and_what_is_blocked()
    {
        var manufacturing = new Manufacturing.ManufacturingClient(_server.Channel);
        await manufacturing.CreateBatchAsync(
            new CreateBatchRequest { Header = Head("create"), Batch = "B-1", Product = "CART-19", Recipe = "car-t-closed", RecipeVersion = "1.0", ChainOfIdentity = "COI-1", DonorCode = "D-1", Purpose = BatchPurpose.Validation },
            TokenFile.As("mes-1"));
        var hold = await manufacturing.PlaceRoomHoldAsync(
            new PlaceRoomHoldRequest { Header = Head("hold"), Room = "R-102", Hold = "EM-1", Kind = HoldKind.Contamination, Reason = "settle plate", By = "QA-01" }, TokenFile.As("qa"));

        var view = await Ask(new GetCapacityRequest { MinPosition = hold.Position });

        Assert.Equal("Held", Room(view, "R-102").Status);
        var blocked = Assert.Single(Room(view, "R-102").Blocked, refusal => refusal.Facts.Any(fact => fact.Value == "EM-1"));
        Assert.Contains("hold", blocked.Remedies[0].Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_hears_everything_once_and_then_only_what_changed()
    {
        using var watching = Client.WatchCapacity(new WatchCapacityRequest(), TokenFile.As("supervisor"), OpenServer.Deadline);
        await watching.ResponseStream.MoveNext(CancellationToken.None);
        var first = watching.ResponseStream.Current;
        Assert.True(first.Complete);
        Assert.Contains(Room(first, "R-101").Blocked, AboutThePressure);

        using (var controller = await TestController.Connect(_server, "BMS-1"))
            await controller.Report(TestController.Reading(1, "DP-101", 16, Start));
        await watching.ResponseStream.MoveNext(CancellationToken.None);
        var change = watching.ResponseStream.Current;

        Assert.False(change.Complete);
        Assert.True(change.Position > first.Position);
        Assert.Equal("R-101", Assert.Single(change.Rooms).Room);
        Assert.Empty(change.Lines);
        Assert.DoesNotContain(change.Rooms[0].Blocked, AboutThePressure);
    }

    [Fact]
    public async Task What_changes_by_time_alone_is_told_too()
    {
        using (var controller = await TestController.Connect(_server, "BMS-1"))
            await Ask(new GetCapacityRequest { MinPosition = (await controller.Report(TestController.Reading(1, "DP-101", 16, Start))).Recorded.Position });
        using var watching = Client.WatchCapacity(new WatchCapacityRequest { Rooms = { "R-101" } }, TokenFile.As("supervisor"), OpenServer.Deadline);
        await watching.ResponseStream.MoveNext(CancellationToken.None);
        Assert.DoesNotContain(Room(watching.ResponseStream.Current, "R-101").Blocked, AboutThePressure);

        await new Demo.DemoClient(_server.Channel).AdvanceAsync(new AdvanceRequest { To = Timestamp.FromDateTimeOffset(Start.AddMinutes(11)) }, TokenFile.As("conductor"));
        do
            await watching.ResponseStream.MoveNext(CancellationToken.None);
        while (watching.ResponseStream.Current.Rooms.Count == 0);

        Assert.Contains(Room(watching.ResponseStream.Current, "R-101").Blocked, AboutThePressure);
    }

    [Theory]
    [InlineData(-1, "within_days")]
    [InlineData(367, "within_days")]
    public async Task Days_that_make_no_sense_are_refused_with_the_field(int days, string field)
    {
        var wrong = await Assert.ThrowsAsync<RpcException>(() => Ask(new GetCapacityRequest { WithinDays = days }));

        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains(field, wrong.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_room_that_nobody_knows_is_refused_and_the_known_ones_are_named()
    {
        var wrong = await Assert.ThrowsAsync<RpcException>(() => Ask(new GetCapacityRequest { Rooms = { "R-999" } }));

        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains("R-101", wrong.Status.Detail, StringComparison.Ordinal);
    }

    private static bool AboutThePressure(Refusal refusal) => refusal.Facts.Any(fact => fact is { Name: "sensor", Value: "DP-101" });

    private static CommandHeader Head(string id) => new() { CommandId = id };

    private static RoomCapacity Room(CapacityView view, string room) => view.Rooms.Single(one => one.Room == room);

    private async Task<CapacityView> Ask(GetCapacityRequest request) => await Client.GetCapacityAsync(request, TokenFile.As("supervisor"), OpenServer.Deadline);
}
