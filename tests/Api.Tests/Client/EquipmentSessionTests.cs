using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.Client;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Client;

/// <summary>A controller's session says of every report what became of it, whatever broke in between, and does what it is told beside it.</summary>
public sealed class EquipmentSessionTests
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_badge_that_was_refused_just_before_the_connection_broke_is_delivered_as_refused()
    {
        var server = new OpenServer();
        await server.InitializeAsync();
        await server.Apply();
        var equipment = new V1.Equipment.EquipmentClient(server.Channel);
        await using var line = await ScriptedPlant.Start(
            ScriptedPlant.Relay(equipment, breaksBefore: message => message.MessageCase == ToController.MessageOneofCase.Refused), ScriptedPlant.Relay(equipment));
        using var client = Connect(line, "DOORS-1");
        await using (var session = await Open(client, "DOORS-1"))
        {
            var stranger = await Within(session.Report(Badge("NOBODY")));
            var leaving = await Within(session.Report(Badge("OP-01", BadgeDirection.Out)));

            Assert.True(session.Epoch > 1);
            Assert.False(Assert.IsType<Delivered.Refused>(stranger).Ruling.Granted);
            Assert.IsType<Delivered.Recorded>(leaving);
        }

        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_report_whose_number_another_process_of_the_controller_took_is_recorded_under_the_next()
    {
        var server = new OpenServer();
        await server.InitializeAsync();
        await server.Apply();
        var equipment = new V1.Equipment.EquipmentClient(server.Channel);
        await using var line = await ScriptedPlant.Start(
            ScriptedPlant.Registers(new Registered { Epoch = 1, AnswersRepeats = true }, async (reports, _, call) =>
            {
                await ScriptedPlant.Next(reports, call);
                using var other = await Equipment.TestController.Connect(server, "BMS-1");
                await other.Report(Equipment.TestController.Reading(1, "DP-101", 15, DateTimeOffset.UtcNow));
                throw ScriptedPlant.Broken;
            }),
            ScriptedPlant.Relay(equipment));
        using var client = Connect(line, "BMS-1");
        await using (var session = await Open(client, "BMS-1"))
        {
            var delivered = await Within(session.Report(Equipment.TestController.Reading(0, "DP-102", 16, DateTimeOffset.UtcNow)));

            Assert.Equal(2, Assert.IsType<Delivered.Recorded>(delivered).Sequence);
        }

        await server.DisposeAsync();
    }

    [Fact]
    public async Task Where_the_plant_cannot_tell_any_more_the_answer_is_unknown_and_not_recorded()
    {
        await using var plant = await ScriptedPlant.Start(
            ScriptedPlant.Registers(new Registered { Epoch = 1, AnswersRepeats = true }, async (reports, _, call) =>
            {
                await ScriptedPlant.Next(reports, call);
                throw ScriptedPlant.Broken;
            }),
            ScriptedPlant.Registers(new Registered { Epoch = 2, LastSequence = 1, AnswersRepeats = true }, async (reports, outgoing, call) =>
            {
                await outgoing.WriteAsync(new ToController { Unknown = new ReportUnknown { Sequence = (await ScriptedPlant.Next(reports, call)).Sequence } });
                await Forever(call);
            }));
        using var client = Connect(plant, "DOORS-1");
        await using var session = await Open(client, "DOORS-1");

        Assert.IsType<Delivered.Unknown>(await Within(session.Report(Badge("OP-01"))));
    }

    [Fact]
    public async Task What_the_plant_cannot_make_sense_of_is_handed_back_with_its_field_and_the_session_goes_on()
    {
        var server = new OpenServer();
        await server.InitializeAsync();
        await server.Apply();
        using (var client = OrchestratorClient.Connect(server.Grpc.ToString(), TokenFile.TokenOf("DOORS-1")))
        await using (var session = await Open(client, "DOORS-1"))
        {
            var senseless = Badge("OP-01");
            senseless.Badge.Direction = BadgeDirection.Unspecified;

            var (invalid, next) = (await Within(session.Report(senseless)), await Within(session.Report(Badge("OP-02"))));

            Assert.Equal((1, "badge.direction"), (Assert.IsType<Delivered.Invalid>(invalid).Sequence, ((Delivered.Invalid)invalid).Field));
            Assert.Equal(2, next.Sequence);
            Assert.IsNotType<Delivered.Invalid>(next);
        }

        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_plant_that_does_not_answer_repeats_tells_nothing_of_what_was_under_way()
    {
        await using var plant = await ScriptedPlant.Start(
            ScriptedPlant.Registers(new Registered { Epoch = 1 }, async (reports, _, call) =>
            {
                await ScriptedPlant.Next(reports, call);
                throw ScriptedPlant.Broken;
            }),
            ScriptedPlant.Registers(new Registered { Epoch = 2, LastSequence = 1 }, async (reports, outgoing, call) =>
            {
                while (true)
                    await outgoing.WriteAsync(new ToController { Recorded = new Recorded { Sequence = (await ScriptedPlant.Next(reports, call)).Sequence } });
            }));
        using var client = Connect(plant, "DOORS-1");
        await using var session = await Open(client, "DOORS-1");

        var (lost, next) = (await Within(session.Report(Badge("OP-01"))), await Within(session.Report(Badge("OP-02"))));

        Assert.IsType<Delivered.Unknown>(lost);
        Assert.Equal(2, Assert.IsType<Delivered.Recorded>(next).Sequence);
    }

    [Fact]
    public async Task A_session_that_is_given_up_while_it_opens_leaves_nothing_open()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var plant = await ScriptedPlant.Start(async (_, _, call) =>
        {
            asked.SetResult();
            await Forever(call);
        });
        using var client = Connect(plant, "DOORS-1");
        using var cancel = new CancellationTokenSource();

        var opening = EquipmentSession.Open(client, new Register { Controller = "DOORS-1" }, (_, _, _) => Task.CompletedTask, cancel.Token);
        await asked.Task.WaitAsync(OpenServer.Patience);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await _gone.Task.WaitAsync(OpenServer.Patience);
    }

    [Fact]
    public async Task A_command_is_carried_out_beside_the_session_one_at_a_time_and_may_wait_for_its_own_reports()
    {
        var outcomes = new List<string>();
        await using var plant = await ScriptedPlant.Start(ScriptedPlant.Registers(new Registered { Epoch = 1, AnswersRepeats = true }, async (reports, outgoing, call) =>
        {
            foreach (var id in new[] { "one", "two", "one" })
                await outgoing.WriteAsync(new ToController { Command = new DeviceCommand { Id = id } });
            while (outcomes.Count < 2)
            {
                var report = await ScriptedPlant.Next(reports, call);
                outcomes.Add(report.Outcome.Command);
                await outgoing.WriteAsync(new ToController { Recorded = new Recorded { Sequence = report.Sequence } });
            }

            await Forever(call);
        }));
        using var client = Connect(plant, "DOORS-1");
        var (running, most) = (0, 0);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await Open(client, "DOORS-1", async (session, command, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Assert.IsType<Delivered.Recorded>(await session.Report(new Report { Outcome = new CommandOutcome { Command = command.Id, Outcome = DeviceOutcome.Done } }));
            Interlocked.Decrement(ref running);
            if (command.Id == "two")
                done.SetResult();
        });

        await done.Task.WaitAsync(OpenServer.Patience);

        Assert.Equal(["one", "two"], outcomes);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_command_that_throws_is_answered_as_failed_and_the_connection_stays()
    {
        var connections = 0;
        var answered = new TaskCompletionSource<CommandOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var plant = await ScriptedPlant.Start((reports, outgoing, call) =>
        {
            connections++;
            return ScriptedPlant.Registers(new Registered { Epoch = 1, AnswersRepeats = true }, async (reports, outgoing, call) =>
            {
                await outgoing.WriteAsync(new ToController { Command = new DeviceCommand { Id = "one" } });
                answered.TrySetResult((await ScriptedPlant.Next(reports, call)).Outcome);
                await Forever(call);
            })(reports, outgoing, call);
        });
        using var client = Connect(plant, "DOORS-1");
        await using var session = await Open(client, "DOORS-1", (_, _, _) => throw new InvalidOperationException("the valve\u0007 is stuck"));

        var outcome = await answered.Task.WaitAsync(OpenServer.Patience);

        Assert.Equal(("one", DeviceOutcome.Failed, "InvalidOperationException: the valve  is stuck"), (outcome.Command, outcome.Outcome, outcome.Detail));
        Assert.Equal(1, connections);
    }

    private static Task<T> Within<T>(Task<T> task) => task.WaitAsync(OpenServer.Patience);

    private static OrchestratorClient Connect(ScriptedPlant plant, string controller) => OrchestratorClient.Connect(plant.Address, TokenFile.TokenOf(controller));

    private static Task<EquipmentSession> Open(OrchestratorClient client, string controller, Func<EquipmentSession, DeviceCommand, CancellationToken, Task>? command = null) =>
        Within(EquipmentSession.Open(client, new Register { Controller = controller, Deduplicates = true }, command ?? ((_, _, _) => Task.CompletedTask)));

    private static Report Badge(string person, BadgeDirection direction = BadgeDirection.In) => new()
    {
        Badge = new BadgeRead { Operator = person, Room = "R-101", Reader = "DOORS-1", Direction = direction, At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow), Origin = Origin.Live },
    };

    /// <summary>Keeps a connection until the controller ends it.</summary>
    private async Task Forever(ServerCallContext call)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.CancellationToken);
        }
        finally
        {
            _gone.TrySetResult();
        }
    }
}
