using System.Text.Json;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Engine.Tests.Golden;

/// <summary>
/// What is stored is a contract: one golden file per fact version, written as the journal writes it, decoded by every
/// future build. <c>ORCHESTRATOR_APPROVE=1</c> writes the files anew; a changed one needs a new version of its fact as soon
/// as a plant's journal may hold the old.
/// </summary>
public sealed class GoldenFactTests
{
    private static readonly JsonSerializerOptions Readable = new(TurnCodec.Json) { WriteIndented = true, NewLine = "\n" };

    public static TheoryData<string> Names => [.. TurnCodec.FactNameList.Order(StringComparer.Ordinal)];

    /// <summary>The files in the tree, also those whose fact no code writes any more.</summary>
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fact_is_written_as_its_golden_file_shows(string name)
    {
        Assert.True(ActorId.TryParse($"{name[..name.IndexOf('.', StringComparison.Ordinal)]}/key-1", out var actor));
        var written = Encode(new Written(actor, (Fact)Specimen.Of(TypeOf(name))));
        var file = Path.Combine(Folder(), $"{name}.json");
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(file, written);

        Assert.True(File.Exists(file), $"{name} has no golden file; ORCHESTRATOR_APPROVE=1 writes it");
        Assert.Equal(Golden(name), written);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_golden_file_is_read_back_without_loss(string name)
    {
        var read = JsonSerializer.Deserialize<Written>(Golden(name), TurnCodec.Json);

        Assert.Equal(name, TurnCodec.NameOf(read.Fact));
        Assert.Equal(Golden(name), Encode(read));
    }

    [Fact]
    public void A_member_nobody_knows_is_not_read_over()
    {
        var strange = Golden("room.reserved.v1").Replace("\"data\": {", "\"data\": { \"colour\": \"red\",", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Written>(strange, TurnCodec.Json));
    }

    [Fact]
    public void A_fact_nobody_knows_is_not_read_over()
    {
        var strange = Golden("room.reserved.v1").Replace("room.reserved.v1", "room.painted.v1", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Written>(strange, TurnCodec.Json));
    }

    private static string Encode(Written written) => JsonSerializer.Serialize(written, Readable) + "\n";

    private static Type TypeOf(string name) => typeof(Fact).Assembly.GetTypes()
        .Single(type => type.GetCustomAttributes(typeof(FactNameAttribute), inherit: false).OfType<FactNameAttribute>().Any(attribute => attribute.Name == name));

    private static string Golden(string name) => File.ReadAllText(Path.Combine(Folder(), $"{name}.json")).Replace("\r", "", StringComparison.Ordinal);

    internal static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Orchestrator.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        return Path.Combine(root.FullName, "tests", "Engine.Tests", "Golden");
    }
}
