using Grpc.Core;
using Microsoft.Extensions.Logging;
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
public sealed partial class Sessions(PlantRunner runner, PlantView view, PastReports past, Closing closing, ILogger<Sessions> log)
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
    /// <param name="before">The plant as this server found it.</param>
    public async Task EndAbandoned(Picture before)
    {
        foreach (var (id, controller) in before.All<Controller>().Where(pair => pair.Value.Status == ControllerStatus.Connected))
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
            var report = reports.Current.Report ?? throw CommandDoor.Invalid("report", "登记之后请只发送报告", "after registering, send reports and nothing else");
            await session.Tell(await AnswerTo(report, session, before, caller, cancel));
        }
    }

    /// <summary>
    /// What a report is answered. One that makes no sense is turned away by its number and field: nothing of it is recorded, and
    /// the session goes on for the others.
    /// </summary>
    private async Task<ToController> AnswerTo(Report report, Session session, Controller before, Caller caller, CancellationToken cancel)
    {
        ControllerCommand.Deliver command;
        try
        {
            command = Understood(report, session);
        }
        catch (RpcException invalid) when (invalid.StatusCode == StatusCode.InvalidArgument)
        {
            var violation = CommandDoor.ViolationOf(invalid);
            NotUnderstood(log, session.Controller, report.Sequence, violation.Field, violation.Description);
            return new ToController { Invalid = new ReportInvalid { Sequence = report.Sequence, Field = violation.Field, Fix = violation.Description } };
        }

        if (report.Sequence <= before.LastSequence)
            return await past.Answer(before, command, cancel);
        switch (await Ask(command, PastReports.IdOf(command), caller, cancel))
        {
            case Answer.Ruled { Turn.Granted: false } ruled when ruled.Turn.Refusals.Any(refusal => refusal.Rule == "ORC-010"):
                throw Superseded(session.Controller);
            case Answer.Ruled ruled:
                return PastReports.Of(report.Sequence, ruled);
            default:
                // Another report of this session has the number.
                return PastReports.Missing(report.Sequence);
        }
    }

    /// <exception cref="RpcException">INVALID_ARGUMENT: the field that makes no sense.</exception>
    private static ControllerCommand.Deliver Understood(Report report, Session session)
    {
        Decency.Check(report);
        return report.Sequence > 0
            ? new ControllerCommand.Deliver(session.Controller, session.Epoch, report.Sequence, Wire.Reports(session.Controller, report))
            : throw CommandDoor.Invalid("sequence", "报告的编号须从 1 起递增", "send reports with rising numbers from 1");
    }

    /// <summary>
    /// The ruling, however often it must be asked for; a report is never dropped because the engine was busy. It is waited for
    /// even when the controller has gone: whoever has given a command must know what became of it.
    /// </summary>
    private async Task<Answer.Ruled> Give(Command command, string id, Caller caller, CancellationToken cancel) =>
        await Ask(command, id, caller, cancel) as Answer.Ruled
        ?? throw CommandDoor.Told(StatusCode.AlreadyExists, $"{id} 已用于其他内容", $"{id} was sent before with other content");

    /// <returns>The ruling, or that the id belongs to another command.</returns>
    private async Task<Answer> Ask(Command command, string id, Caller caller, CancellationToken cancel)
    {
        while (true)
        {
            switch (await runner.Submit(new Order(command, caller.Name, id, caller.Roles, caller.Person)))
            {
                case Answer.NoRuling { Reason: NoRulingReason.Stopping or NoRulingReason.NotOwner }:
                    throw CommandDoor.Told(StatusCode.Unavailable, "服务器正在停止；请重新连接", "the server is stopping; connect again");
                case Answer.NoRuling:
                    await Task.Delay(RetryAfter, cancel);
                    break;
                case var answer:
                    return answer;
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
        CommandDoor.Told(StatusCode.Aborted, $"{controller} 的设备由一个较新的会话持有", $"a newer session of {controller} holds its devices");

    [LoggerMessage(1, LogLevel.Warning, "{Controller} sent report {Sequence} that makes no sense and is not recorded: {Field}: {Fix}")]
    private static partial void NotUnderstood(ILogger log, string controller, long sequence, string field, string fix);
}
