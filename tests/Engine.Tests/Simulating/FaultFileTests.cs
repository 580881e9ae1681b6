using Orchestrator.Simulation.Faults;
using Xunit;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>What goes wrong in a simulation is data: a file is read whole, or each mistake in it is told with its line in both languages.</summary>
public sealed class FaultFileTests
{
    private const string Head = "format: orchestrator-faults/1\nname: mine\nzh: 我的\nen: mine\nscenes: false\n";

    public static TheoryData<string> Names => [.. FaultProfile.BuiltinNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_profile_of_the_simulation_can_be_read_and_bears_its_own_name(string name) => Assert.Equal(name, FaultProfile.Builtin(name).Name);

    [Fact]
    public void Every_fault_stands_in_some_profile() =>
        Assert.Empty(Enum.GetValues<FaultKind>().Except(FaultProfile.BuiltinNames.SelectMany(name => FaultProfile.Builtin(name).Rates.Keys)));

    [Fact]
    public void The_table_has_a_row_for_every_fault_in_their_order() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultTable.Rows.Select(row => row.Kind));

    [Fact]
    public void A_rate_and_a_length_are_read_as_written()
    {
        var profile = FaultFile.Read("mine.yaml", $"{Head}faults:\n  freeze: {{ perMillion: 7, longest: PT3S }}\n").Document!;
        Assert.Equal(new FaultRate(7, TimeSpan.FromSeconds(3)), profile[FaultKind.Freeze]);
        Assert.Equal(default, profile[FaultKind.Crash]);
        Assert.False(profile.Provokes);
    }

    [Theory]
    [InlineData("faults:\n  crush: { perMillion: 1 }\n", 7, "crush")]
    [InlineData("faults:\n  crash: { perMillion: 1000001 }\n", 7, "1000001")]
    [InlineData("faults:\n  crash: { perMillion: some }\n", 7, "some")]
    [InlineData("faults:\n  crash: 12\n", 7, "perMillion")]
    [InlineData("faults:\n  crash: { perMillion: 1, longest: PT1S }\n", 7, "no length")]
    [InlineData("faults:\n  freeze: { perMillion: 1 }\n", 7, "longest")]
    [InlineData("faults:\n  freeze: { perMillion: 1, longest: 5s }\n", 7, "5s")]
    [InlineData("faults:\n  freeze: { perMillion: 1, longest: P2D }\n", 7, "P2D")]
    [InlineData("fault: {}\nfaults: {}\n", 6, "fault")]
    [InlineData("", 1, "faults")]
    [InlineData("faults: []\n", 6, "faults")]
    [InlineData("faults: {\n", 7, "YAML")]
    public void A_mistake_is_told_with_its_line(string rest, int line, string says)
    {
        var read = FaultFile.Read("mine.yaml", Head + rest);
        Assert.Null(read.Document);
        var finding = Assert.Single(read.Findings, finding => finding.En.Contains(says, StringComparison.Ordinal) || finding.Field.Contains(says, StringComparison.Ordinal));
        Assert.Equal(("mine.yaml", line), (finding.File, finding.Line));
        Assert.NotEmpty(finding.Zh);
        Assert.NotEqual(finding.Zh, finding.En);
        Assert.NotEmpty(finding.FixEn);
    }

    [Fact]
    public void A_file_of_another_kind_is_told_so()
    {
        var read = FaultFile.Read("plant.yaml", Head.Replace("orchestrator-faults/1", "orchestrator-plant/1", StringComparison.Ordinal) + "faults: {}\n");
        Assert.Equal("format", Assert.Single(read.Findings).Field);
    }
}
