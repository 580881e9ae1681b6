using System.IO.Compression;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.Evidence;
using Orchestrator.Simulation.Run;
using Xunit;
using Record = Orchestrator.Engine.Tests.Evidence.Record;

namespace Orchestrator.Engine.Tests.Golden;

/// <summary>
/// What the law has ruled it rules again, word for word, for as long as its edition has the same name: a day of a plant for each
/// edition, as that edition recorded it. A law that rules otherwise, or on other grounds, has another name;
/// <c>ORCHESTRATOR_APPROVE=1</c> then records its day, and never writes over one that is there.
/// </summary>
public sealed class GoldenRecordTests
{
    public static TheoryData<string> Editions => [.. Directory.GetFiles(GoldenFactTests.Folder(), "law-*.zip.gz").Select(file => Path.GetFileName(file)["law-".Length..^".zip.gz".Length]).Append(LawEdition.Current).Distinct()];

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task What_an_edition_of_the_law_ruled_is_still_readable_and_still_ruled_under_its_name(string edition)
    {
        var kept = Path.Combine(GoldenFactTests.Folder(), $"law-{edition}.zip.gz");
        using var record = new Record();
        if (!File.Exists(kept) && Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            await Pack(await record.Archive(Record.Simulation.Journal, SimulatedPlant.Id, name: "new.zip"), kept);
        Assert.True(File.Exists(kept), $"the law's edition {edition} has no recorded day; ORCHESTRATOR_APPROVE=1 records it");
        var archive = record.In("kept.zip");
        await using (var packed = new GZipStream(File.OpenRead(kept), CompressionMode.Decompress))
        await using (var plain = File.Create(archive))
            await packed.CopyToAsync(plain);

        var verdict = ArchiveVerifier.Verify(archive, null, PlantLaw.Decide);

        Assert.Empty(verdict.Findings);
        Assert.True(verdict.Turns > 300, $"{verdict.Turns} turns");
        Assert.Equal(edition == LawEdition.Current ? (verdict.Turns, 0L) : (0L, verdict.Turns), (verdict.Redecided ?? 0L, verdict.OtherEditions));
    }

    private static async Task Pack(string archive, string to)
    {
        await using var plain = File.OpenRead(archive);
        await using var packed = new GZipStream(File.Create(to), CompressionLevel.SmallestSize);
        await plain.CopyToAsync(packed);
    }
}
