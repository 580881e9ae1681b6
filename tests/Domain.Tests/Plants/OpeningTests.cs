using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>Proves that an opening balance brings in what was, where it really is, and wipes out nothing that the memory knows.</summary>
public sealed class OpeningTests
{
    private static readonly Evidence Paper = new("DOC-1", "op-1", "op-2");

    private static readonly RecipeDocument Flask = RecipeOf(
        "FLASK", Step("open", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet), Step("culture", StepClass.Culture, Exposure.Closed, Workplace.Incubator, "open"), Step("harvest", StepClass.NonCulture, Exposure.Closed, Workplace.Cabinet, "culture"));

    private readonly World _world = World.Of(SmallPlant.Document with { Materials = [new MaterialDefinition { Id = "SERUM", Name = "AB serum" }] }, Flask);

    private OpeningBalance Balance => new() { Plant = "SMALL", Document = "OB-1 v1", AsOf = _world.Now };

    [Fact]
    [Proves("GMP-6.3c", Proof.Refuses)]
    public void A_failed_check_is_not_wiped_out_by_an_older_pass()
    {
        _world.Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-2", "hold", "9 mbar", false, "engineer-1"));

        var refusal = Refused(Balance with { IntegrityChecks = [new PastCheck("closed-system/PROC-1", _world.Now.AddDays(-1), "hold", true, Paper)] }, "ORC-002");

        Assert.Equal("record-in-system", Assert.Single(refusal.Remedies).Code);
        Assert.NotNull(_world.State<ClosedSystem>("PROC-1").IntegrityFailedAt);
    }

    [Fact]
    [Proves("GMP-9.5.4c", Proof.Refuses)]
    public void A_room_that_has_been_worked_in_is_not_cleared_by_paper()
    {
        _world.Given<Room>("R-101", new RoomFact.MaterialEntered("B-1", "BAG-1", _world.Now));

        Refused(Balance with { Clearances = [new PastClearance("CL-OLD", "R-101", ClearanceScope.Changeover, _world.Now.AddDays(-1), Paper)] }, "ORC-002");
    }

    [Fact]
    public void What_was_before_comes_in_where_nobody_has_a_memory_yet()
    {
        Open(Balance with
        {
            IntegrityChecks = [new PastCheck("closed-system/PROC-1", _world.Now.AddDays(-1), "hold", true, Paper), new PastCheck("isolator/ISO-1", _world.Now.AddDays(-1), "leak", true, Paper)],
            Disinfections = [new PastDisinfection("room/R-101", _world.Now.AddDays(-1), "CY", "H2O2", Paper), new PastDisinfection("incubator/HONEY-1", _world.Now.AddDays(-1), "CY", "H2O2", Paper)],
            Clearances = [new PastClearance("CL-OLD", "R-101", ClearanceScope.Changeover, _world.Now.AddDays(-1), Paper)],
            MediaFills = [new PastMediaFill { Id = "MF-1", Line = "L-1", Shift = "day", Date = new DateOnly(2026, 1, 5), Result = MediaFillResult.Passed, Units = 1, Evidence = Paper }],
        });

        Assert.Equal(_world.Now.AddDays(-1), _world.State<ClosedSystem>("PROC-1").IntegrityPassedAt);
        Assert.Equal(_world.Now.AddDays(-1), _world.State<Room>("R-101").DisinfectedAt);
    }

    [Fact]
    [Proves("GMP-9.5.3g", Proof.Refuses)]
    public void Nothing_to_come_is_brought_in() =>
        Assert.Contains(World.Rules(Propose(Balance with { Disinfections = [new PastDisinfection("room/R-101", _world.Now.AddYears(10), "CY", "H2O2", Paper)] })), rule => rule == "ORC-022");

