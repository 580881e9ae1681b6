using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Services;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;
using Controller = Orchestrator.Domain.Controllers.Controller;
using PlantView = Orchestrator.Engine.PlantView;

namespace Orchestrator.Api.Equipment;

/// <summary>
/// Sessions of equipment controllers. A session exists in the journal before it exists on the wire: its epoch is a fact,
/// its reports are acknowledged when they are facts, and a device command is sent when it is one. It ends there too,
/// however it ends on the wire.
/// </summary>
public sealed class Sessions(PlantRunner runner, PlantView view, PastReports past, Closing closing)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(5);

    /// <summary>Serves one controller until it goes, or a newer session takes its place.</summary>
    /// <exception cref="RpcException">The first message does not register, the registration is refused, or the session was superseded.</exception>
    public async Task Serve(IAsyncStreamReader<FromController> reports, IServerStreamWriter<ToController> outgoing, Caller caller, CancellationToken cancel)
    {
        if (!await reports.MoveNext(cancel) || reports.Current.Register is not { } register)
            throw CommandDoor.Invalid("register", "请在第一条消息中登记", "register with the first message");
        var opened = await Give(new ControllerCommand.Connect(register.Controller, [.. register.Devices], register.Deduplicates), $"connect/{Guid.NewGuid():N}", caller, cancel);
        if (!opened.Turn.Granted)
            throw CommandDoor.Refused(Words.Of(opened));

        var epoch = ((ControllerFact.Connected)opened.Turn.Facts.Last(written => written.Fact is ControllerFact.Connected).Fact).Epoch;
        var session = new Session(register.Controller, epoch, outgoing, command => Give(command, $"{register.Controller}/{epoch}/{Guid.NewGuid():N}", caller, cancel));
        try
        {
            await Converse(session, opened, reports, caller, cancel);
        }
        catch (Exception gone) when (cancel.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The controller has gone.
        }
        finally
        {
            await Disconnect(register.Controller, epoch, caller);
        }
    }

    /// <summary>Ends what an earlier server left open: no session outlives the process that serves it.</summary>
    public async Task EndAbandoned()
    {
        foreach (var (id, controller) in view.Now.All<Controller>().Where(pair => pair.Value.Status == ControllerStatus.Connected))
            await Disconnect(id, controller.Epoch, new Caller(id, [], null));
    }

    private async Task Converse(Session session, Answer.Ruled opened, IAsyncStreamReader<FromController> reports, Caller caller, CancellationToken cancel)
    {
        var before = (await view.At(opened.Position, cancel)).Get<Controller>(session.Controller);
        await session.Tell(new ToController
        {
            Registered = new Registered
            {
                Epoch = session.Epoch,
                LastSequence = before.LastSequence,
                Position = opened.Position,
                At = Wire.Instant(opened.Turn.At),
                AnswersRepeats = true,
            },
        });

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        void Look(RecordedTurn turn, TurnBody body, Picture now) => session.Notice(body);
        view.Folded += Look;
        try
        {
            session.Notice(null);
            var commanding = session.SendCommands(() => view.Now, ended.Token);
            var reporting = Record(reports, session, before, caller, ended.Token);
            var first = await Task.WhenAny(commanding, reporting);
            await ended.CancelAsync();
            await Task.WhenAll(commanding, reporting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
        }
        finally
        {
            view.Folded -= Look;
        }
    }

    /// <summary>Records report after report, in the controller's order, and answers each when it is durable.</summary>
    /// <param name="before">The controller as the session found it; what it knows of was sent by an earlier session.</param>
    private async Task Record(IAsyncStreamReader<FromController> reports, Session session, Controller before, Caller caller, CancellationToken cancel)
    {
        while (await reports.MoveNext(cancel))
        {
            Decency.Check(reports.Current);
            if (reports.Current.Report is not { Sequence: > 0 } report)
                throw CommandDoor.Invalid("report.sequence", "登记之后，报告的编号须从 1 起递增", "after registering, send reports with rising numbers from 1");
            var command = new ControllerCommand.Deliver(session.Controller, session.Epoch, report.Sequence, Wire.Reports(session.Controller, report));
            if (report.Sequence <= before.LastSequence)
            {
                await session.Tell(await past.Answer(before, command, cancel));
                continue;
            }

            var ruled = await Give(command, PastReports.IdOf(command), caller, cancel);
            if (!ruled.Turn.Granted && ruled.Turn.Refusals.Any(refusal => refusal.Rule == "ORC-010"))
                throw Superseded(session.Controller);
            await session.Tell(PastReports.Of(report.Sequence, ruled));
        }
    }

    /// <summary>
    /// The ruling, however often it must be asked for; a report is never dropped because the engine was busy. It is waited for
    /// even when the controller has gone: whoever has given a command must know what became of it.
    /// </summary>
    private async Task<Answer.Ruled> Give(Command command, string id, Caller caller, CancellationToken cancel)
    {
        while (true)
        {
            switch (await runner.Submit(new Order(command, caller.Name, id, caller.Roles, caller.Person)))
            {
                case Answer.Ruled ruled:
                    return ruled;
                case Answer.OtherPayload:
                    throw new RpcException(new Status(StatusCode.AlreadyExists, $"{id} was sent before with other content"));
                case Answer.NoRuling { Reason: NoRulingReason.Stopping or NoRulingReason.NotOwner }:
                    throw new RpcException(new Status(StatusCode.Unavailable, "the server is stopping; connect again"));
                default:
                    await Task.Delay(RetryAfter, cancel);
                    break;
            }
        }
    }

    /// <summary>
    /// Records the end, under the same id until it is ruled on. A server that stops before leaves it to the one that owns the
    /// plant next (<see cref="EndAbandoned"/>).
    /// </summary>
    private async Task Disconnect(string controller, long epoch, Caller caller)
    {
        var order = new Order(new ControllerCommand.Disconnect(controller, epoch), caller.Name, $"disconnect/{controller}/{epoch}", caller.Roles, caller.Person);
        for (var pause = RetryAfter; await runner.Submit(order) is Answer.NoRuling none; pause = pause * 2 < RetryAfterMax ? pause * 2 : RetryAfterMax)
        {
            if (none.Reason is NoRulingReason.Stopping or NoRulingReason.NotOwner || closing.Stopping.IsCancellationRequested)
                return;
            await Task.Delay(pause, closing.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public static RpcException Superseded(string controller) =>
        new(new Status(StatusCode.Aborted, $"a newer session of {controller} holds its devices"));
}
