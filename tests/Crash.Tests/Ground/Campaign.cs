using System.Globalization;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Histories;
using Orchestrator.Storage.Postgres;
using Orchestrator.Storage.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Crash.Tests.Ground;

/// <summary>
/// A plant's server under the load of an outside client, on a store that the test can break, and what is asked of the whole after
/// every round: that nobody was ever told anything but the truth.
/// </summary>
internal sealed class Campaign : IAsyncDisposable
{
    private const int Clients = 6;

    /// <summary>Rounds of each test, unless a bigger campaign is asked for.</summary>
    public static int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("ORCHESTRATOR_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    /// <summary>Where chance begins; every campaign says it.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("ORCHESTRATOR_CRASH_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20260302;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-crash-");
    private readonly ITestOutputHelper _output;
    private readonly string? _database;

    private Campaign(ITestOutputHelper output, PostgresServer? postgres, string? data)
    {
        _output = output;
        Postgres = postgres;
        _database = postgres?.NewJournal();
        Server = new PlantServer(_folder.FullName, data ?? _folder.FullName, _database is null ? null : postgres!.ServiceAddress(_database));
        Chance = new Random(Seed);
    }

    public PostgresServer? Postgres { get; }

    public PlantServer Server { get; }

    public Random Chance { get; }

    public ClientProcess Client { get; private set; } = null!;

    /// <summary>Founds the plant and brings the clients to work.</summary>
    /// <param name="postgres">Where the journal is; null for a file.</param>
    /// <param name="attempt">How long a client waits for an answer before it sends again.</param>
    /// <param name="data">Folder of the journal's file, where it is to lie apart from what the clients note.</param>
    public static async Task<Campaign> Begin(ITestOutputHelper output, PostgresServer? postgres = null, TimeSpan? attempt = null, string? data = null)
    {
        var campaign = new Campaign(output, postgres, data);
        output.WriteLine($"seed {Seed}, {Rounds} rounds");
        await campaign.Server.Start();
        await campaign.Server.Found();
        campaign.Client = new ClientProcess(campaign._folder.FullName, Seed, Clients, attempt ?? TimeSpan.FromSeconds(10));
        campaign.Client.Go();
        return campaign;
    }

    /// <summary>Lets the clients work until they have heard something again, and then for a while of chance's choosing.</summary>
    public async Task Load()
    {
        await Client.Heard(answers: 5 + Chance.Next(40));
        await Task.Delay(Chance.Next(60));
    }

    /// <summary>Brings everything to rest, compares all that is recorded with all that was ever said, and lets the clients go on.</summary>
    public async Task<Verdict> Judge(string what)
    {
        await Client.Rest();
        var verdict = SerializabilityChecker.Check(Read());
        _output.WriteLine($"{what}: {verdict}");
        Assert.Empty(verdict.Anomalies);
        Assert.Empty(verdict.Unresolved);
        Client.Go();
        return verdict;
    }

    /// <summary>The server is the same process, serves and says so: nobody had to restart it.</summary>
    public async Task AssertServing()
    {
        Assert.False(Server.HasEnded);
        for (var patience = 0; await Server.Health("ready") != 200; patience++)
        {
            Assert.True(patience < 100, "the server is not ready ten seconds after its store came back");
            await Task.Delay(100);
        }
    }

    /// <summary>The last look, with the server gone: through the product's own readers every actor is what a replay from zero gives.</summary>
    public async Task AssertReplays()
    {
        await Client.Rest();
        Server.Kill();
        await using IJournal journal = _database is null ? SqliteJournal.Open(Server.JournalFile) : await PostgresJournal.Open(Postgres!.ServiceAddress(_database), default);
        var turns = new List<RecordedTurn>();
        await foreach (var turn in journal.ReadAll(PlantServer.Plant, 0, default))
            turns.Add(turn);
        var folded = new Dictionary<ActorId, (long Position, List<Fact> Facts)>();
        foreach (var turn in turns)
            foreach (var (actor, fact) in TurnCodec.Open(turn.Body.Span).Facts)
            {
                folded.TryAdd(actor, (0, []));
                folded[actor] = (turn.Position, [.. folded[actor].Facts, fact]);
            }

        Assert.NotEmpty(folded);
        foreach (var (actor, (position, facts)) in folded)
        {
            var history = await journal.ReadActor(PlantServer.Plant, actor, 0, default);
            Assert.Equal(position, history.Position);
            Assert.Equal(facts.Select(TurnCodec.NameOf), history.Turns.SelectMany(turn => TurnCodec.SaidOf(turn.Body, actor).Facts).Select(TurnCodec.NameOf));
            var zero = facts.Aggregate(ActorKinds.Nothing(actor), (state, fact) => state.Evolve(fact));
            Assert.Equivalent(zero, ActorKinds.Rebuild(actor, history.Turns), strict: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Server.Dispose();
        if (_database is not null)
            Postgres!.Drop(_database);
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private History Read() => _database is null
        ? Record.OfSqlite(Server.JournalFile, Client.Events)
        : Record.OfPostgres($"Host=127.0.0.1;Port={Postgres!.Port};Username={PostgresServer.Service};Database={_database};Pooling=false", Client.Events);
}
