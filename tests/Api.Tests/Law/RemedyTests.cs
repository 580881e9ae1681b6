using Orchestrator.Api.Doors;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.Client;
using Orchestrator.Domain.Law;
using Xunit;

namespace Orchestrator.Api.Tests.Law;

/// <summary>A remedy names a call that exists and that whoever reads the refusal can make.</summary>
public sealed class RemedyTests(OpenServer server) : IClassFixture<OpenServer>
{
    /// <summary>The one remedy that is no call: a controller connects by a stream both ways, which JSON cannot carry.</summary>
    private const string Stream = "equipment/Connect";

    public static TheoryData<string> Commands => [.. LawBook.Remedies.Values.Select(remedy => remedy.Command).OfType<string>().Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_call_that_a_remedy_names_exists_and_answers_through_the_JSON_door(string command)
    {
        var (status, body) = await server.Post(command, "{}", caller: null);

        // Nobody is asking, so the call is turned away at the gate: it is there.
        Assert.Equal(command == Stream ? 501 : 401, status);
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
        Assert.NotEmpty(Access.RolesOf($"/orchestrator.v1.{command}"));
        Assert.True(command == Stream || AnyCall.Named(command) is { IsCommand: true }, $"{command} rules on nothing");
    }
}