    [Fact]
    public void A_date_that_the_plant_file_does_not_share_is_not_dropped_in_silence()
    {
        Assert.Contains("ORC-022", World.Rules(Propose(Balance with { Qualifications = [new PastProof("room/R-101", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), Paper)] })));
        Assert.Contains("ORC-022", World.Rules(Propose(Balance with { Calibrations = [new PastProof("closed-system/PROC-1", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), Paper)] })));
        Assert.Empty(World.Rules(Propose(Balance with { Calibrations = [new PastProof("closed-system/PROC-1", new DateOnly(2026, 1, 1), new DateOnly(2030, 12, 31), Paper)] })));
    }

    [Fact]
    [Proves("GMP-5.1a", Proof.Refuses)]
    public void Two_people_of_whom_none_is_of_quality_bring_nothing_in()
    {
        _world.As("op-4").Must(new PlantCommand.ProposeOpening("OB-1", Balance));

        _world.As("op-5").Refused(new PlantCommand.ApproveOpening("OB-1"), "GMP-5.1a");
    }

    [Fact]
    [Proves("GEN-4.2.2c", Proof.Refuses)]
    [Proves("GEN-4.2.2c", Proof.Grants)]
    public void A_lot_comes_in_with_what_it_contains_and_is_judged_by_it()
    {
        var lot = new ReleasedLot("S-1", "SERUM", new DateOnly(2027, 1, 1), "CERT-1", null, null, Paper);
        Assert.Contains("ORC-022", World.Rules(Propose(Balance with { Lots = [lot] })));

        Open(Balance with { Lots = [lot with { Composition = [Composition.HumanSerumOrPlasma] }, lot with { Id = "M-1", Composition = [] }] });

        _world.Given<Batch>("B-1", new BatchFact.Created("CART-19", "FLASK@1", "COI-1", "D-1", BatchPurpose.Commercial, _world.Now));
        Assert.Contains("GEN-4.2.2c", Fit("S-1"));
        Assert.Empty(Fit("M-1"));
    }

    [Fact]
    [Proves("GMP-9.5.6b", Proof.Refuses)]
    public void A_vessel_stands_in_its_incubator_with_the_label_it_bears()
    {
        Open(UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1")));

        Assert.Equal(("V-OLD", "OLD"), (_world.State<Incubator>("HONEY-1").At("A").Vessels["HONEY-1/A1"].Container, _world.State<Incubator>("HONEY-1").At("A").Vessels["HONEY-1/A1"].Batch));
        Assert.Equal((new Location("INC-1", "HONEY-1/A1", "HONEY-1"), "PAPER-77"), (_world.State<Container>("V-OLD").Location, _world.State<Container>("V-OLD").Label));
        _world.Given<Room>("INC-1", new RoomFact.PersonEntered("op-1", _world.Now)).Given<Domain.People.Operator>("op-1", new Domain.People.OperatorFact.RoomEntered("INC-1", "AREA-G", null, Origin.Live, _world.Now));
        _world.Must(new IncubatorCommand.Unload("HONEY-1", "A", "HONEY-1/A1", "V-OLD", new FourScans("HONEY-1", "HONEY-1/A1", "PAPER-77", "COI-OLD"), "op-1"));
    }

    [Fact]
    [Proves("GMP-9.5.2a", Proof.Refuses)]
    public void A_room_that_nobody_has_cleared_since_is_still_the_batchs()
    {
        Open(UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1")));

        Assert.Equal("OLD", _world.State<Room>("R-101").Uncleared?.Batch);
        Assert.Contains("OLD", _world.State<Room>("R-101").Occupations.Keys);
    }

    [Fact]
    public void A_room_that_was_cleared_since_is_nobodys()
    {
        var balance = UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1"));

        Open(balance with { Clearances = [new PastClearance("CL-1", "R-101", ClearanceScope.Changeover, _world.Now.AddHours(-5), Paper)] });

        Assert.Equal(RoomStatus.Cleared, _world.State<Room>("R-101").Status);
    }

    [Fact]
    public void Only_what_still_waits_has_a_hold_clock()
    {
        Open(UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1")));

        Assert.Equal(["culture"], _world.State<Batch>("OLD").HoldClocks.Keys);
    }

    [Fact]
    [Proves("GMP-4.1.1", Proof.Grants)]
    public void What_becomes_known_late_of_the_donor_of_a_batch_under_way_reaches_it()
    {
        Open(UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1")));

        _world.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus("DM-OLD", PathogenStatus.Positive, ["HBV"], "LAB-9", "quality-1"));

        Assert.Equal(PathogenStatus.Positive, _world.State<Batch>("OLD").Pathogen);
        Assert.Equal(PathogenStatus.Positive, _world.State<Container>("V-OLD").Pathogen);
        Assert.NotEmpty(_world.State<Batch>("OLD").Holds);
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void A_kit_in_which_the_cells_of_the_balance_wait_is_present()
    {
        var balance = UnderWay(new VesselUnderWay("K-OLD", "kit", "PAPER-77", "PROC-1"));
        Open(balance with
        {
            Batches = [balance.Batches[0] with { Steps = [new StepUnderWay("open", "R-101", "PROC-1", _world.Now.AddHours(-8), _world.Now.AddHours(-6))] }],
            Clearances = [new PastClearance("CL-1", "R-101", ClearanceScope.Changeover, _world.Now.AddHours(-5), Paper)],
        });

        var waiting = new List<string>();
        _world.Play(desk => waiting = [.. ClosedSystemRules.WaitingIn(desk, desk.Get<Plant>("plant").Site!, "R-101").Select(kit => kit.Batch)]);
        Assert.Equal(["OLD"], waiting);
    }

    [Theory]
    [InlineData("ISO-1")]
    [InlineData("BSC-1")]
    [Proves("GMP-9.5.5d", Proof.Refuses)]
    public void A_step_that_runs_in_an_isolator_or_a_cabinet_has_it(string place)
    {
        var balance = UnderWay(new VesselUnderWay("V-OLD", "culture-bag", "PAPER-77", "HONEY-1/A1"));
        Open(balance with { Batches = [balance.Batches[0] with { Steps = [new StepUnderWay("open", "R-101", place, _world.Now.AddHours(-1), null)] }] });

        Assert.Equal("OLD", place == "ISO-1" ? _world.State<Isolator>(place).Batch : _world.State<Cabinet>(place).Batch);
        Assert.Equal(place, place == "ISO-1" ? _world.State<Batch>("OLD").Steps["open"].Isolator : _world.State<Batch>("OLD").Steps["open"].Cabinet);
        if (place == "ISO-1")
            _world.Refused(new IsolatorCommand.OpenPort("ISO-1", "OTHER", "op-1"), "GMP-9.5.5d");
    }

    [Theory]
    [InlineData("NOWHERE", "PAPER-77")]
    [InlineData("HONEY-1/A1", " ")]
    public void A_vessel_nowhere_or_without_its_label_is_not_brought_in(string at, string label) =>
        Assert.Contains("ORC-022", World.Rules(Propose(UnderWay(new VesselUnderWay("V-OLD", "culture-bag", label, at)))));

    private OpeningBalance UnderWay(VesselUnderWay vessel) => Balance with
    {
        Batches =
        [
            new BatchUnderWay
            {
                Id = "OLD", Product = "CART-19", Recipe = "FLASK", RecipeVersion = "1", Purpose = BatchPurpose.Commercial, ChainOfIdentity = "COI-OLD", DonorCode = "D-OLD", DonorMaterial = "DM-OLD", Pathogen = PathogenStatus.NegativeScreened, Evidence = Paper,
                Steps = [new StepUnderWay("open", "R-101", "BSC-1", _world.Now.AddHours(-8), _world.Now.AddHours(-6)), new StepUnderWay("culture", "INC-1", "HONEY-1", _world.Now.AddHours(-5), _world.Now.AddHours(-1))],
                Vessels = [vessel],
            },
        ],
    };

    private Decision Propose(OpeningBalance balance) => _world.As("op-4").Ask(new PlantCommand.ProposeOpening("OB-1", balance));

    private void Open(OpeningBalance balance)
    {
        _world.As("op-4").Must(new PlantCommand.ProposeOpening("OB-1", balance));
        _world.As("quality-1").Must(new PlantCommand.ApproveOpening("OB-1"));
        _world.As(null);
    }

    private Refusal Refused(OpeningBalance balance, string rule)
    {
        _world.As("op-4").Must(new PlantCommand.ProposeOpening("OB-1", balance));
        return _world.As("quality-1").Refused(new PlantCommand.ApproveOpening("OB-1"), rule);
    }

    private string[] Fit(string lot) => World.Rules(_world.Play(desk => desk.Check(MaterialRules.Fit(
        desk.Get<MaterialLot>(lot), new InputDefinition { Name = "s", Kind = InputKind.Reagent, What = "SERUM" }, desk.Get<Batch>("B-1"), desk.Get<Plant>("plant").Site!, desk.Now).OfType<Refusal>())));
}
