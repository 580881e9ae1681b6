using Orchestrator.Domain.Identity;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>What a scanned code turns out to be.</summary>
public sealed class ContainerCodesTests
{
    [Theory]
    [InlineData("LBL-BAG-A", CodeMeaning.Container)]
    [InlineData("BAG-A", CodeMeaning.Container)]
    [InlineData("NOBODY", CodeMeaning.Unknown)]
    [InlineData("", CodeMeaning.Unreadable)]
    [InlineData("  ", CodeMeaning.Unreadable)]
    [InlineData("A\u0007B", CodeMeaning.Unreadable)]
    [InlineData("BUF-1", CodeMeaning.OtherKind)]
    [InlineData("R-101", CodeMeaning.OtherKind)]
    [InlineData("op-1", CodeMeaning.OtherKind)]
    [InlineData("DONOR-A", CodeMeaning.OtherKind)]
    [InlineData("COI-A", CodeMeaning.OtherKind)]
    [InlineData("(10)LOT-7", CodeMeaning.OtherKind)]
    public void A_code_is_a_container_or_says_why_not(string code, CodeMeaning expected)
    {
        var scene = Scene.WithTwoBatches().Lot("BUF-1", "BUFFER");
        CodeRead? read = null;

        scene.World.Play(desk => read = ContainerCodes.Resolve(desk, code));

        Assert.Equal(expected, read!.Meaning);
        Assert.Equal(expected == CodeMeaning.Container ? "BAG-A" : null, read.Container?.Id);
    }

    [Fact]
    public void A_code_longer_than_any_label_is_unreadable() => Assert.False(ContainerCodes.IsReadable(new string('A', ContainerCodes.LengthMax + 1)));
}
