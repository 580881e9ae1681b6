using Orchestrator.Cli.Mes.Scripts;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;

namespace Orchestrator.Cli.Mes;

/// <summary>
/// What the demonstration does on purpose against the law, woven into the example plan: each where the plan gives it an
/// occasion, each with the rule that must answer, and, where there is one, with the remedy that the law itself has named.
/// </summary>
internal static class Provocations
{
    private static readonly Provocation SecondBatch = new("second-batch", "第二个批次要进入敞口操作的操作间", "a second batch into a room with an open step", "GMP-9.5.2b");
    private static readonly Provocation TwoMes = new("two-mes", "两个 MES 争用一个操作间", "two MES race for one room", "ORC-015");
    private static readonly Provocation WrongBag = new("wrong-bag", "扫描了另一名患者的袋子；两人核对后解除锁定", "a bag of another patient is scanned; two people lift the hold", "GMP-4.1.6");
    private static readonly Provocation LapsedFill = new("lapsed-media-fill", "夜班在 L2 线的模拟灌装已过期", "the night shift's media fill on L2 has lapsed", "GMP-9.2.5b");
    private static readonly Provocation Unqualified = new("unqualified-operator", "操作人员没有资格", "an operator is not qualified", "GMP-5.2a");
    private static readonly Provocation Uncleared = new("uncleared-room", "操作间尚未清场；采取补救措施后获准", "a room has not been cleared; then the remedy is taken", "GMP-9.5.4c");
    private static readonly Provocation Handover = new("handover", "交接班：先交给无资格者，再交给合格者", "a handover: to somebody unqualified, then to those who are", "GMP-5.2a");
    private static readonly Provocation Breach = new("breach", "密闭系统破损，批次终止", "a closed system is breached and its batch ended", "GMP-9.5.7a");

    /// <summary>What two people of quality decide, each of them gives with their own token.</summary>
    private static readonly string[] Signers = [Callers.Quality, Callers.SecondQuality];

    private static readonly Provocation[] All = [SecondBatch, TwoMes, WrongBag, LapsedFill, Unqualified, Uncleared, Handover, Breach];

    /// <summary>What a provocation is, in a person's language.</summary>
    public static string TitleOf(string? id, Language language) =>
        All.FirstOrDefault(one => one.Id == id) is { } found ? language.Of(found.Zh, found.En) : id ?? "";

    /// <summary>Weaves all of them into a plan.</summary>
    public static void Into(Draft draft)
    {
        StepIntoAnOpenRoom(draft);
        RaceForARoom(draft);
        ScanTheWrongBag(draft);
        RelyOnALapsedMediaFill(draft);
        SendSomebodyUnqualified(draft);
        StartBeforeTheClearance(draft);
        HandOver(draft);
        BreakASystemOpen(draft);
    }

    private static void StepIntoAnOpenRoom(Draft draft)
    {
        var start = draft.StartOf("B-2609-010");
        start.Place.Room = draft.Job("B-2610-003").EquipmentFor("room");
        draft.Before("B-2609-010.start", SecondBatch, client => client.Manufacturing.StartStepAsync, start, refused: true);
    }

    private static void RaceForARoom(Draft draft)
    {
        var anchor = "B-2605-024.inspect-0";
        foreach (var (caller, batch) in new[] { (Callers.Mes, "B-2605"), (Callers.OtherMes, "B-2606") })
            draft.Race(anchor, TwoMes, client => client.Manufacturing.ReserveRoomAsync, new ReserveRoomRequest { Room = "R-104", Batch = batch }, caller);
        foreach (var (caller, batch) in new[] { (Callers.Mes, "B-2605"), (Callers.OtherMes, "B-2606") })
            draft.IfWon(anchor, TwoMes, client => client.Manufacturing.ReleaseReservationAsync, new ReleaseReservationRequest { Room = "R-104", Batch = batch }, caller);
    }

    private static void ScanTheWrongBag(Draft draft)
    {
        const string Scanned = "B-2607-LEUKAPHERESIS";
        var start = draft.StartOf("B-2608-003");
        var own = start.Scans[0].Container;
        start.Scans[0].Code = JobScript.LabelOf(Scanned);
        draft.Before("B-2608-003.start", WrongBag, client => client.Manufacturing.StartStepAsync, start, refused: true);

        // The hold is on both containers and both batches; one reconciliation that two people of quality sign lifts it from all of them.
        var hold = $"identity/{string.Join('+', new[] { own, Scanned }.Order(StringComparer.Ordinal))}";
        var lift = new LiftIdentityHoldRequest
        {
            Container = own,
            Hold = hold,
            Reason = "both bags compared with their papers by two people; the right one is at the terminal",
            Reconciliation = "DEV-2026-011",
            First = "QA-01",
            Second = "QA-02",
        };
        foreach (var signer in Signers)
            draft.Before("B-2608-003.start", WrongBag, client => client.Manufacturing.LiftIdentityHoldAsync, lift.Clone(), refused: false, signer);
    }

    private static void RelyOnALapsedMediaFill(Draft draft)
    {
        var start = draft.StartOf("B-2607-029");
        start.Place.Line = "L2";
        draft.Before("B-2607-029.start", LapsedFill, client => client.Manufacturing.StartStepAsync, start, refused: true);
    }

    private static void SendSomebodyUnqualified(Draft draft)
    {
        var start = draft.StartOf("B-2613-006");
        start.Operators[0].Operator = "OP-11";
        draft.Before("B-2613-006.start", Unqualified, client => client.Manufacturing.StartStepAsync, start, refused: true);
    }

