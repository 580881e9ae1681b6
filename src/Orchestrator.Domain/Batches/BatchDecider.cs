using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Batches;

/// <summary>Who may do what with a batch, and when: the table; the decision behind each cell stands in the file its arm names.</summary>
public static class BatchDecider
{
    public static void Decide(BatchCommand command, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var site = PlantRules.SiteOf(desk);
        desk.Check(Refused(batch, command));
        if (site is null || desk.Refused)
            return;

        switch (command)
        {
            case BatchCommand.Create create:
                Creation.Create(create, batch, site, desk);
                break;
            case BatchCommand.StartStep start:
                Starting.Start(start, 1, batch, site, desk);
                break;
            case BatchCommand.RepeatStep repeat:
                Starting.Repeat(repeat, batch, site, desk);
                break;
            case BatchCommand.RecordCheck check:
                Running.RecordCheck(check, batch, site, desk);
                break;
            case BatchCommand.CorrectCheck correct:
                Running.CorrectCheck(correct, batch, site, desk);
                break;
            case BatchCommand.PauseStep pause:
                Running.Pause(pause, batch, site, desk);
                break;
            case BatchCommand.ResumeStep resume:
                Running.Resume(resume, batch, site, desk);
                break;
            case BatchCommand.CompleteStep complete:
                Ending.Complete(complete, batch, site, desk);
                break;
            case BatchCommand.AbortStep abort:
                Ending.Abort(abort, batch, site, desk);
                break;
            case BatchCommand.Cancel cancel:
                Ending.Cancel(cancel, batch, desk);
                break;
            case BatchCommand.Terminate terminate:
                Ending.Terminate(terminate, batch, site, desk);
                break;
            case BatchCommand.Discard discard:
                Ending.Discard(discard, batch, site, desk);
                break;
            case BatchCommand.PlaceHold place:
                Holding.Place(place, batch, desk);
                break;
            case BatchCommand.LiftHold lift:
                Holding.Lift(lift, batch, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(BatchStatus status, BatchCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                           Unknown Created InProcess Harvested Cancelled Terminated Discarded
        return command switch
        {
            BatchCommand.Create       => In(status, true,  false,  false,    false,    false,    false,     false),
            BatchCommand.StartStep    => In(status, false, true,   true,     false,    false,    false,     false),
            BatchCommand.RepeatStep   => In(status, false, false,  true,     false,    false,    false,     false),
            BatchCommand.RecordCheck  => In(status, false, false,  true,     true,     false,    true,      false),
            BatchCommand.CorrectCheck => In(status, false, false,  true,     true,     false,    true,      false),
            BatchCommand.PauseStep    => In(status, false, false,  true,     false,    false,    false,     false),
            BatchCommand.ResumeStep   => In(status, false, false,  true,     false,    false,    false,     false),
            BatchCommand.CompleteStep => In(status, false, false,  true,     true,     false,    true,      true),
            BatchCommand.AbortStep    => In(status, false, false,  true,     true,     false,    true,      true),
            BatchCommand.Cancel       => In(status, false, true,   false,    false,    false,    false,     false),
            BatchCommand.Terminate    => In(status, false, true,   true,     false,    false,    false,     false),
            BatchCommand.Discard      => In(status, false, false,  false,    false,    true,     true,      false),
            BatchCommand.PlaceHold    => In(status, false, true,   true,     true,     true,     true,      false),
            BatchCommand.LiftHold     => In(status, false, true,   true,     true,     true,     true,      false),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(BatchStatus status, bool unknown, bool created, bool inProcess, bool harvested, bool cancelled, bool terminated, bool discarded) => status switch
    {
        BatchStatus.Unknown => unknown,
        BatchStatus.Created => created,
        BatchStatus.InProcess => inProcess,
        BatchStatus.Harvested => harvested,
        BatchStatus.Cancelled => cancelled,
        BatchStatus.Terminated => terminated,
        BatchStatus.Discarded => discarded,
    };

    private static Refusal? Refused(Batch batch, BatchCommand command)
    {
        if (Possible(batch.Status, command))
            return null;
        return batch.Status switch
        {
            BatchStatus.Unknown => Refusal.Of("ORC-001", new Seen("batch", batch.Id)),
            _ when command is BatchCommand.Create => Refusal.Of("ORC-002", new Seen("batch", batch.Id)),
            _ => Refusal.Of("ORC-003", new Seen("batch", batch.Id), new Seen("status", batch.Status.ToString()), new Seen("command", command.GetType().Name)),
        };
    }
}
