using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Controllers;
using Orchestrator.Engine;
using Orchestrator.V1;
using Controller = Orchestrator.Domain.Controllers.Controller;

namespace Orchestrator.Api.Equipment;

/// <summary>
/// What became of reports, as the journal has it: a report is a command whose id is made of controller, epoch and number, so
/// one that is sent again is answered as it was ruled on, and nothing is concluded from its number alone.
/// </summary>
public sealed class PastReports(IJournal journal, PlantRunner runner)
{
    /// <summary>The id under which a session gives a report to the law.</summary>
    public static string IdOf(ControllerCommand.Deliver report) => $"{report.Controller}/{report.Epoch}/{report.Sequence}";

    /// <summary>The answer to a report that a session sends again after an earlier one had.</summary>
    /// <param name="controller">What is known of the earlier sessions.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the journal does not answer.</exception>
    public async Task<ToController> Answer(Controller controller, ControllerCommand.Deliver again, CancellationToken cancel)
    {
        if (controller.EpochOf(again.Sequence) is not { } epoch)
            return new ToController { Unknown = new ReportUnknown { Sequence = again.Sequence } };
        var first = again with { Epoch = epoch };
        // Only the controller itself reports under its name, so it was the caller.
        if (await Find($"{controller.Id}/{IdOf(first)}", cancel) is not { } turn)
            return Missing(again.Sequence);
        var body = TurnCodec.Open(turn.Body.Span);
        return Reaches(body, again.Sequence) && TurnCodec.PayloadHash(body.Command) == TurnCodec.PayloadHash(first)
            ? Of(again.Sequence, new Answer.Ruled(turn.Position, body, First: false))
            : Missing(again.Sequence);
    }

    /// <summary>The answer to a report that was ruled on. A grant that did not reach the number found it passed already: nothing was recorded.</summary>
    public static ToController Of(long sequence, Answer.Ruled ruled)
    {
        if (!ruled.Turn.Granted)
            return new ToController { Refused = new ReportRefused { Sequence = sequence, Ruling = Words.Of(ruled) } };
        return Reaches(ruled.Turn, sequence)
            ? new ToController { Recorded = new Recorded { Sequence = sequence, Position = ruled.Position } }
            : Missing(sequence);
    }

    private static bool Reaches(TurnBody turn, long sequence) =>
        turn.Facts.Any(written => written.Fact is ControllerFact.SequenceReached reached && reached.Sequence == sequence);

    /// <summary>The answer to a report whose number belongs to another, or to none: it is certainly not recorded.</summary>
    public static ToController Missing(long sequence) => new() { Missing = new ReportMissing { Sequence = sequence } };

    private async Task<RecordedTurn?> Find(string turnId, CancellationToken cancel)
    {
        try
        {
            return await journal.Find(runner.Plant, turnId, cancel);
        }
        catch (JournalException)
        {
            throw CommandDoor.Told(StatusCode.Unavailable, "日志没有应答；请重新连接", "the journal does not answer; connect again");
        }
    }
}
