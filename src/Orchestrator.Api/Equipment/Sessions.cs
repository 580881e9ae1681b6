using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Services;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;
using PlantView = Orchestrator.Engine.PlantView;

namespace Orchestrator.Api.Equipment;

/// <summary>
/// Sessions of equipment controllers. A session exists in the journal before it exists on the wire: its epoch is a fact,
/// its reports are acknowledged when they are facts, and a device command is sent when it is one.
/// </summary>
public sealed class Sessions(PlantRunner runner, PlantView view)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Serves one controller until it goes, or a newer session takes its place.</summary>
    /// <exception cref="RpcException">The first message does not register, the registration is refused, or the session was superseded.</exception>
    public async Task Serve(IAsyncStreamReader<FromController> reports, IServerStreamWriter<ToController> outgoing, Caller caller, CancellationToken cancel)
    {
        if (!await reports.MoveNext(cancel) || reports.Current.Register is not { } register)
            throw CommandDoor.Invalid("register", "register with the first message");
        var opened = await Give(new ControllerCommand.Connect(register.Controller, [.. register.Devices], register.Deduplicates), $"connect/{Guid.NewGuid():N}", caller, cancel);
        if (!opened.Turn.Granted)
            throw CommandDoor.Refused(Words.Of(opened));

        var picture = await view.At(opened.Position, cancel);
        var epoch = ((ControllerFact.Connected)opened.Turn.Facts.Last(written => written.Fact is ControllerFact.Connected).Fact).Epoch;
        var session = new Session(register.Controller, epoch, outgoing, command => Give(command, $"{register.Controller}/{epoch}/{Guid.NewGuid():N}", caller, cancel));
        await session.Tell(new ToController
        {
            Registered = new Registered
            {
                Epoch = epoch,
                LastSequence = picture.Get<Domain.Controllers.Controller>(register.Controller).LastSequence,
                Position = opened.Position,
                At = Wire.Instant(opened.Turn.At),
            },
        });

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        void Look(RecordedTurn turn, TurnBody body, Picture now) => session.Notice(body);
        view.Folded += Look;
        try
        {
            session.Notice(null);
            var commanding = session.SendCommands(() => view.Now, ended.Token);
            var reporting = Record(reports, session, caller, ended.Token);
            var first = await Task.WhenAny(commanding, reporting);
            await ended.CancelAsync();
            await first;
        }
        catch (Exception gone) when (cancel.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The controller has gone.
        }
        finally
        {
            view.Folded -= Look;
            await Disconnect(register.Controller, epoch, caller);
        }
    }

    /// <summary>Records report after report, in the controller's order, and acknowledges each when it is durable.</summary>
    private async Task Record(IAsyncStreamReader<FromController> reports, Session session, Caller caller, CancellationToken cancel)
    {
        while (await reports.MoveNext(cancel))
        {
            Decency.Check(reports.Current);
            if (reports.Current.Report is not { Sequence: > 0 } report)
                throw CommandDoor.Invalid("report.sequence", "after registering, send reports with rising numbers from 1");
            var command = new ControllerCommand.Deliver(session.Controller, session.Epoch, report.Sequence, Wire.Reports(session.Controller, report));
            var ruled = await Give(command, $"{session.Controller}/{session.Epoch}/{report.Sequence}", caller, cancel);
            if (!ruled.Turn.Granted && ruled.Turn.Refusals.Any(refusal => refusal.Rule == "ORC-010"))
                throw Superseded(session.Controller);
            await session.Tell(ruled.Turn.Granted
                ? new ToController { Recorded = new Recorded { Sequence = report.Sequence, Position = ruled.Position } }
                : new ToController { Refused = new ReportRefused { Sequence = report.Sequence, Ruling = Words.Of(ruled) } });
        }
    }

    /// <summary>The ruling, however often it must be asked for; a report is never dropped because the engine was busy.</summary>
    private async Task<Answer.Ruled> Give(Command command, string id, Caller caller, CancellationToken cancel)
    {
        while (true)
        {
            switch (await runner.Submit(new Order(command, caller.Name, id, caller.Roles, caller.Person)).WaitAsync(cancel))
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

    private Task Disconnect(string controller, long epoch, Caller caller) => runner.Submit(new Order(
        new ControllerCommand.Disconnect(controller, epoch), caller.Name, $"disconnect/{controller}/{epoch}", caller.Roles, caller.Person));

    public static RpcException Superseded(string controller) =>
        new(new Status(StatusCode.Aborted, $"a newer session of {controller} holds its devices"));
}
