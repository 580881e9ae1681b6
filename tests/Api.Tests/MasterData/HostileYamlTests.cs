using System.Text;
using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Api.Tests.MasterData;

/// <summary>Hostile and malformed files get one clear finding with its place and leave no document; nothing throws.</summary>
public sealed class HostileYamlTests
{
    private static Finding Only(string text)
    {
        var reading = PlantFile.Read("evil.yaml", text);
        Assert.Null(reading.Document);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal("evil.yaml", finding.File);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.All(new[] { finding.Zh, finding.En, finding.FixZh, finding.FixEn }, Assert.NotEmpty);
        return finding;
    }

    [Fact]
    public void An_alias_bomb_stops_at_its_first_anchor()
    {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (var letter = 'b'; letter <= 'i'; letter++)
            bomb.AppendLine($"{letter}: &{letter} [{string.Join(", ", Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]");

        Assert.Equal((1, "Anchors (&) and aliases (*) are not accepted."), (Only(bomb.ToString()).Line, Only(bomb.ToString()).En));
    }

    [Fact]
    public void An_alias_without_an_anchor_is_refused_in_its_line() => Assert.Equal(2, Only("id: SH-01\nname: *other\n").Line);

    [Theory]
    [InlineData("id: !!python/object/apply:os.system [rm]\n")]
    [InlineData("id: !<tag:yaml.org,2002:int> 3\n")]
    public void A_tag_is_refused(string text) => Assert.Equal("Tags (!) are not accepted.", Only(text).En);

    [Fact]
    public void A_file_of_two_megabytes_is_refused_before_it_is_parsed() =>
        Assert.Contains("2097152 characters", Only(new string('#', 2 << 20)).En, StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void Deep_nesting_is_refused_at_its_seventeenth_level(string open) =>
        Assert.Contains("deeper than 16", Only("x: " + string.Concat(Enumerable.Repeat(open, 20_000)) + "\n").En, StringComparison.Ordinal);

    [Fact]
    public void A_list_of_a_hundred_thousand_entries_is_refused() =>
        Assert.Contains("50000 nodes", Only("rooms: [" + string.Concat(Enumerable.Repeat("1,", 100_000)) + "]").En, StringComparison.Ordinal);

    [Fact]
    public void A_field_given_twice_names_both_lines()
    {
        var finding = Only("format: orchestrator-plant/1\nid: SH-01\nid: SH-02\n");

        Assert.Equal((3, 1, "id"), (finding.Line, finding.Column, finding.Field));
        Assert.Equal("The field \"id\" is there twice (first in line 2).", finding.En);
    }

    [Fact]
    public void A_tab_in_the_indentation_says_spaces_only()
    {
        var finding = Only("parameters:\n\treading-age-max: PT5M\n");

        Assert.Equal(2, finding.Line);
        Assert.Contains("never tabs", finding.FixEn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("- a list\n")]
    [InlineData("just text")]
    [InlineData("a: b\n---\nc: d\n")]
    [InlineData("? [complex, key]\n: value\n")]
    [InlineData("a: 'unclosed\n")]
    [InlineData("%YAML 9.9\n---\na: b\n")]
    [InlineData("a: \u0001\n")]
    public void What_is_no_plain_map_is_refused(string text) => Only(text);

    [Fact]
    public void Random_bytes_and_random_damage_never_throw()
    {
        var random = new Random(20260302);
        var good = Examples.Text("plant.yaml");
        for (var round = 0; round < 60; round++)
        {
            var noise = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0x3000))]);
            var at = random.Next(good.Length);
            var damaged = good[..at] + noise + good[Math.Min(good.Length, at + random.Next(40))..];

            Assert.NotNull(PlantFile.Read("noise.yaml", noise).Findings.FirstOrDefault());
            Assert.False(PlantFile.Read("damaged.yaml", damaged).Findings.IsDefault);
        }
    }

    [Theory]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: b\n")]
    [InlineData("x")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("{")]
    [InlineData("a,")]
    [InlineData(": ")]
    [InlineData("#\n")]
    [InlineData("%A\n")]
    [InlineData("|\n ")]
    [InlineData("\n")]
    [InlineData("&a ")]
    [InlineData("---\n")]
    public void A_megabyte_of_one_thing_is_an_error_and_not_a_burden(string piece) =>
        Assert.Null(PlantFile.Read("long.yaml", string.Concat(Enumerable.Repeat(piece, YamlTree.LengthMax / piece.Length))).Document);
}
