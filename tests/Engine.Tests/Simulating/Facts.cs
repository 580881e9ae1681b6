using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>The words that falsified journals are written in: facts of a batch B-1 in room R-101, and of who and what is there.</summary>
internal static class Facts
{
    public const string RecipeKey = "two-steps@1";

    public static readonly DateTimeOffset Start = Forgery.Start;

    public static TimeSpan Hour => TimeSpan.FromHours(1);

    /// <summary>A step and a harvest that follows it; the step has one check and lasts one to two hours.</summary>
    public static RecipeDocument Recipe(Scene scene)
    {
        var step = scene.Recipes[0].Steps[0] with
        {
            Id = "wash",
            Operation = "wash",
            Class = StepClass.NonCulture,
            Exposure = Exposure.Closed,
            Aseptic = true,
            After = [],
            RepeatsMax = 0,
            IsHarvest = false,
            Inputs = [],
            HoldAfter = null,
            DurationMin = Hour,
            DurationMax = 2 * Hour,
            DurationPlanned = Hour,
            Checks = [new CheckDefinition { Name = "viability", Unit = "%" }],
        };
        return scene.Recipes[0] with { Id = "two-steps", Version = "1", Product = "CART-19", Steps = [step, step with { Id = "harvest", After = ["wash"], IsHarvest = true, Checks = [] }] };
    }

    public static (ActorId, Fact) On(ActorKind kind, string key, Fact fact) => (new ActorId(kind, key), fact);

    public static (ActorId, Fact) B(BatchFact fact, string batch = "B-1") => On(ActorKind.Batch, batch, fact);

    public static (ActorId, Fact) R(RoomFact fact, string room = "R-101") => On(ActorKind.Room, room, fact);

    public static (ActorId, Fact) C(ContainerFact fact, string container = "BAG") => On(ActorKind.Container, container, fact);

    public static (ActorId, Fact) L(LabelFact fact, string label = "L-1") => On(ActorKind.Label, label, fact);

    public static (ActorId, Fact) P(OperatorFact fact, string person = "OP-01") => On(ActorKind.Operator, person, fact);

    public static (ActorId, Fact) Created(string batch = "B-1", string? of = null) =>
        B(new BatchFact.Created("CART-19", RecipeKey, $"COI-{of ?? batch}", $"D-{of ?? batch}", BatchPurpose.Commercial, Start), batch);

    public static (ActorId, Fact) Bound(PathogenStatus status = PathogenStatus.NegativeScreened, string batch = "B-1") =>
        B(new BatchFact.DonorMaterialBound($"DM-{batch}", status, []), batch);

    public static StepExecution Work(string step = "wash", string? line = null) => new()
    {
        Step = step,
        Attempt = 1,
        Status = StepStatus.Running,
        Area = "GEN",
        Room = "R-101",
        Line = line,
        Operators = [new AssignedOperator("OP-01", "operator")],
        Class = StepClass.NonCulture,
        Exposure = Exposure.Closed,
        StartedAt = Start,
        EarliestEnd = Start + Hour,
        MustEndBy = Start + (2 * Hour),
    };

    public static (ActorId, Fact) Started(string batch = "B-1", StepExecution? step = null) => B(new BatchFact.StepStarted(step ?? Work()), batch);

    public static (ActorId, Fact) Changed(StepStatus status, string step = "wash", DateTimeOffset? at = null) => B(new BatchFact.StepChanged(step, status, at ?? (Start + Hour)));

    public static (ActorId, Fact) InRoom(string batch = "B-1", Exposure exposure = Exposure.Closed, string room = "R-101") =>
        R(new RoomFact.StepStarted(new RunningStep(batch, "wash", "wash", StepClass.NonCulture, exposure, "L1", null, null, null, Start), UsesClearance: true), room);

    public static (ActorId, Fact) Ended(string batch = "B-1", string step = "wash") => R(new RoomFact.StepEnded(batch, step, Start, NeedsClearance: true));

    public static (ActorId, Fact) Entered(string person = "OP-01", string room = "R-101") => R(new RoomFact.PersonEntered(person, Start), room);

    public static (ActorId, Fact)[] Inside(string person = "OP-01", string room = "R-101") =>
        [P(new OperatorFact.RoomEntered(room, "GEN", null, Origin.Live, Start), person), Entered(person, room)];

