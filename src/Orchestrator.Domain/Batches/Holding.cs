using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Batches;

/// <summary>How a batch is stopped and goes on: every hold has an exit, and its kind says which.</summary>
public static class Holding
{
    public static void Place(BatchCommand.PlaceHold command, Batch batch, Desk desk)
    {
        if (new Hold($"manual/{command.Hold}", HoldKind.Manual, "GMP-10.2b", command.Reason, desk.Now).Beside(batch.Holds) is { } hold)
            BatchClocks.Hold(desk, batch, hold);
    }

    /// <summary>A check that failed holds every batch that relied on it, whoever tells of it; a name that the plant file does not know is a deviation beside it.</summary>
    public static void AfterFailure(Desk desk, Site site, IEnumerable<string> batches, Hold hold, string by)
    {
        foreach (var batch in batches.Select(desk.Get<Batch>))
        {
            BatchClocks.Hold(desk, batch, hold);
            if (site.Person(by) is null)
                BatchClocks.Hold(desk, batch, new Hold($"unknown-person/{by}/{hold.Id}", HoldKind.Deviation, "ORC-005", $"{by} is not in the plant file, and told: {hold.Reason}", desk.Now));
        }
    }

    public static void Lift(BatchCommand.LiftHold command, Batch batch, Site site, Desk desk)
    {
        if (!batch.Holds.TryGetValue(command.Hold, out var hold))
        {
            desk.Check(Refusal.Of("ORC-001", new Seen("batch", batch.Id), new Seen("hold", command.Hold)));
            return;
        }

        desk.Check(LiftedHere(batch, hold, site, desk))
            .Check(TwoPeopleOfQuality(site, hold.Rule, command.FirstBy, command.SecondBy, desk.Moment));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldLifted(hold.Id, command.Reason, command.FirstBy, command.SecondBy));
        BatchClocks.WaitAgain(desk, batch, hold.Id);
        IdentityHolds.LiftFromContainers(desk, batch, hold.Id, command.Reason, command.FirstBy, command.SecondBy);
    }

    /// <summary>Two different people, both of quality; whoever gives the command is one of them and signs for nobody else.</summary>
    public static Refusal? TwoPeopleOfQuality(Site site, string rule, string first, string second, Moment moment)
    {
        var both = site.Person(first) is { } one && site.Person(second) is { } other && first != second
            && one.Roles.Contains("quality") && other.Roles.Contains("quality");
        if (both && TwoPeople.Signs(moment, first, second) is null)
            return null;
        var refusal = Refusal.Of(rule, new Seen("performer", first), new Seen("verifier", second), new Seen("role", "quality"), new Seen("caller", moment.Person ?? moment.Caller));
        return both ? refusal.Remedied("sign-in-person", new Seen("expected", $"{first}, {second}")) : refusal.Remedied("two-of-quality-decide");
    }

    private static Refusal? LiftedHere(Batch batch, Hold hold, Site site, Desk desk)
    {
        var way = hold.Kind switch
        {
            HoldKind.Identity => "lift-identity-hold",
            HoldKind.Breach when Breaching.AwaitsAssessment(desk, site, hold.Id) => "close-breach-assessment",
            HoldKind.Breach => null,
            HoldKind.SignalLost or HoldKind.TimeLimit or HoldKind.OutOfRange or HoldKind.MeasureLost or HoldKind.LateKnowledge
                or HoldKind.Deviation or HoldKind.Contamination or HoldKind.Manual => null,
        };
        return way is null ? null : Refusal.Of(hold.Rule, new Seen("batch", batch.Id), new Seen("hold", hold.Id), new Seen("holdKind", hold.Kind.ToString())).Remedied(way);
    }
}
