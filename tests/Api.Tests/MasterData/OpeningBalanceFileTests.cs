using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Api.Tests.MasterData;

/// <summary>An opening balance brings in what documents prove, under two names, and says what stays unproven.</summary>
public sealed class OpeningBalanceFileTests
{
    private static readonly PlantDocument Plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;

    private static FileReading<OpeningBalance> Read(string text) =>
        OpeningBalanceFile.Read("opening.yaml", text, Plant, RecipeFile.Read("car-t-closed.yaml", Examples.Text("car-t-closed.yaml"), Plant).Document!);

    private static FileReading<OpeningBalance> Changed(string from, string to)
    {
        var good = Examples.Text("opening-balance.yaml");
        Assert.Contains(from, good, StringComparison.Ordinal);
        return Read(good.Replace(from, to, StringComparison.Ordinal));
    }

    private const string UnderWay = """

        batches:
          - id: B-2599
            product: CART-19
            recipe: car-t-closed
            recipe-version: "1.0"
            purpose: commercial
            chain-of-identity: COI-2599
            donor-code: D-2599
            donor-material: DM-2599
            pathogen: negative-screened
            steps:
              - {step: enrichment, room: R-103, system: CP-06, started-at: 2026-02-28T08:00+08:00, ended-at: 2026-02-28T12:00+08:00}
              - {step: activation, room: R-103, system: CP-06, started-at: 2026-02-28T13:00+08:00, ended-at: 2026-02-28T13:45+08:00}
              - {step: activation-culture, room: R-103, system: CP-06, started-at: 2026-02-28T14:10+08:00}
            vessels:
              - {container: B-2599-CULTURE-CHAMBER, kind: culture-chamber, label: LBL-2599-1, at: CP-06}
            document: BPR-2599
            entered-by: PL-01
            verified-by: QA-01
        """;

    [Fact]
    public void A_batch_under_way_comes_in_with_its_steps_and_vessels()
    {
        var reading = Read(Examples.Text("opening-balance.yaml") + UnderWay);

        Assert.Equal([], reading.Findings.Select(finding => finding.En));
        var batch = Assert.Single(reading.Document!.Batches);
        Assert.Equal(["enrichment", "activation", "activation-culture"], batch.Steps.Select(step => step.Step));
        Assert.Null(batch.Steps[2].EndedAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero), batch.Steps[0].StartedAt);
    }

    [Fact]
    public void A_step_whose_earlier_step_is_not_complete_is_an_error()
    {
        var reading = Read(Examples.Text("opening-balance.yaml") + UnderWay.Replace(", ended-at: 2026-02-28T12:00+08:00", "", StringComparison.Ordinal));

        Assert.Contains(reading.Findings, finding => finding.Rules.Contains("ORC-014") && finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void The_same_person_entering_and_verifying_is_an_error_in_every_entry() =>
        Assert.All(Changed("verified-by: QA-01", "verified-by: PL-01").Findings, finding => Assert.Equal((FindingSeverity.Error, "GMP-9.7.3b"), (finding.Severity, finding.Rules[0])));

    [Fact]
    public void Something_newer_than_the_balance_is_an_error() =>
        Assert.Contains(Changed("as-of: 2026-03-01T18:00+08:00", "as-of: 2026-03-01T14:30+08:00").Findings, finding => finding.Field.StartsWith("clearances[", StringComparison.Ordinal));

    [Fact]
    public void A_shift_without_a_current_media_fill_of_a_line_is_named()
    {
        var finding = Assert.Single(Changed("line: L2, shift: NIGHT, date: 2025-09-10", "line: L2, shift: NIGHT, date: 2025-08-31").Findings);

        Assert.Equal((FindingSeverity.WillRefuse, "GMP-9.2.5b"), (finding.Severity, finding.Rules[0]));
        Assert.Contains("NIGHT", finding.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_initial_media_fill_leaves_the_line_unvalidated() =>
        Assert.Contains(Changed("date: 2025-07-07, result: passed", "date: 2025-07-07, result: failed").Findings, finding => finding.Rules.Contains("GMP-9.2.5a"));

    [Fact]
    public void A_time_without_an_offset_is_refused() =>
        Assert.Contains(Changed("as-of: 2026-03-01T18:00+08:00", "as-of: 2026-03-01T18:00").Findings, finding => finding.En.Contains("not an instant with an offset", StringComparison.Ordinal));
}
