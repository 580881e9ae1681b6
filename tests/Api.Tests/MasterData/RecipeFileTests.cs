using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Xunit;

namespace Orchestrator.Api.Tests.MasterData;

/// <summary>A recipe that could not be made, or not lawfully, is told so with line, field, rule and fix.</summary>
public sealed class RecipeFileTests
{
    private static readonly PlantDocument Plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;

    private static FileReading<RecipeDocument> Changed(string file, string from, string to)
    {
        var good = Examples.Text(file);
        var at = good.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, from);
        return RecipeFile.Read(file, good[..at] + to + good[(at + from.Length)..], Plant);
    }

    [Theory]
    [InlineData("after: [enrichment]", "after: [enrichment, harvest]", "comes after itself", null)]
    [InlineData("after: [enrichment]", "after: [enrich]", "There is no step \"enrich\"", null)]
    [InlineData("duration-planned: PT4H", "duration-planned: PT9H", "0 < min", "CMC-5.1.3a")]
    [InlineData("duration-min: PT3H", "duration-min: PT0S", "0 < min", "CMC-5.1.3a")]
    [InlineData("    workplace: closed-system\n    unattended-phases: [temperature and CO2 control]", "    roles: {operator: 1}\n    workplace: closed-system", "is unattended", "GMP-9.5.4b")]
    [InlineData("exposure: closed", "exposure: open", "has no justification", "GMP-6.3a")]
    [InlineData("exposure: closed", "exposure: open", "needs grade A in B", "GMP-6.4.1.1")]
    [InlineData("exposure: closed", "exposure: closed-puncture", "needs grade A in C", "GMP-6.4.2.1")]
    [InlineData("    roles: {operator: 1, verifier: 1}\n", "", "Nobody works", "GMP-9.5.4e")]
    [InlineData("    harvest: true\n", "", "No step is the harvest", "CMC-5.1a")]
    [InlineData("what: LV-CD19", "what: TRANSACT", "does not carry the construct", "GMP-13.3")]
    [InlineData("what: CD4-BEADS", "what: CD4-PEARLS", "no material \"CD4-PEARLS\"", null)]
    [InlineData("{name: cells, kind: intermediate, what: culture-chamber}", "{name: cells, kind: intermediate, what: flask}", "No earlier step makes a \"flask\"", "GMP-9.7.3a")]
    [InlineData("{name: leukapheresis, kind: donor-material, what: leukapheresis-bag}\n", "{name: x, kind: reagent, what: BUFFER}\n", "No step takes donor material", "GMP-13.2")]
    [InlineData("product: CART-19", "product: CART-BCMA", "no product \"CART-BCMA\"", "GMP-3.1a")]
    public void A_recipe_that_cannot_stand_is_an_error(string from, string to, string message, string? rule)
    {
        var reading = Changed("car-t-closed.yaml", from, to);

        Assert.Null(reading.Document);
        Assert.Contains(reading.Findings, finding =>
            finding.Severity == FindingSeverity.Error && finding.Line > 0 && finding.En.Contains(message, StringComparison.Ordinal) && (rule is null || finding.Rules.Contains(rule)));
    }

    [Theory]
    [InlineData("process-validation: PV-2025-003\n", "", "GMP-9.3.0")]
    [InlineData("equipment-types: [cell-processor]", "equipment-types: [bioreactor]", "GMP-6.4.0")]
    [InlineData("operation: enrichment", "operation: enrichment-by-hand", "GMP-5.2a")]
    [InlineData("stage: isolation", "stage: selection", "CMC-5.3b")]
    [InlineData("    hold-after: {max: PT4H, condition: in the chamber at 20 Cel, study: STB-201}\n", "", "GEN-4.3b")]
    public void What_will_be_refused_or_counts_as_one_is_said_and_the_recipe_stands(string from, string to, string rule)
    {
        var reading = Changed("car-t-closed.yaml", from, to);

        Assert.NotNull(reading.Document);
        Assert.Contains(reading.Findings, finding => finding.Rules.Contains(rule) && finding.Severity != FindingSeverity.Error);
    }

    [Fact]
    public void An_exposed_operation_that_no_line_simulates_will_be_refused() =>
        Assert.Contains(Changed("car-t-open.yaml", "operation: medium-change", "operation: medium-swap").Findings, finding => finding.Rules.Contains("GMP-9.2.1"));
}
