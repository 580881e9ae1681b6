using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Closed systems: what makes one count as closed, what opens it, and what a breach sets off.</summary>
public sealed class ClosedSystemTests
{
    private static readonly StepDefinition Enrichment = SmallRecipe.StepOf("enrichment");
    private static readonly StepPlace Closed = Floor.In("R-101") with { ClosedSystem = "PROC-1" };

    [Fact]
    [Proves("GMP-13.7a", Proof.Grants)]
    [Proves("GMP-13.7b", Proof.Grants)]
    [Proves("GMP-6.3c", Proof.Grants)]
    public void A_validated_checked_kit_counts_as_closed() =>
        Assert.Equal(Exposure.Closed, Closure(new Floor().Batch("B-1").Kit("PROC-1", "B-1"), "PROC-1").Exposure);

    [Theory]
    [InlineData("PROC-X", "GMP-13.7a")]
    [InlineData("PROC-1", "GMP-13.7b")]
    [Proves("GMP-13.7a", Proof.Refuses)]
    public void A_type_without_validation_and_a_kit_nobody_checked_count_as_open(string system, string rule)
    {
        var floor = new Floor().Batch("B-1");
        floor.World.Must(new ClosedSystemCommand.MountKit(system, "B-1", "K-1", "op-1"));
        if (system == "PROC-X")
            floor.World.Must(new ClosedSystemCommand.VerifyClosure(system, "VC-1", "pressure decay", true, "op-1", "ver-1"));

        var closure = Closure(floor, system);

        Assert.Equal(Exposure.Open, closure.Exposure);
        Assert.Contains(rule, closure.Because!.RequirementIds);
    }

    [Fact]
    public void A_failed_closure_check_leaves_the_kit_unverified()
    {
        var floor = new Floor().Batch("B-1");
        floor.World.Must(new ClosedSystemCommand.MountKit("PROC-1", "B-1", "K-1", "op-1"));
        floor.World.Must(new ClosedSystemCommand.VerifyClosure("PROC-1", "VC-1", "pressure decay", false, "op-1", "ver-1"));

        Assert.Equal(ClosedSystemStatus.Installed, floor.World.State<ClosedSystem>("PROC-1").Status);
        floor.World.Refused(new ClosedSystemCommand.VerifyClosure("PROC-1", "VC-2", "pressure decay", true, "ver-1", "ver-1"), "GMP-13.7a");
    }

    [Theory]
    [InlineData(ConnectionType.SterileWeld, true, Exposure.Closed)]
    [InlineData(ConnectionType.SterileWeld, false, Exposure.Open)]
    [InlineData(ConnectionType.Exposing, true, Exposure.Open)]
    [Proves("GMP-13.7b", Proof.Refuses)]
    [Proves("GMP-6.4.4.1", Proof.Refuses)]
    public void A_connection_keeps_it_closed_only_by_a_sterile_way_that_was_verified(ConnectionType type, bool verified, Exposure expected)
    {
        var floor = Working();

        floor.World.Must(new ClosedSystemCommand.Connect("PROC-1", "W-1", type, "visual", verified, "op-1"));

        Assert.Equal(expected, floor.World.State<Batch>("B-1").Steps["enrichment"].Exposure);
        Assert.Equal(expected, floor.World.State<Room>("R-101").Running["B-1/enrichment"].Exposure);
        Assert.Equal(expected, Closure(floor, "PROC-1").Exposure);
    }

    [Fact]
    [Proves("GMP-13.7d", Proof.Grants)]
    [Proves("GMP-13.7d", Proof.Refuses)]
    public void Only_a_system_validated_for_it_returns_to_closed_on_a_passed_check()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1").Kit("PROC-2", "B-2");
        floor.World.Must(new ClosedSystemCommand.OpenPlanned("PROC-1", "BSC-1", "bead addition", "op-1"));
        floor.World.Must(new ClosedSystemCommand.OpenPlanned("PROC-2", null, "bead addition", "op-1"));

