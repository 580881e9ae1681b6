using System.Net;
using Orchestrator.Host;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The server is started with what it needs, or says in the person's language what is wrong and how it is said right.</summary>
public sealed class ServeOptionsTests
{
    [Fact]
    public void A_plant_a_folder_and_tokens_are_enough()
    {
        var options = Read("--plant", "P", "--data", "d", "--tokens=t.json");

        Assert.Equal(("P", "d", "t.json", 7410, 7411, IPAddress.Loopback, (string?)null), (options.Plant, options.Data, options.Tokens, options.GrpcPort, options.WebPort, options.Address, options.Journal));
    }

    [Fact]
    public void With_a_journal_elsewhere_no_folder_is_needed_unless_a_demonstrations_clock_is_kept_there()
    {
        Assert.Null(Read("--plant", "P", "--journal", "postgres://u@h/d", "--tokens", "t").Data);
        Assert.StartsWith("--data: is needed", Wrong("--plant", "P", "--journal", "postgres://u@h/d", "--tokens", "t", "--demo", "2026-03-01T18:00+08:00"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--plant: needs a value", "--plant")]
    [InlineData("--plan: is not an option", "--plan", "P")]
    [InlineData("--plant: is given twice", "--plant", "P", "--plant", "Q")]
    [InlineData("--plant, --data, --tokens: are needed")]
    [InlineData("--data, --tokens: are needed", "--plant", "P")]
    [InlineData("--plant, --tokens: are needed", "--journal", "postgres://u@h/d")]
    [InlineData("--tokens: is needed", "--plant", "P", "--data", "d")]
    [InlineData("--plant: give an id of 1 to 32 letters", "--plant", "SH 02/..", "--data", "d", "--tokens", "t")]
    [InlineData("--grpc-port: a number", "--plant", "P", "--data", "d", "--tokens", "t", "--grpc-port", "70000")]
    [InlineData("--address: an IP address", "--plant", "P", "--data", "d", "--tokens", "t", "--address", "nonsense")]
    [InlineData("--demo: an instant with its offset", "--plant", "P", "--data", "d", "--tokens", "t", "--demo", "2026-03-01")]
    [InlineData("--journal: an address postgres://", "--plant", "P", "--tokens", "t", "--journal", "mysql://h/d")]
    public void What_is_wrong_is_named_and_the_help_follows(string expected, params string[] arguments)
    {
        Assert.StartsWith(expected, Wrong(arguments), StringComparison.Ordinal);
        Assert.Contains("orchestrator serve --plant", Wrong(arguments), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh", "--plant: 后面缺少值")]
    [InlineData("en", "--plant: needs a value")]
    public void It_speaks_the_language_asked_for(string language, string expected)
    {
        var rest = Speech.Choose(["--lang", language, "--plant"]);

        Assert.StartsWith(expected, Assert.Throws<UsageException>(() => ServeOptions.Read(rest)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_that_it_does_not_speak_is_told() =>
        Assert.Equal("--lang: zh or en", Assert.Throws<UsageException>(() => Speech.Choose(["--lang", "fr"])).Message);

    private static ServeOptions Read(params string[] arguments) => ServeOptions.Read(Speech.Choose([.. arguments, "--lang", "en"]));

    private static string Wrong(params string[] arguments) => Assert.Throws<UsageException>(() => Read(arguments)).Message;
}
