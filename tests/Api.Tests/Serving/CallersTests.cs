using Orchestrator.Api.Doors;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A token file that does not say who may call is turned down with every entry named, never half believed.</summary>
public sealed class CallersTests
{
    private static readonly string Hash = Callers.HashOf("open-sesame");

    [Fact]
    public void A_caller_is_found_by_the_token_alone_whatever_case_its_hash_is_written_in()
    {
        var callers = Callers.Read($$"""[{"name":"li.na","sha256":"{{Hash.ToUpperInvariant()}}","roles":["engineer","mes"],"person":"EN-01"}]""");

        Assert.Equal(("li.na", "EN-01"), (callers.Find("open-sesame")!.Name, callers.Find("open-sesame")!.Person));
        Assert.Null(callers.Find("sesame"));
    }

    [Theory]
    [InlineData("""[{"name":"a","sha256":"HASH","roles":["boss"]}]""", "a has the role \"boss\"; there are mes, equipment, supervisor, quality, engineer, demo")]
    [InlineData("""[{"name":"a","sha256":"abc","roles":["mes"]}]""", "a needs as sha256 the 64 hexadecimal digits")]
    [InlineData("""[{"name":"a","roles":["mes"]}]""", "a needs as sha256 the 64 hexadecimal digits")]
    [InlineData("""[{"name":"a","sha256":"HASH"}]""", "a has no roles")]
    [InlineData("""[{"sha256":"HASH","roles":["mes"]}]""", "entry 1 has no name")]
    [InlineData("""[null]""", "entry 1 has no name")]
    [InlineData("""[{"name":"a","sha256":"HASH","roles":["mes"],"persn":"OP-01"}]""", "persn")]
    [InlineData("""[{"name":"a","sha256":"HASH","roles":["mes"]},{"name":"a","sha256":"OTHER","roles":["mes"]}]""", "a stands there twice")]
    [InlineData("""[{"name":"a","sha256":"HASH","roles":["mes"]},{"name":"b","sha256":"HASH","roles":["mes"]}]""", "b has the token of another entry")]
    [InlineData("""{"name":"a"}""", "must be a list")]
    public void What_is_wrong_with_a_token_file_is_said_of_the_entry(string json, string expected)
    {
        var text = json.Replace("HASH", Hash, StringComparison.Ordinal).Replace("OTHER", Callers.HashOf("other"), StringComparison.Ordinal);

        var wrong = Assert.Throws<InvalidDataException>(() => Callers.Read(text));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }
}
