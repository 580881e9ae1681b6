using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.Host;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Demonstration;

/// <summary>The clock of a demonstration moves only when its conductor moves it and everybody has acted; a real plant has no such clock.</summary>
public sealed class DemoClockTests : IAsyncLifetime
{
    private static readonly DateTimeOffset First = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly OpenServer _server = new("SH-01", "2026-03-01T18:00+08:00");

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_clock_stands_at_the_first_instant_until_it_is_moved()
    {
        await _server.Apply();

        var plant = await new Plant.PlantClient(_server.Channel).GetPlantAsync(new GetPlantRequest { MinPosition = 3 }, TokenFile.As("supervisor"), OpenServer.Deadline);

        Assert.Equal(TimeMode.Demo, plant.Time);
        Assert.Equal(First, plant.LastTurnAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task Controllers_act_before_the_mes_and_the_earliest_wish_is_told()
    {
        using var devices = await Player.Join(_server, "devices", stage: 0);
        using var mes = await Player.Join(_server, "mes-1", stage: 1);
        var advance = Advance(First.AddHours(1), "devices", "mes-1");

        var first = await devices.Next();
        Assert.False(mes.HasNews);
        await devices.Done(first, First.AddHours(9));
        var second = await mes.Next();
        await mes.Done(second, First.AddHours(5));
        var reply = await advance;

        Assert.Equal(First.AddHours(1), first.At.ToDateTimeOffset());
        Assert.Equal(First.AddHours(5), reply.NextWanted.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_participant_that_lost_its_connection_is_waited_for_and_told_again()
    {
        using (var lost = await Player.Join(_server, "mes-1", stage: 1))
            Assert.Equal(First, lost.Joined.At.ToDateTimeOffset());
        var advance = Advance(First.AddHours(1), "mes-1");
        var early = await Task.WhenAny(advance, Player.Join(_server, "mes-1", stage: 1));
        Assert.NotSame(advance, early);

        using var back = await (Task<Player>)early;
        await back.Done(await back.Next(), null);

        Assert.Equal(First.AddHours(1), (await advance).At.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_wake_up_that_came_due_is_given_once_when_the_clock_moves_and_the_clock_goes_on_after_a_restart()
    {
        await _server.Apply();
        var plant = new Plant.PlantClient(_server.Channel);
        await plant.ProposeChangeAsync(
            new ProposeChangeRequest { Header = new CommandHeader { CommandId = "later" }, Change = "C-2", EffectiveFrom = Timestamp.FromDateTimeOffset(First.AddHours(2)), Plant = OpenServer.Example("plant.yaml") },
            TokenFile.As("planner"), OpenServer.Deadline);
        await plant.ApproveChangeAsync(new ApproveChangeRequest { Header = new CommandHeader { CommandId = "later-approved" }, Change = "C-2" }, TokenFile.As("qa"), OpenServer.Deadline);
        await Advance(First.AddHours(1));
        Assert.Single((await Waiting()).Changes);

        await Advance(First.AddHours(3));
        var before = await Waiting();
        await _server.Restart();
        await Advance(First.AddHours(3));
        var after = await Waiting();

        Assert.Empty(before.Changes);
        Assert.Equal(First.AddHours(3), before.LastTurnAt.ToDateTimeOffset());
        Assert.Equal(before.Position, after.Position);
    }

    [Fact]
    public async Task A_real_plant_refuses_to_be_driven_and_a_plant_never_changes_its_clock()
    {
        var real = new OpenServer();
        await real.InitializeAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new Demo.DemoClient(real.Channel).AdvanceAsync(
            new AdvanceRequest { To = Timestamp.FromDateTimeOffset(First) }, TokenFile.As("conductor"), OpenServer.Deadline));
        await real.DisposeAsync();
        var other = await Assert.ThrowsAsync<InvalidOperationException>(() => Server.Start(_server.Options with { Demo = null }, CancellationToken.None));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("demonstration", other.Message, StringComparison.Ordinal);
    }

    private async Task<PlantView> Waiting() =>
        await new Plant.PlantClient(_server.Channel).GetPlantAsync(new GetPlantRequest { MinPosition = 5 }, TokenFile.As("supervisor"), OpenServer.Deadline);

    private async Task<AdvanceReply> Advance(DateTimeOffset to, params string[] participants)
    {
        var request = new AdvanceRequest { To = Timestamp.FromDateTimeOffset(to) };
        request.Participants.AddRange(participants);
        return await new Demo.DemoClient(_server.Channel).AdvanceAsync(request, TokenFile.As("conductor"), OpenServer.Deadline);
    }

    /// <summary>A participant: told instants, says when it is done.</summary>
    private sealed class Player : IDisposable
    {
        private readonly AsyncDuplexStreamingCall<Ack, Instant> _call;
        private readonly string _name;
        private Task<bool>? _news;

        private Player(AsyncDuplexStreamingCall<Ack, Instant> call, string name)
        {
            _call = call;
            _name = name;
        }

        public Instant Joined { get; private set; } = null!;

        public bool HasNews => (_news ??= _call.ResponseStream.MoveNext(CancellationToken.None)).IsCompleted;

        public static async Task<Player> Join(OpenServer server, string name, int stage)
        {
            var player = new Player(new Demo.DemoClient(server.Channel).Join(TokenFile.As(name), OpenServer.Deadline), name);
            await player._call.RequestStream.WriteAsync(new Ack { Participant = name, Stage = stage });
            player.Joined = await player.Next();
            return player;
        }

        public async Task<Instant> Next()
        {
            var news = _news ?? _call.ResponseStream.MoveNext(CancellationToken.None);
            _news = null;
            Assert.True(await news);
            return _call.ResponseStream.Current;
        }

        public Task Done(Instant instant, DateTimeOffset? wanted) => _call.RequestStream.WriteAsync(new Ack
        {
            Participant = _name,
            Round = instant.Round,
            NextWanted = wanted is { } next ? Timestamp.FromDateTimeOffset(next) : null,
        });

        public void Dispose() => _call.Dispose();
    }
}