    public static (ActorId, Fact) Assigned(string person = "OP-01") =>
        P(new OperatorFact.Assigned(new StepAssignment("B-1", "wash", "GEN", "R-101", "operator", Direct: true, AssignmentPhase.Running, Start)), person);

    public static Hold HoldOf(string id = "h", HoldKind kind = HoldKind.Manual, string rule = "GMP-10.2b") => new(id, kind, rule, "asked", Start);

    public static (ActorId, Fact) Held(string id = "h", HoldKind kind = HoldKind.Manual) => B(new BatchFact.HoldPlaced(HoldOf(id, kind)));

    public static (ActorId, Fact) Lifted(string first = "QA-01", string second = "QA-02", string id = "h") => B(new BatchFact.HoldLifted(id, "why", first, second));

    public static (ActorId, Fact) Checked(decimal value = 90, bool inRange = true) => B(new BatchFact.CheckRecorded("wash", new RecordedCheck("viability", value, "%", "OP-01", null, Start, inRange)));

    public static (ActorId, Fact) Registered(string container = "BAG", string of = "B-1", PathogenStatus pathogen = PathogenStatus.NegativeScreened, bool filled = true, params string[] parents) => C(
        new ContainerFact.Registered("bag", ContainerUse.DonorMaterial, of, $"COI-{of}", $"D-{of}", $"DM-{of}", [.. parents], null, pathogen, [], filled ? new Contents(100) : null, Location.Nowhere, Start), container);

    public static (ActorId, Fact) Taken(string container = "BAG") => C(new ContainerFact.TakenIntoStep("B-1/wash", Location.Nowhere, Start, SealBroken: true), container);

    public static (ActorId, Fact) Printed(string label = "L-1", string of = "B-1", string container = "BAG") =>
        L(new LabelFact.Printed(container, of, $"COI-{of}", $"D-{of}", "A", "T", "PR", "OP-01", Start), label);

    public static (ActorId, Fact) Counted(string label, LabelStatus status) => On(ActorKind.LabelReconciliation, "A", new LabelReconciliationFact.Counted(label, status));

    public static (ActorId, Fact) Reconciled(int printed, int applied, int destroyed) =>
        On(ActorKind.LabelReconciliation, "A", new LabelReconciliationFact.Reconciled(printed, applied, destroyed, "OP-01", "OP-02", Start));

    public static (ActorId, Fact) Clearance(ClearanceFact fact) => On(ActorKind.Clearance, "LC-1", fact);

    public static ClearanceFact.Performed Performed(ClearanceScope scope = ClearanceScope.Changeover, bool clear = true) =>
        new("R-101", scope, "B-1", [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, clear))], "OP-01", Start);

    public static (ActorId, Fact) Approved(DateTimeOffset? until = null) => Clearance(new ClearanceFact.Approved("OP-02", Start, until));

    public static (ActorId, Fact) Used => Clearance(new ClearanceFact.Used("B-1/wash", Start));

    public static (ActorId, Fact) Cleared(ClearanceScope scope = ClearanceScope.Changeover, string batch = "B-1") => R(new RoomFact.Cleared("LC-1", scope, batch, Start, null));

    public static (ActorId, Fact) MediaFill(int months) => On(ActorKind.Line, "L1", new LineFact.MediaFillRecorded(
        new MediaFill("MF", "DAY", DateOnly.FromDateTime(Start.DateTime).AddMonths(months), MediaFillResult.Passed, 1, [], [], "APS", null), "OP-01", "QA-01"));

    public static (ActorId, Fact) Lot(MaterialLotFact fact) => On(ActorKind.MaterialLot, "LOT", fact);

    public static MaterialLotFact.Received Received(string material = "MEDIUM", int days = 30, Composition[]? of = null, string donor = "") =>
        new(material, "S", DateOnly.FromDateTime(Start.DateTime).AddDays(days), [.. of ?? []], donor, "PL-01", Start);

    public static (ActorId, Fact) Released => Lot(new MaterialLotFact.Released("I", null, "QA-01", Start));

    public static (ActorId, Fact)[] Charged(string? serial = null) =>
        [Lot(new MaterialLotFact.Charged("B-1", "wash", "kit", serial, Connection.Mounted, "OP-01", Start)), B(new BatchFact.StepMaterialCharged("wash", "LOT", "kit", "LOT"))];
}
