using Grpc.Core;
using Grpc.Net.Client;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Host;
using Orchestrator.Storage.Sqlite;
using Orchestrator.V1;
using Xunit;
using File = System.IO.File;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A journal is removed by command when nothing in it has to be kept, and a removal that is refused disturbs nobody.</summary>
public sealed class RemovalTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-removal-").FullName;

    private string Journal => In("SH-01.db");

    public Task InitializeAsync() => HostCommand.Made("keys", "create", "--keys", In("keys"));

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_with_nothing_to_keep_is_removed_and_a_signed_statement_stays()
    {
        await Serve(_ => Task.CompletedTask);
        Assert.Contains("may be removed", await HostCommand.Made("journal", "retention", "--journal", Journal, "--plant", "SH-01"), StringComparison.Ordinal);

        await HostCommand.Made(Removal(Journal, "never used; QA-01"));

        Assert.False(File.Exists(Journal));
        Assert.Contains("never used; QA-01", await Checkpoints(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Needs", "PostgreSQL")]
    public async Task A_plant_in_a_database_is_removed_with_the_administrators_address_beside_the_services()
    {
        var database = PostgresServer.Shared.NewJournal();
        var address = PostgresServer.Shared.ServiceAddress(database);
        await Serve(_ => Task.CompletedTask, "--journal", address);

        var (code, said) = await HostCommand.Run(Removal(address, "without"));
        Assert.Equal(2, code);
        Assert.Contains("--administrator: is needed", said, StringComparison.Ordinal);
        await HostCommand.Made([.. Removal(address, "never used; QA-01"), "--administrator", PostgresServer.Shared.AdministratorAddress(database)]);

        Assert.Equal(0L, PostgresServer.Shared.Sql(database, "SELECT (SELECT count(*) FROM journal.turns) + (SELECT count(*) FROM journal.heads) + (SELECT count(*) FROM journal.actors) + (SELECT count(*) FROM journal.states)"));
        Assert.Contains("never used; QA-01", await Checkpoints(), StringComparison.Ordinal);
        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public async Task A_journal_that_has_to_be_kept_is_not_removed_the_clause_is_told_and_its_server_serves_on()
    {
        await Serve(_ => Task.CompletedTask);
        await Cancelled("B-1");

        await Serve(
            async plants =>
            {
                var (code, said) = await HostCommand.Run(Removal(Journal, "too early"));
                Assert.Equal(1, code);
                Assert.Contains("GMP-10.3a", said, StringComparison.Ordinal);
                Assert.Contains("GMP-10.3b", said, StringComparison.Ordinal);
                Assert.Contains("Not removed: 2 records", said, StringComparison.Ordinal);
                Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => Found(plants, "after"))).StatusCode);
            },
            signed: false);

        Assert.DoesNotContain("too early", await Checkpoints(), StringComparison.Ordinal);
        Assert.Contains("has to be kept", await HostCommand.Made("journal", "retention", "--journal", Journal, "--plant", "SH-01"), StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string[] Removal(string journal, string statement) =>
        ["journal", "remove", "--journal", journal, "--plant", "SH-01", "--keys", In("keys"), "--checkpoints", In("checkpoints"), "--statement", statement];

    private Task<string> Checkpoints() => File.ReadAllTextAsync(Path.Combine(In("checkpoints"), "SH-01.checkpoints.jsonl"));

    private Task Serve(Func<Plant.PlantClient, Task> meanwhile, params string[] more) => Serve(meanwhile, signed: true, more);

    /// <summary>Serves for as long as something takes; a new plant is founded first.</summary>
    /// <param name="signed">False to leave keys and checkpoints to whoever else has them open meanwhile.</param>
    private async Task Serve(Func<Plant.PlantClient, Task> meanwhile, bool signed, params string[] more)
    {
        var options = ServeOptions.Read(
            ["--plant", "SH-01", "--tokens", TokenFile.Write(_folder), "--grpc-port", "0", "--web-port", "0", .. more.Length > 0 ? more : ["--data", _folder]]);
        await using var server = await Server.Start(signed ? options with { Keys = In("keys"), Checkpoints = In("checkpoints") } : options, CancellationToken.None);
        using var channel = GrpcChannel.ForAddress(server.Addresses[0]);
        var plants = new Plant.PlantClient(channel);
        if (signed)
            await Found(plants, "first");
        await meanwhile(plants);
    }

    private static async Task Found(Plant.PlantClient plants, string id) =>
        await plants.FoundAsync(new FoundRequest { Header = new CommandHeader { CommandId = id }, Plant = "SH-01", Time = TimeMode.Real }, TokenFile.As("planner"), OpenServer.Deadline);

    /// <summary>A batch that was given up, as the journal holds it.</summary>
    private async Task Cancelled(string batch)
    {
        await using var journal = SqliteJournal.Open(Journal);
        var actor = new ActorId(ActorKind.Batch, batch);
        var body = new TurnBody
        {
            Caller = "mes",
            CommandId = "made",
            Payload = "",
            Command = new BatchCommand.Cancel(batch, "for the test"),
            At = DateTimeOffset.UtcNow,
            Law = LawEdition.Current,
            Granted = true,
            Cast = [new CastMember(actor, "")],
            Facts = [new Written(actor, new BatchFact.Cancelled("for the test"))],
        };
        Assert.IsType<Receipt.Recorded>(Assert.Single(await journal.Append(await journal.TakeOver("SH-01", "test", default), [TurnCodec.Seal(body)], default)));
    }
}
