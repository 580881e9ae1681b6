using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Orchestrator.Host;
using Orchestrator.V1;
using Xunit;
using File = System.IO.File;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>Keys, checkpoints and archives as an administrator meets them: on the command line, and when the server does not start.</summary>
public sealed class EvidenceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-evidence-").FullName;

    private string Journal => Path.Combine(_folder, "SH-01.db");

    public async Task InitializeAsync() => await HostCommand.Made("keys", "create", "--keys", In("keys"));

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_server_does_not_start_on_a_journal_that_was_rolled_back_until_somebody_states_why()
    {
        await Serve("first");
        var backup = In("backup.db");
        File.Copy(Journal, backup);
        await Serve("second", "third");
        File.Copy(backup, Journal, overwrite: true);

        var refused = await Assert.ThrowsAsync<UsageException>(() => Server.Start(Options(), CancellationToken.None));
        Assert.Contains("rolled back", refused.Message, StringComparison.Ordinal);
        Assert.Contains("journal restored", refused.Message, StringComparison.Ordinal);

        await HostCommand.Made("journal", "restored", "--journal", Journal, "--plant", "SH-01", "--keys", In("keys"), "--checkpoints", In("checkpoints"), "--statement", "restored from the backup of Monday after a disk failure; QA-01, IT-02");
        await Serve("fourth");
    }

    [Fact]
    public async Task A_server_does_not_start_on_a_journal_in_which_a_turn_was_changed()
    {
        await Serve("first", "second", "third");
        using (var file = new SqliteConnection($"Data Source={Journal};Pooling=False"))
        {
            file.Open();
            using var change = file.CreateCommand();
            change.CommandText = "DROP TRIGGER turns_are_never_changed; UPDATE turns SET body = replace(CAST(body AS TEXT), '\"granted\":false', '\"granted\":true') WHERE position = 2;";
            change.ExecuteNonQuery();
        }

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Server.Start(Options() with { Keys = null, Checkpoints = null }, CancellationToken.None));

        Assert.Contains("turn 2 does not follow turn 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_private_key_or_with_half_of_the_options_does_not_start()
    {
        File.Delete(Assert.Single(Directory.GetFiles(In("keys"), "*.pem")));

        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Start(Options(), CancellationToken.None));
        Assert.Contains("--checkpoints", Assert.Throws<UsageException>(() => ServeOptions.Read([.. Words(), "--keys", In("keys")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_made_and_checked_on_the_command_line_and_an_altered_one_is_told()
    {
        await Serve("first", "second");
        var archive = In("plant.zip");

        Assert.Contains("turns, signed by key", await HostCommand.Made("journal", "export", "--journal", Journal, "--plant", "SH-01", "--keys", In("keys"), "--checkpoints", In("checkpoints"), "--to", archive), StringComparison.Ordinal);
        var said = await HostCommand.Made("verify", archive, "--redecide");
        Assert.Contains("whole and unaltered", said, StringComparison.Ordinal);
        Assert.Contains("2 rulings as recorded", said, StringComparison.Ordinal);
        Assert.Contains("归档文件完整", await HostCommand.Made("verify", archive, "--lang", "zh"), StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(archive);
        bytes[bytes.AsSpan().IndexOf("\"commandId\":\"second\""u8) + 14] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes);
        var (code, told) = await HostCommand.Run("verify", archive);
        Assert.Equal(1, code);
        Assert.Contains("turn 2 was altered", told, StringComparison.Ordinal);
        Assert.Contains("cannot be relied on", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plant_is_brought_back_from_its_archive_and_the_report_says_what_was_proven()
    {
        await Serve("first", "second");
        await HostCommand.Made("journal", "export", "--journal", Journal, "--plant", "SH-01", "--keys", In("keys"), "--checkpoints", In("checkpoints"), "--to", In("plant.zip"));

        var said = await HostCommand.Made("journal", "restore", "--from", In("plant.zip"), "--journal", In("drill.db"), "--report", In("drill.txt"));

        Assert.Contains("2 turns equal byte for byte", said, StringComparison.Ordinal);
        Assert.Contains("2 rulings made again, all as recorded", said, StringComparison.Ordinal);
        Assert.Contains("the chain ends in", await File.ReadAllTextAsync(In("drill.txt")), StringComparison.Ordinal);
        await HostCommand.Made("journal", "restore", "--from", In("plant.zip"), "--journal", In("drill.db"));
        File.Delete(Journal);
        await HostCommand.Made("journal", "restore", "--from", In("plant.zip"), "--journal", Journal);
        await Serve("third");
    }

    [Fact]
    public async Task Nothing_is_restored_over_a_journal_that_went_on_or_from_an_archive_that_does_not_hold()
    {
        await Serve("first");
        await HostCommand.Made("journal", "export", "--journal", Journal, "--plant", "SH-01", "--keys", In("keys"), "--to", In("plant.zip"));
        await Serve("second");

        Assert.Contains("another turn at 2", (await HostCommand.Run("journal", "restore", "--from", In("plant.zip"), "--journal", Journal)).Said, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(In("plant.zip"));
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(In("plant.zip"), bytes);
        var (code, told) = await HostCommand.Run("journal", "restore", "--from", In("plant.zip"), "--journal", In("drill.db"));
        Assert.Equal(2, code);
        Assert.Contains("nothing was restored", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such file", "verify", "nowhere.zip")]
    [InlineData("--to", "journal", "export", "--journal", "x.db", "--plant", "SH-01", "--keys", "k")]
    [InlineData("there is no such file", "journal", "export", "--journal", "x.db", "--plant", "SH-01", "--keys", "KEYS", "--to", "y.zip")]
    [InlineData("keys already", "keys", "create", "--keys", "KEYS")]
    [InlineData("is not a command", "keys", "destroy")]
    public async Task What_cannot_be_done_is_told_with_exit_code_2(string said, params string[] words)
    {
        var (code, told) = await HostCommand.Run([.. words.Select(word => word == "KEYS" ? In("keys") : word)]);

        Assert.Equal(2, code);
        Assert.Contains(said, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fingerprint_stays_when_the_key_is_rotated_and_a_wrong_one_is_not_trusted()
    {
        var before = Fingerprint(await HostCommand.Made("keys", "show", "--keys", In("keys")));
        Assert.Equal(before, Fingerprint(await HostCommand.Made("keys", "rotate", "--keys", In("keys"))));
        await Serve("first");
        await HostCommand.Made("journal", "export", "--journal", Journal, "--plant", "SH-01", "--keys", In("keys"), "--to", In("plant.zip"));

        await HostCommand.Made("verify", In("plant.zip"), "--fingerprint", before);
        var (code, told) = await HostCommand.Run("verify", In("plant.zip"), "--fingerprint", new string('0', 64));

        Assert.Equal(1, code);
        Assert.Contains("not those that are trusted", told, StringComparison.Ordinal);
    }

    private static string Fingerprint(string said) => said.Split('\n').Single(line => line.StartsWith("fingerprint ", StringComparison.Ordinal))["fingerprint ".Length..].Trim();

    private string In(string name) => Path.Combine(_folder, name);

    private string[] Words() => ["--plant", "SH-01", "--data", _folder, "--tokens", TokenFile.Write(_folder), "--grpc-port", "0", "--web-port", "0"];

    private ServeOptions Options() => ServeOptions.Read([.. Words(), "--keys", In("keys"), "--checkpoints", In("checkpoints")]);

    /// <summary>Serves for as long as these commands take; the first founds the plant, the others are refused for it.</summary>
    private async Task Serve(params string[] commands)
    {
        await using var server = await Server.Start(Options(), CancellationToken.None);
        using var channel = GrpcChannel.ForAddress(server.Addresses[0]);
        foreach (var command in commands)
        {
            try
            {
                await new Plant.PlantClient(channel).FoundAsync(new FoundRequest { Header = new CommandHeader { CommandId = command }, Plant = "SH-01", Time = TimeMode.Real }, TokenFile.As("planner"), OpenServer.Deadline);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                Assert.NotEqual("first", command);
            }
        }
    }
}