        floor.World.Refused(new ClosedSystemCommand.Reclose("PROC-2", "D-1", "RC-1", true, "op-1", "ver-1"), "GMP-13.7d");
        floor.World.Refused(new ClosedSystemCommand.Reclose("PROC-1", null, "RC-2", false, "op-1", "ver-1"), "GMP-13.7d");
        floor.World.Must(new ClosedSystemCommand.Reclose("PROC-1", null, "RC-3", true, "op-1", "ver-1"));
        Assert.Equal(Exposure.Closed, Closure(floor, "PROC-1").Exposure);
    }

    [Fact]
    [Proves("GMP-13.7c", Proof.Grants)]
    [Proves("GMP-13.7c", Proof.Refuses)]
    public void What_was_opened_outside_a_cabinet_is_disinfected_before_it_is_closed()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.Must(new ClosedSystemCommand.OpenPlanned("PROC-1", null, "bead addition", "op-1"));

        floor.World.Refused(new ClosedSystemCommand.Reclose("PROC-1", null, "RC-1", true, "op-1", "ver-1"), "GMP-13.7c");
        floor.World.Must(new ClosedSystemCommand.Reclose("PROC-1", "D-1", "RC-2", true, "op-1", "ver-1"));
    }

    [Fact]
    public void A_system_is_not_opened_under_a_step_that_was_granted_as_closed() =>
        Working().World.Refused(new ClosedSystemCommand.OpenPlanned("PROC-1", "BSC-1", "bead addition", "op-1"), "GMP-9.5.0");

    [Fact]
    [Proves("GMP-6.3c", Proof.Refuses)]
    public void An_integrity_check_that_is_overdue_or_older_than_a_repair_refuses_the_start()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.After(TimeSpan.FromMinutes(1)).Must(new ClosedSystemCommand.ReportRepair("PROC-1", "pump head replaced", "engineer-1"));
        Assert.Contains("GMP-6.3c", World.Rules(floor.Start("B-1", Enrichment, Closed)));

        floor.World.After(TimeSpan.FromMinutes(1)).Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-2", "pressure hold", "0.1", true, "engineer-1"));
        floor.Started("B-1", Enrichment, Closed);

        var late = new Floor().Batch("B-2").Kit("PROC-1", "B-2");
        late.World.After(TimeSpan.FromDays(31)).Must(new RoomCommand.RecordDisinfection("R-101", "D-2", "peracetic acid", TimeSpan.FromMinutes(10), "op-1"));
        Assert.Contains("GMP-6.3c", World.Rules(late.Live().Start("B-2", Enrichment, Closed)));
    }

    [Fact]
    [Proves("GMP-6.3d", Proof.Grants)]
    [Proves("GMP-6.3d", Proof.Refuses)]
    public void A_failed_integrity_check_holds_every_batch_since_the_last_pass_and_no_earlier_one()
    {
        var floor = Working().Batch("B-0");
        floor.World.After(TimeSpan.FromHours(1)).Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-2", "pressure hold", "0.1", true, "engineer-1"));
        Assert.Empty(floor.World.State<Batch>("B-1").Holds);

        floor.World.Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-3", "pressure hold", "9 mbar/min", false, "engineer-1"));

        Assert.Equal("GMP-6.3d", Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Rule);
        Assert.Empty(floor.World.State<Batch>("B-0").Holds);
    }

    [Fact]
    [Proves("GMP-9.9", Proof.Grants)]
    [Proves("GMP-9.9", Proof.Refuses)]
    public void A_kit_is_mounted_once_and_on_a_system_cleaned_of_the_batch_before()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1");
        floor.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-1", "B-1", "KIT-PROC-1-B-1", "op-1"), "GMP-9.9");
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-2", "B-2", "KIT-PROC-1-B-1", "op-1"), "GMP-9.9");
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-2", "B-2", "kit-proc-1-b-1", "op-1"), "GMP-9.9");
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-2", "B-2", "(21)KIT-PROC-1-B-1", "op-1"), "GMP-9.9");
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-2", "B-2", "^21KIT-PROC-1-B-1", "op-1"), "GMP-9.9");
        floor.World.Refused(new ClosedSystemCommand.MountKit("PROC-1", "B-2", "K-2", "op-1"), "GEN-4.1e");

        floor.World.Must(new ClosedSystemCommand.Clean("PROC-1", "isopropanol 70 %", "op-1", "ver-1"));
        floor.World.Must(new ClosedSystemCommand.MountKit("PROC-1", "B-2", "K-2", "op-1"));
    }

    [Fact]
    [Proves("GMP-9.5.1b", Proof.Grants)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void A_system_that_served_positive_material_takes_no_other_kit_before_it_was_cleaned_with_a_named_agent()
    {
        var floor = new Floor().Batch("P-1", PathogenStatus.Positive).Batch("B-1").Kit("PROC-1", "P-1");
        floor.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));
        var mount = new ClosedSystemCommand.MountKit("PROC-1", "B-1", "K-2", "op-1");

        floor.World.Refused(mount, "GMP-9.5.1b");
        floor.World.Refused(new ClosedSystemCommand.Clean("PROC-1", " ", "op-1", "ver-1"), "ORC-019");
        floor.World.Must(new ClosedSystemCommand.Clean("PROC-1", "sodium hypochlorite 0.5 %", "op-1", "ver-1"));
        floor.World.Must(mount);
    }

    [Fact]
    public void A_step_runs_only_on_a_kit_of_its_own_batch()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1");

        Assert.Equal(["GEN-4.1e"], World.Rules(floor.Start("B-2", Enrichment, Closed)));
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_breach_opens_the_step_holds_the_batch_and_closes_the_room()
    {
        var floor = Working();

        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak at the pump", floor.World.Now));

        Assert.Equal(Exposure.Open, floor.World.State<Batch>("B-1").Steps["enrichment"].Exposure);
        Assert.Equal(Exposure.Open, floor.World.State<Room>("R-101").Running["B-1/enrichment"].Exposure);
        Assert.Equal(HoldKind.Breach, Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Kind);
        Assert.Equal(RoomStatus.Held, floor.World.State<Room>("R-101").Status);
        floor.World.Refused(new RoomCommand.LiftHold("R-101", "breach/PROC-1/BR-1", "it is dry", "quality-1", "op-1"), "GMP-9.5.7a");
        floor.World.Refused(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "no product lost", "quality-1", "op-1"), "GMP-9.5.7a");
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Grants)]
    public void When_quality_decides_to_go_on_what_the_breach_held_is_let_go()
    {
        var floor = Breached();
        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "line clamped", "op-1"));
        floor.World.Refused(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "no product lost", "op-1", "op-2"), "GMP-9.5.7a");

        floor.World.MustBoth(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "no product lost", "quality-1", "op-1"), "quality-1", "op-1");

        Assert.Empty(floor.World.State<Batch>("B-1").Holds);
        Assert.Empty(floor.World.State<Room>("R-101").Holds);
        Assert.Equal(Exposure.Open, Closure(floor, "PROC-1").Exposure);
    }

    [Theory]
    [InlineData(-20, true)]
    [InlineData(-5, false)]
    [InlineData(0, false)]
    [InlineData(60, false)]
    [Proves("GMP-9.5.7a", Proof.Grants)]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_breach_found_late_holds_every_batch_that_was_in_the_system_since(int minutesAfterSecondKit, bool firstWasInIt)
    {
        var floor = Working().Ended("B-1", "enrichment");
        floor.World.After(TimeSpan.FromMinutes(10));
        floor.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));
        floor.World.Must(new ClosedSystemCommand.Clean("PROC-1", "isopropanol 70 %", "op-1", "ver-1"));
        floor.World.After(TimeSpan.FromMinutes(10));
        var second = floor.World.Now;
        floor.Batch("B-2").Kit("PROC-1", "B-2");
        floor.World.After(TimeSpan.FromMinutes(90));

        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "a crack in the housing", second.AddMinutes(minutesAfterSecondKit)));

        Assert.Equal(firstWasInIt, floor.World.State<Batch>("B-1").Holds.ContainsKey("breach/PROC-1/BR-1"));
        Assert.Equal(firstWasInIt ? Exposure.Open : Exposure.Closed, floor.World.State<Batch>("B-1").Steps["enrichment"].Exposure);
        Assert.Equal(StepStatus.Complete, floor.World.State<Batch>("B-1").Steps["enrichment"].Status);
        Assert.True(floor.World.State<Batch>("B-2").Holds.ContainsKey("breach/PROC-1/BR-1"));
        Assert.True(floor.World.State<Room>("R-101").Holds.ContainsKey("breach/PROC-1/BR-1"));
    }

    [Fact]
    public void A_breach_of_an_empty_system_closes_the_room_until_quality_has_decided()
    {
        var floor = new Floor();
        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "fell from its stand", floor.World.Now));
        Assert.Equal(RoomStatus.Held, floor.World.State<Room>("R-101").Status);

        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "taken out of use", "op-1"));
        floor.World.MustBoth(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "sound", "quality-1", "op-1"), "quality-1", "op-1");

        Assert.Empty(floor.World.State<Room>("R-101").Holds);
        Assert.Equal(ClosedSystemStatus.New, floor.World.State<ClosedSystem>("PROC-1").Status);
    }

    [Fact]
    public void A_second_breach_before_the_first_is_assessed_holds_too_and_has_its_own_measure()
    {
        var floor = Breached();
        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "line clamped", "op-1"));

        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-2", "the bag drips", floor.World.Now));

        Assert.Equal(ClosedSystemStatus.Breached, floor.World.State<ClosedSystem>("PROC-1").Status);
        Assert.Equal(["breach/PROC-1/BR-1", "breach/PROC-1/BR-2"], floor.World.State<Batch>("B-1").Holds.Keys);
        floor.World.Refused(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "no product lost", "quality-1", "op-1"), "GMP-9.5.7a");
        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "bag exchanged", "op-1"));
        Assert.Equal(["line clamped", "bag exchanged"], floor.World.State<ClosedSystem>("PROC-1").Breaches.Values.Select(breach => breach.Measure));

        floor.World.MustBoth(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Continue, "no product lost", "quality-1", "op-1"), "quality-1", "op-1");

        Assert.Empty(floor.World.State<Batch>("B-1").Holds);
        Assert.Empty(floor.World.State<Room>("R-101").Holds);
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_breach_hold_is_lifted_by_the_assessment_and_after_a_discarded_kit_by_quality()
    {
        var floor = Breached().Ended("B-1", "enrichment");
        var lift = new BatchCommand.LiftHold("B-1", "breach/PROC-1/BR-1", "the bag was never connected", "quality-1", "quality-2");
        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "line clamped", "op-1"));
        floor.World.As("quality-1").Refused(lift, "GMP-9.5.7a");

        floor.World.MustBoth(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Discard, "kit lost", "quality-1", "op-1"), "quality-1", "op-1");
        floor.World.MustBoth(lift);

        Assert.Empty(floor.World.State<Batch>("B-1").Holds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Proves("GMP-9.5.7b", Proof.Grants)]
    [Proves("GMP-9.5.7b", Proof.Refuses)]
    public void Who_may_not_stand_beside_open_work_is_held_with_a_breach(bool assessed)
    {
        var floor = new Floor(assessed ? null : SmallPlant.Document with { RiskAssessments = [] }).Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1").Kit("PROC-2", "B-2")
            .Started("B-1", Enrichment, Closed).Started("B-2", Enrichment, Floor.In("R-102") with { ClosedSystem = "PROC-2" });

        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak at the pump", floor.World.Now));

        Assert.Equal(assessed ? [] : ["GMP-9.5.7b"], floor.World.State<Batch>("B-2").Holds.Values.Select(hold => hold.Rule));
    }

    [Fact]
    [Proves("GEN-3a", Proof.Refuses)]
    public void A_breach_reopens_the_risk_assessments_of_its_product_and_area()
    {
        var floor = Working();
        Assert.Equal(ApprovalStatus.InForce, floor.World.State<RiskAssessment>("RA-1").Status);

        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak at the pump", floor.World.Now));

        Assert.Equal(ApprovalStatus.Reopened, floor.World.State<RiskAssessment>("RA-1").Status);
    }

    [Fact]
    public void A_discarded_kit_leaves_the_batch_held_and_the_system_to_be_cleaned()
    {
        var floor = Breached();
        floor.World.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "line clamped", "op-1"));
        floor.World.Refused(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Discard, "lost", "quality-1", "op-1"), "ORC-015");
        floor.Ended("B-1", "enrichment");

        floor.World.MustBoth(new ClosedSystemCommand.AssessBreach("PROC-1", "RA-9", BreachDecision.Discard, "lost", "quality-1", "op-1"), "quality-1", "op-1");

        Assert.NotEmpty(floor.World.State<Batch>("B-1").Holds);
        Assert.Equal((ClosedSystemStatus.Discarded, "B-1"), (floor.World.State<ClosedSystem>("PROC-1").Status, floor.World.State<ClosedSystem>("PROC-1").ToBeCleanedAfter));
    }

    [Fact]
    public void An_emergency_measure_that_is_not_recorded_in_time_raises_an_alert_once()
    {
        var floor = Breached();
        var due = Assert.Single(floor.World.State<ClosedSystem>("PROC-1").Clocks).Due;
        Assert.Equal(floor.World.Now + SmallPlant.Document.Parameters.BreachMeasureWithin, due);

        var decision = floor.World.At(due).Must(new WakeUp(new ActorId(ActorKind.ClosedSystem, "PROC-1"), "breach-measure/BR-1", due));

        Assert.IsType<ClosedSystemFact.EmergencyMeasureOverdue>(Assert.Single(decision.Facts).Fact);
        Assert.Empty(floor.World.State<ClosedSystem>("PROC-1").Clocks);
    }

    [Fact]
    public void The_table_of_closed_systems_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<ClosedSystemStatus, ClosedSystemCommand>((status, command) => ClosedSystemDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "ClosedSystem");

    private static Floor Working() => new Floor().Batch("B-1").Kit("PROC-1", "B-1").Started("B-1", Enrichment, Closed);

    private static Floor Breached()
    {
        var floor = Working();
        floor.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak at the pump", floor.World.Now));
        return floor;
    }

    private static EffectiveExposure Closure(Floor floor, string system)
    {
        EffectiveExposure? closure = null;
        floor.World.Play(desk => closure = ClosedSystemRules.Closure(desk, desk.Get<Plant>("plant").Site!, system));
        return closure!;
    }
}
