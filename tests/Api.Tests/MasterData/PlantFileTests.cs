using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Api.Tests.MasterData;

/// <summary>A wrong plant file is told file, line, field and fix; one that lacks a figure is told what will be refused.</summary>
public sealed class PlantFileTests
{
    private static readonly string Good = Examples.Text("plant.yaml");

    /// <summary>The findings of the example plant after one change of its text, with the line the change stands in.</summary>
    private static (FileReading<PlantDocument> Reading, int Line) Changed(string from, string to)
    {
        var at = Good.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, from);
        return (PlantFile.Read("plant.yaml", Good[..at] + to + Good[(at + from.Length)..]), Good[..at].Count(letter => letter == '\n') + 1);
    }

    [Theory]
    [InlineData("use: processing", "use: procesing", "rooms[0].use", "\"procesing\" is not one of the choices.")]
    [InlineData("grade: C", "grade: E", "rooms[0].grade", "\"E\" is not one of the choices.")]
    [InlineData("reading-age-max: PT10M", "reading-age-max: 10 minutes", "parameters.reading-age-max", "\"10 minutes\" is not a length of time.")]
    [InlineData("reading-age-max: PT10M", "reading-age-max: P1Y", "parameters.reading-age-max", "\"P1Y\" is not a length of time.")]
    [InlineData("qualified-until: 2026-12-31", "qualified-until: 31.12.2026", "rooms[0].qualified-until", "\"31.12.2026\" is not a date.")]
    [InlineData("negative-pressure-min: 10", "negative-pressure-min: ten", "parameters.negative-pressure-min", "\"ten\" is not a number.")]
    [InlineData("initial-media-fills: 3", "initial-media-fills: -3", "parameters.initial-media-fills", "\"-3\" is not a whole number from 0 to 1000000.")]
    [InlineData("honeycomb: true", "honeycomb: yes", "incubators[0].honeycomb", "\"yes\" is neither true nor false.")]
    [InlineData("of: area/GEN", "of: GEN", "sensors[0].of", "\"GEN\" is not an address.")]
    [InlineData("id: R-101", "id: R 101", "rooms[0].id", "\"R 101\" is not a valid id.")]
    [InlineData("name: Shanghai plant 1", "name: [a, b]", "name", "A single value belongs here.")]
    [InlineData("air-handling-units: [AHU-1]", "air-handling-units: AHU-1", "areas[0].air-handling-units", "A list belongs here.")]
    public void A_wrong_value_is_named_with_line_field_and_fix(string from, string to, string field, string message)
    {
        var (reading, line) = Changed(from, to);
        var finding = Assert.Single(reading.Findings);

        Assert.Null(reading.Document);
        Assert.Equal(("plant.yaml", line, field, message), (finding.File, finding.Line, finding.Field, finding.En));
        Assert.NotEmpty(finding.FixEn);
        Assert.NotEmpty(finding.FixZh);
    }

    [Fact]
    public void An_id_that_is_used_twice_is_told_before_everything_that_no_longer_finds_what_it_refers_to()
    {
        var (reading, line) = Changed("id: R-102\n", "id: R-101\n");

        Assert.Equal((line, "rooms[1].id"), (reading.Findings[0].Line, reading.Findings[0].Field));
        Assert.Contains(reading.Findings, finding => finding.En == "There is no room called \"R-102\"." && finding.Line < line);
    }

    [Fact]
    public void Of_a_file_of_another_kind_only_that_is_told()
    {
        var recipe = Assert.Single(PlantFile.Read("recipe.yaml", Examples.Text("car-t-closed.yaml")).Findings);
        var plant = Assert.Single(RecipeFile.Read("plant.yaml", Examples.Text("plant.yaml")).Findings);
        var newer = Assert.Single(Changed("orchestrator-plant/1", "orchestrator-plant/2").Reading.Findings);

        Assert.Equal(("format", "This is a recipe, not a plant file.", "Give it as a recipe, or give a plant file instead."), (recipe.Field, recipe.En, recipe.FixEn));
        Assert.Equal(("This is a plant file, not a recipe.", "这是工厂文件，不是工艺规程。"), (plant.En, plant.Zh));
        Assert.Equal("\"orchestrator-plant/2\" is not orchestrator-plant/1.", newer.En);
    }

    [Fact]
    public void An_unknown_field_is_named_with_the_nearest_known_one()
    {
        var (reading, line) = Changed("clearance-validity:", "clearence-validity:");
        var finding = Assert.Single(reading.Findings);

        Assert.Equal((line, "parameters.clearence-validity"), (finding.Line, finding.Field));
        Assert.StartsWith("The nearest is \"clearance-validity\"", finding.FixEn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_required_field_is_named_with_what_it_should_be()
    {
        var finding = Assert.Single(Changed("time-zone: Asia/Shanghai\n", "").Reading.Findings);

        Assert.Equal(("time-zone", "\"time-zone\" is missing."), (finding.Field, finding.En));
    }

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var reading = PlantFile.Read("plant.yaml", Good.Replace("use: processing", "use: works", StringComparison.Ordinal));

        Assert.Equal(5, reading.Findings.Length);
    }

    [Theory]
    [InlineData("area: GEN", "area: GENERAL", "rooms[0].area")]
    [InlineData("{id: CP-01, type: cell-processor, room: R-101", "{id: CP-01, type: cell-processor, room: R-999", "closed-systems[0].room")]
    [InlineData("shift: DAY", "shift: LATE", "people[0].shift")]
    [InlineData("{from: ST-1, to: R-101", "{from: ST-9, to: R-101", "areas[0].routes[0]")]
    [InlineData("id: R-102", "id: R-101", "rooms[1].id")]
    [InlineData("of: room/R-101, against: COR-1", "of: room/R-107, against: COR-1", "sensors[2].of")]
    public void A_reference_to_nothing_and_an_id_used_twice_are_errors_in_their_line(string from, string to, string field)
    {
        var (reading, line) = Changed(from, to);

        Assert.Null(reading.Document);
        Assert.Contains(reading.Findings, finding => finding.Field == field && finding.Line == line && finding.Severity == FindingSeverity.Error);
    }

    [Theory]
    [InlineData("air-handling-units: [AHU-2]", "air-handling-units: [AHU-1]", FindingSeverity.Error, "GMP-6.2c")]
    [InlineData("personnel-airlocks: [PAL-2, PAL-2X]", "personnel-airlocks: [PAL-1]", FindingSeverity.Error, "GMP-13.5")]
    [InlineData("exhaust: ducted", "exhaust: into-room", FindingSeverity.Error, "GMP-9.5.5b")]
    [InlineData("recirculates: false", "recirculates: true", FindingSeverity.Error, "GMP-9.5.5c")]
    [InlineData("can-be-disinfected: true", "can-be-disinfected: false", FindingSeverity.WillRefuse, "GMP-9.5.6e")]
    [InlineData("honeycomb: true", "honeycomb: false", FindingSeverity.Error, "GMP-9.5.6c")]
    [InlineData("closure-validation: VR-2025-031, ", "", FindingSeverity.WillRefuse, "GMP-13.7a")]
    [InlineData("    qualified-until: 2026-12-31\n", "", FindingSeverity.WillRefuse, "GMP-6.4.0")]
    [InlineData("biosafety: 2026-12-31, ", "", FindingSeverity.WillRefuse, "GMP-5.2a")]
    [InlineData(", pathogen: 2026-12-31", "", FindingSeverity.WillRefuse, "GMP-5.2c")]
    [InlineData("    shift: DAY\n", "", FindingSeverity.WillRefuse, "GMP-9.2.5b")]
    [InlineData("    aseptic-until: 2026-12-31\n", "", FindingSeverity.WillRefuse, "GEN-4.1c")]
    [InlineData("  - {id: DP-201, quantity: pressure-difference, unit: Pa, of: room/R-201, against: COR-2, low: -30, high: -10, calibrated-until: 2026-09-30}\n", "", FindingSeverity.WillRefuse, "GMP-6.2d")]
    [InlineData("  - {id: PC-101, quantity: particles, unit: \"/m3\", of: room/R-101, low: 0, high: 3520000, calibrated-until: 2026-09-30}\n", "", FindingSeverity.WillRefuse, "GMP-6.4.0")]
    [InlineData("    lines-max: {count: 2, report: VR-2025-011}\n", "", FindingSeverity.Note, "GMP-9.3.2a")]
    public void What_the_law_will_not_accept_is_said_before_it_refuses(string from, string to, FindingSeverity severity, string rule)
    {
        var (reading, _) = Changed(from, to);

        Assert.Contains(reading.Findings, finding => finding.Severity == severity && finding.Rules.Contains(rule) && finding.Line > 0);
    }

    [Fact]
    public void Every_site_parameter_left_out_is_reported_as_what_it_will_refuse_with_its_rules()
    {
        var lines = Good.Split('\n');
        var from = Array.IndexOf(lines, "parameters:") + 1;
        var to = Array.IndexOf(lines, "areas:") - 1;
        for (var at = from; at < to; at++)
        {
            var name = lines[at].Trim().Split(':')[0];
            var reading = PlantFile.Read("plant.yaml", string.Join('\n', lines.Where((_, line) => line != at)));

            var finding = Assert.Single(reading.Findings);
            Assert.NotNull(reading.Document);
            Assert.Equal((FindingSeverity.WillRefuse, $"parameters.{name}"), (finding.Severity, finding.Field));
            Assert.NotEmpty(finding.Rules);
        }

        Assert.Equal(typeof(SiteParameters).GetProperties().Length, to - from);
    }
}
