using System.Collections.Immutable;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Equipment;
using Orchestrator.Api.MasterData;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.Domain;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;
using Orchestrator.V1;
using Xunit;
using Controller = Orchestrator.Domain.Controllers.Controller;
using PlantView = Orchestrator.Engine.PlantView;
using TimeMode = Orchestrator.Domain.Plants.TimeMode;

namespace Orchestrator.Api.Tests.Equipment;

/// <summary>A session that was granted ends in the journal too, whenever its controller goes and whatever the journal does.</summary>
public sealed class SessionEndTests : IAsyncLifetime
{
    private const string Name = "BMS-1";

    private readonly BalkingJournal _journal = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<FromController> _reports = Channel.CreateUnbounded<FromController>();
    private PlantRunner _runner = null!;
    private PlantView _view = null!;
    private Sessions _sessions = null!;

    public async Task InitializeAsync()
    {
        await Start();
        await Grant(new PlantCommand.Found("SH-01", TimeMode.Real), "PL-01");
        await Grant(new PlantCommand.ProposeChange("C-1", DateTimeOffset.UnixEpoch, PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document, []), "PL-01");
        await Grant(new PlantCommand.ApproveChange("C-1"), "QA-01");
        _reports.Writer.TryWrite(new FromController { Register = new Register { Controller = Name, Deduplicates = true } });
    }

    public async Task DisposeAsync()
    {
        await _runner.Stop();
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_controller_that_goes_away_before_it_hears_that_it_is_registered_is_disconnected()
    {
        using var connection = new CancellationTokenSource();
        await Serve(connection, _ =>
        {
            connection.Cancel();
            throw new IOException("the connection is gone");
        });

        Assert.Equal((ControllerStatus.Disconnected, 1L), await Recorded());
    }

    [Fact]
    public async Task A_controller_that_goes_away_while_its_registration_is_being_written_is_disconnected()
    {
        using var connection = new CancellationTokenSource();
        var writing = _journal.Hold();
        var serving = Serve(connection, _ => Task.CompletedTask);
        await writing.WaitAsync(OpenServer.Patience);

        await connection.CancelAsync();
        _journal.LetGo();
        await serving.WaitAsync(OpenServer.Patience);

        Assert.Equal((ControllerStatus.Disconnected, 1L), await Recorded());
    }

    [Fact]
    public async Task An_end_that_the_journal_does_not_take_is_given_again_until_it_does()
    {
        using var connection = new CancellationTokenSource();
        await Serve(connection, _ =>
        {
            _journal.RefuseNext = 2;
            return connection.CancelAsync();
        });

        Assert.Equal(0, _journal.RefuseNext);
        Assert.Equal((ControllerStatus.Disconnected, 1L), await Recorded());
    }

    [Fact]
    public async Task What_a_killed_server_left_open_is_ended_by_the_next_one()
    {
        using var connection = new CancellationTokenSource();
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = Serve(connection, _ =>
        {
            registered.SetResult();
            return Task.CompletedTask;
        });
        await registered.Task.WaitAsync(OpenServer.Patience);

        await Start();
        await _view.At(_runner.OpenedAt, default).WaitAsync(OpenServer.Patience);
        Assert.Equal((ControllerStatus.Connected, 1L), await Recorded());
        await _sessions.EndAbandoned(_view.Now).WaitAsync(OpenServer.Patience);

        Assert.Equal((ControllerStatus.Disconnected, 1L), await Recorded());
        await connection.CancelAsync();
        await serving.WaitAsync(OpenServer.Patience);
    }

    /// <summary>Takes the plant over, as the next process does.</summary>
    private async Task Start()
    {
        _runner = await PlantRunner.Open(_journal, "SH-01", "test", TimeProvider.System, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, PlantLaw.Decide, new RunnerLimits(), default);
        _view = new PlantView(_journal, "SH-01", TimeProvider.System);
        _ = _view.Follow(_stop.Token);
        _sessions = new Sessions(_runner, _view, new PastReports(_journal, _runner), new Closing(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance)), NullLogger<Sessions>.Instance);
    }

    private async Task Grant(PlantCommand command, string person)
    {
        var answer = await _runner.Submit(new Order(command, person, Guid.NewGuid().ToString("N"), ["engineer", "quality"], person));
        Assert.True(Assert.IsType<Answer.Ruled>(answer).Turn.Granted);
    }

    private Task Serve(CancellationTokenSource connection, Func<ToController, Task> told) =>
        _sessions.Serve(new Incoming(_reports.Reader), new Outgoing(told), new Caller(Name, ImmutableSortedSet.Create("equipment"), null), connection.Token);

    private async Task<(ControllerStatus Status, long Epoch)> Recorded()
    {
        var controller = (await _view.At(_runner.RecordedUpTo, default).WaitAsync(OpenServer.Patience)).Get<Controller>(Name);
        return (controller.Status, controller.Epoch);
    }

    private sealed class Incoming(ChannelReader<FromController> reports) : IAsyncStreamReader<FromController>
    {
        public FromController Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            Current = await reports.ReadAsync(cancellationToken);
            return true;
        }
    }

    private sealed class Outgoing(Func<ToController, Task> told) : IServerStreamWriter<ToController>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(ToController message) => told(message);
    }
}
