using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>What was in date when a step began and is not when it shall go on.</summary>
public sealed class LapseScenes(Stage stage, Told told) : Troupe(stage, told)
{
    /// <summary>A paused step waits over midnight, and with the day its operator's aseptic qualification ends: it does not go on with them, nor is another begun.</summary>
    public IEnumerable<Move> Midnight()
    {
        var (batch, next) = (Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(Batch(batch, "z"), Batch(next, "z"), Gather(Annex.Work, One, Two), Mount("XC-1", batch)))
            yield return move;
        var until = Stage.Site.Person(One)!.AsepticUntil;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Stage.Site.Document.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Stage.At, zone).DateTime);
        foreach (var move in Qualified(today))
            yield return move;
        yield return Give(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }));
        yield return Give(new BatchCommand.PauseStep(batch, "cw", "the shift ends", One));
        var midnight = today.AddDays(1).ToDateTime(TimeOnly.MinValue);
        yield return new Move.Wait(new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime().AddMinutes(1));
        foreach (var move in Wrong(new BatchCommand.ResumeStep(batch, "cw", One), Start(next, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" })))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(batch, "cw", "nobody is qualified to go on", Disposition.SafeState, Two));
        foreach (var move in Moves(Qualified(until), LiftAll(batch), PutAway(batch), PutAway(next)))
            yield return move;
    }

    /// <summary>The plant file says until when, as two people approved it.</summary>
    private IEnumerable<Move> Qualified(DateOnly? until)
    {
        var plant = Stage.Site.Document;
        var change = Stage.Id("change");
        yield return Of("EN-01", new PlantCommand.ProposeChange(change, Stage.At, plant with { People = [.. plant.People.Select(person => person.Id == One ? person with { AsepticUntil = until } : person)] }, []));
        yield return Of("QA-01", new PlantCommand.ApproveChange(change));
    }
}