    /// <summary>Its remedy is what the plan does next: the room is cleared, and the very same start is granted.</summary>
    private static void StartBeforeTheClearance(Draft draft)
    {
        var job = draft.Job("B-2601-006");
        var early = draft.Job("B-2601-003").End + TimeSpan.FromMinutes(5);
        draft.Give(new Moment(early, Phase.Begins), job, Uncleared, client => client.Manufacturing.StartStepAsync, draft.StartOf(job.Id, early), refused: true);
        draft.Count("B-2601-005.perform", Uncleared);
        draft.Count("B-2601-005.verify", Uncleared);
        draft.Count("B-2601-006.start", Uncleared);
    }

    /// <summary>In the middle of a step its pair goes home and another takes over; the step ends with those who took it on.</summary>
    private static void HandOver(Draft draft)
    {
        var job = draft.Job("B-2613-003");
        var at = new Moment(job.Start + ((job.End - job.Start) / 2), Phase.Begins);
        var (before, after) = (draft.TeamOf(job.Id).Begins, new Pair("OP-03", "OP-04"));
        foreach (var (person, role) in new[] { (after.Performer, "operator"), (after.Verifier, "verifier") })
        {
            draft.Give(at with { Phase = Phase.Ends }, job, Handover, client => client.Manufacturing.AssignOperatorAsync,
                new AssignOperatorRequest { Operator = person, Batch = job.Request, Step = StepOf(job), Role = role, Room = job.EquipmentFor("room") ?? "" }, refused: false);
        }

        draft.Give(at, job, Handover, client => client.Manufacturing.HandOverAsync, To("OP-11", before.Performer), refused: true);
        draft.Give(at, job, Handover, client => client.Manufacturing.HandOverAsync, To(after.Performer, after.Verifier), refused: false);
        draft.Team(job.Id, new JobTeam(before, after));
        draft.Stays.RemoveAll(stay => stay.Room == job.EquipmentFor("room") && stay.From.Instant == job.Start && stay.To.Instant == job.End);
        draft.Stays.AddRange(new[] { before.Performer, before.Verifier }.Select(person => new Stay(person, job.EquipmentFor("room") ?? "", new Moment(job.Start, Phase.Begins), at)));
        draft.Stays.AddRange(new[] { after.Performer, after.Verifier }.Select(person => new Stay(person, job.EquipmentFor("room") ?? "", at, new Moment(job.End, Phase.Ends))));

        HandOverRequest To(string performer, string verifier)
        {
            var request = new HandOverRequest { Batch = job.Request, Step = StepOf(job), State = "columns loaded, second wash running", OpenPoints = "count after the last elution" };
            request.Outgoing.AddRange(new[] { before.Performer, before.Verifier }.Where(person => person != performer && person != verifier));
            request.Incoming.Add(new AssignedOperator { Operator = performer, Role = "operator" });
            if (verifier != before.Verifier && verifier != before.Performer)
                request.Incoming.Add(new AssignedOperator { Operator = verifier, Role = "verifier" });
            return request;
        }
    }

    /// <summary>The kit bursts in the middle of the harvest: what follows is reported, done and decided, and the batch ends there.</summary>
    private static void BreakASystemOpen(Draft draft)
    {
        var job = draft.Job("B-2611-029");
        var system = job.EquipmentFor("closed-system") ?? "";
        var at = new Moment(job.Start + TimeSpan.FromMinutes(70), Phase.Begins);
        var (performer, verifier) = draft.TeamOf(job.Id).Begins;
        draft.Give(at, job, Breach, client => client.Manufacturing.ReportBreachAsync, new ReportBreachRequest { System = system, Breach = "BR-2026-003", Detection = "pressure loss, the harvest line has come off", HappenedAt = JobScript.At(at.Instant) }, refused: false);
        draft.Give(at, job, Breach, client => client.Manufacturing.UnmountKitAsync, new UnmountKitRequest { System = system, By = performer }, refused: true);
        draft.Give(at, job, Breach, client => client.Manufacturing.RecordEmergencyMeasureAsync, new RecordEmergencyMeasureRequest { System = system, Measure = "pump stopped, line clamped, spill covered", By = performer }, refused: false);
        draft.Give(at, job, Breach, client => client.Manufacturing.TerminateBatchAsync, new TerminateBatchRequest { Batch = job.Request, Reason = "cells lost to the room", Disposition = Disposition.Destroy }, refused: false, Callers.SecondQuality);
        var assess = new AssessBreachRequest
        {
            System = system,
            RiskAssessment = "RA-BR-2026-003",
            Decision = BreachDecision.Discard,
            Reason = "product exposed to the room",
            FirstBy = "QA-02",
            SecondBy = "QA-01",
        };
        foreach (var signer in Signers)
            draft.Give(at, job, Breach, client => client.Quality.AssessBreachAsync, assess.Clone(), refused: false, signer);
        draft.Drop(act => act.Id.StartsWith($"{job.Id}.", StringComparison.Ordinal) && act.At.Instant == job.End);
        draft.Drop(act => act.Id.StartsWith("B-2611-030.", StringComparison.Ordinal) || act.Id == "B-2611-031.unmount");

        // What the batch leaves in the room goes to waste before the room is cleared; quality decides it, two people do it.
        foreach (var container in job.Materials.Where(material => material.Use == "Produced" || material.Class == "intermediate").Select(material => material.Lot))
        {
            draft.Give(at with { Instant = at.Instant + TimeSpan.FromMinutes(30) }, job, Breach, client => client.Manufacturing.DiscardContainerAsync, new DiscardContainerRequest
            {
                Container = container,
                Reason = "exposed by breach BR-2026-003",
                Procedure = "SOP-WASTE-004",
                First = performer,
                Second = verifier,
            }, refused: false, Callers.SecondQuality);
        }
    }

    private static string StepOf(JobOrder job) => job.WorkMaster[(job.WorkMaster.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
