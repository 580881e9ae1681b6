using System.IO.Compression;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.Evidence;
using Orchestrator.Engine.Tests.Journals;
using Orchestrator.Simulation.Run;
using Xunit;

namespace Orchestrator.Engine.Tests.Evidence;

/// <summary>An archive holds as it was written, tells what was done to it otherwise, and gives every ruling again.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly Record _record = new();

    public void Dispose() => _record.Dispose();

    [Fact]
    public async Task An_archive_holds_as_it_was_written()
    {
        var verdict = ArchiveVerifier.Verify(await _record.SmallArchive(), _record.Keys.Public.Fingerprint, PlantLaw.Decide);

        Assert.Empty(verdict.Findings);
        Assert.Equal((2, 2, _record.Keys.Current), (verdict.Turns, verdict.Redecided, verdict.SignedBy));
        Assert.Equal("1-2", Assert.Single(verdict.Manifest!.Positions));
    }

    [Fact]
    public async Task It_is_read_without_the_software()
    {
        using var zip = ZipFile.OpenRead(await _record.SmallArchive());

        var page = Text(zip, "pages/00001.html");

        Assert.Contains("plant.found.v1", page, StringComparison.Ordinal);
        Assert.Contains("ORC-002", page, StringComparison.Ordinal);
        Assert.Contains("pages/00001.html", Text(zip, "index.html"), StringComparison.Ordinal);
        Assert.Contains("schemas/facts/plant.founded.v1.schema.json", zip.Entries.Select(entry => entry.FullName));
        Assert.StartsWith("{\"position\":1,\"id\":\"mes/first\"", Text(zip, "turns.jsonl"), StringComparison.Ordinal);
        Assert.Contains("orchestrator verify", Text(zip, "README.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_single_bit_counts()
    {
        var whole = await File.ReadAllBytesAsync(await _record.SmallestArchive());
        var unnoticed = new System.Collections.Concurrent.ConcurrentBag<long>();

        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var path = _record.In($"flipped-{worker}.zip");
            using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            file.Write(whole);
            for (long bit = worker; bit < whole.LongLength * 8; bit += Environment.ProcessorCount)
            {
                Put(file, bit / 8, (byte)(whole[bit / 8] ^ (1 << (int)(bit % 8))));
                if (ArchiveVerifier.Verify(path).Holds)
                    unnoticed.Add(bit);
                Put(file, bit / 8, whole[bit / 8]);
            }
        });

        Assert.Empty(unnoticed);
    }

    [Fact]
    public async Task What_is_cut_off_or_hung_on_is_no_archive()
    {
        var path = await _record.SmallArchive();
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var bytes in new[] { whole[..^1], whole[..(whole.Length / 2)], [.. whole, (byte)'\n'], [], "PK"u8.ToArray() })
        {
            await File.WriteAllBytesAsync(path, bytes);

            Assert.Contains(ArchiveVerifier.Verify(path).Findings, finding => finding.Fault == ArchiveFault.NotAnArchive);
        }
    }

    /// <summary>What is done to the lines of turns by somebody who can write ZIP files and cannot sign, and what is named for it.</summary>
    public static TheoryData<string, string> Doings => new()
    {
        { "alter 3", "TurnAltered 3" },
        { "remove 3", "TurnMissing 3" },
        { "remove the last", "TurnMissing 5" },
        { "double 3", "TurnAdded 3" },
        { "swap 3", "TurnMoved 3" },
        { "rewrite 3", "TurnAltered 3" },
    };

    [Theory]
    [MemberData(nameof(Doings))]
    public async Task The_first_turn_that_was_altered_removed_doubled_or_moved_is_named(string doing, string named)
    {
        var journal = new MemoryJournal();
        await journal.Append(await journal.TakeOver("P", "test", default), [.. Real(5)], default);
        var path = await _record.Archive(journal, "P");
        Edit(path, "turns.jsonl", text => Do(doing, text));

        var verdict = ArchiveVerifier.Verify(path);

        Assert.Contains(verdict.Findings, finding => finding.Fault == ArchiveFault.SignatureWrong);
        Assert.Equal(named, verdict.Findings.Where(finding => finding.Fault.ToString().StartsWith("Turn", StringComparison.Ordinal)).Select(finding => $"{finding.Fault} {finding.Where}").First());
    }

    [Fact]
    public async Task A_record_rewritten_by_whoever_holds_another_key_is_signed_by_a_stranger_and_disowned_by_the_checkpoints()
    {
        var journal = new MemoryJournal();
        await journal.Append(await journal.TakeOver("P", "test", default), [.. Real(3)], default);
        using var log = CheckpointLog.Open(_record.In("checkpoints"), "P", _record.Keys);
        await foreach (var turn in journal.ReadAll("P", 2, default))
            log.Add(turn, _record.Time.GetUtcNow());
        var checkpoints = CheckpointLog.Text(_record.In("checkpoints"), "P");
        var forged = new MemoryJournal();
        await forged.Append(await forged.TakeOver("P", "forger", default), [.. Real(3, "another day")], default);

        var path = await _record.Archive(forged, "P", checkpoints: checkpoints);

        Assert.Equal([ArchiveFault.CheckpointDisagrees], ArchiveVerifier.Verify(path).Findings.Select(finding => finding.Fault));
        Assert.Equal(1, ArchiveVerifier.Verify(await _record.Archive(journal, "P", checkpoints: checkpoints, name: "true.zip")).Checkpoints);
        Assert.Equal([ArchiveFault.NotTrusted], ArchiveVerifier.Verify(_record.In("true.zip"), new string('0', 64)).Findings.Select(finding => finding.Fault));
    }

    [Fact]
    public async Task Files_that_were_put_in_left_out_or_changed_are_named()
    {
        var path = await _record.SmallArchive();
        Edit(path, "README.txt", text => text + "P.S.");
        Edit(path, "index.html", _ => null);
        Edit(path, "notes.txt", _ => "by the way");

        var named = ArchiveVerifier.Verify(path).Findings.Select(finding => $"{finding.Fault} {finding.Where}");

        Assert.Superset(new HashSet<string> { "FileAltered README.txt", "FileMissing index.html", "FileAdded notes.txt" }, named.ToHashSet());
    }

    [Fact]
    public async Task A_day_of_a_plant_gives_every_ruling_again_and_a_bent_law_is_told_apart()
    {
        var path = await _record.Archive(Record.Simulation.Journal, SimulatedPlant.Id);

        var same = ArchiveVerifier.Verify(path, null, PlantLaw.Decide);
        var bent = ArchiveVerifier.Verify(path, null, (command, cast, moment) => command is Domain.People.OperatorCommand.EnterRoom ? new Decision([Refusal.Of("GMP-13.6")], [], []) : PlantLaw.Decide(command, cast, moment));

        Assert.Empty(same.Findings);
        Assert.Equal(same.Turns, same.Redecided);
        Assert.True(same.Turns > 400, $"{same.Turns} turns");
        Assert.Equal(ArchiveFault.RulingDiffers, bent.Findings[0].Fault);
    }

    [Fact]
    public async Task A_law_that_rules_alike_on_other_grounds_is_told_apart_too()
    {
        var path = await _record.SmallArchive();

        var bent = ArchiveVerifier.Verify(path, null, (command, cast, moment) => PlantLaw.Decide(command, cast, moment) with { Bases = [Basis.Of("reading")] });

        Assert.Equal([ArchiveFault.RulingDiffers, ArchiveFault.RulingDiffers], bent.Findings.Select(finding => finding.Fault));
    }

    [Fact]
    public async Task A_turn_that_ruled_on_somebody_as_an_earlier_write_had_left_them_is_named()
    {
        var all = await Record.Simulation.Journal.All(SimulatedPlant.Id);
        var stale = new MemoryJournal();
        var lease = await stale.TakeOver(SimulatedPlant.Id, "forger", default);
        var last = TurnCodec.Open(all[^1].Body.Span);
        var known = last.Cast.First(member => member.Version.Length > 0);
        var forged = last with { Cast = last.Cast.Replace(known, known with { Version = "" }) };
        foreach (var body in all.SkipLast(1).Select(turn => TurnCodec.Open(turn.Body.Span)).Append(forged))
        {
            // The journal is told of nobody in the cast, so that it has nothing to object to.
            var turn = TurnCodec.Seal(body);
            Assert.IsType<Receipt.Recorded>(Assert.Single(await stale.Append(lease, [turn with { Cast = [], Writes = [] }], default)));
        }

        var verdict = ArchiveVerifier.Verify(await _record.Archive(stale, SimulatedPlant.Id), null, PlantLaw.Decide);

        Assert.Equal([(ArchiveFault.RulingDiffers, $"{all.Count}")], verdict.Findings.Select(finding => (finding.Fault, finding.Where)));
        Assert.Contains(known.Actor.ToString(), verdict.Findings[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_or_a_patient_is_archived_with_all_that_concerns_it_and_nothing_of_another()
    {
        var (journal, batch) = Record.Simulation;
        var of = await Created(journal, batch);

        var one = ArchiveVerifier.Verify(await _record.Archive(journal, SimulatedPlant.Id, new ArchiveScope(ArchiveKind.Batch, batch), name: "batch.zip"));
        var patient = ArchiveVerifier.Verify(await _record.Archive(journal, SimulatedPlant.Id, new ArchiveScope(ArchiveKind.Patient, of.ChainOfIdentity), name: "patient.zip"));

        Assert.Empty(one.Findings);
        Assert.Empty(patient.Findings);
        using var zip = ZipFile.OpenRead(_record.In("batch.zip"));
        var turns = Text(zip, "turns.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(turns, turn => turn.Contains("batch.created.v1", StringComparison.Ordinal));
        Assert.Contains(turns, turn => turn.Contains("donor-material.received.v1", StringComparison.Ordinal));
        Assert.DoesNotContain(turns, turn => turn.Contains("batch.created.v1", StringComparison.Ordinal) && !turn.Contains($"batch/{batch}\"", StringComparison.Ordinal));
        Assert.True(one.Turns < ArchiveVerifier.Verify(await _record.Archive(journal, SimulatedPlant.Id, name: "plant.zip")).Turns);
        Assert.Equal(one.Turns, patient.Turns);
    }

    [Theory]
    [InlineData(ArchiveKind.Batch)]
    [InlineData(ArchiveKind.Patient)]
    public async Task What_the_journal_does_not_hold_is_not_archived(ArchiveKind kind)
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _record.Archive(_record.Small, Record.Plant, new ArchiveScope(kind, "nobody")));

        Assert.False(File.Exists(_record.In("record.zip")));
    }

    [Fact]
    public async Task An_archive_is_never_written_over_another_file()
    {
        var path = await _record.SmallArchive();
        var before = await File.ReadAllBytesAsync(path);

        await Assert.ThrowsAsync<IOException>(_record.SmallArchive);

        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    private static IEnumerable<Turn> Real(int count, string note = "") => Enumerable.Range(1, count).Select(number => TurnCodec.Seal(new TurnBody
    {
        Caller = "mes",
        CommandId = $"{note}{number}",
        Payload = "",
        Command = new Domain.Plants.PlantCommand.Found("P", Domain.Plants.TimeMode.Real),
        At = Turns.Start,
        Law = LawEdition.Current,
        Granted = false,
        Refusals = [Refusal.Of("ORC-002", new Seen("plant", "P"))],
    }));

    private static string Do(string doing, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var third = lines[2];
        switch (doing)
        {
            case "alter 3":
                lines[2] = third.Replace("\"granted\":false", "\"granted\":true", StringComparison.Ordinal);
                break;
            case "remove 3":
                lines.RemoveAt(2);
                break;
            case "remove the last":
                lines.RemoveAt(lines.Count - 1);
                break;
            case "double 3":
                lines.Insert(2, third);
                break;
            case "swap 3":
                (lines[2], lines[3]) = (lines[3], lines[2]);
                break;
            case "rewrite 3":
                var turn = ArchiveForm.ReadTurn(Encoding.UTF8.GetBytes(third))!;
                var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(turn.Turn.Body.Span).Replace("\"granted\":false", "\"granted\":true", StringComparison.Ordinal));
                lines[2] = Encoding.UTF8.GetString(ArchiveForm.TurnLine(turn.Turn with { Body = body, WriteId = ArchiveForm.Hash(body) }, turn.Previous.Span)).TrimEnd();
                break;
        }

        return string.Concat(lines.Select(line => $"{line}\n"));
    }

    private static async Task<Domain.Batches.BatchFact.Created> Created(IJournal journal, string batch)
    {
        await foreach (var turn in journal.ReadAll(SimulatedPlant.Id, 0, default))
            foreach (var written in TurnCodec.Open(turn.Body.Span).Facts)
                if (written.Actor == new ActorId(ActorKind.Batch, batch) && written.Fact is Domain.Batches.BatchFact.Created created)
                    return created;
        throw new InvalidOperationException($"{batch} was not created");
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Changes one file inside the archive as any ZIP program does; null removes it.</summary>
    private static void Edit(string path, string name, Func<string, string?> edit)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var old = zip.GetEntry(name);
        var text = edit(old is null ? "" : Text(zip, name));
        old?.Delete();
        if (text is null)
            return;
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.NoCompression).Open());
        writer.Write(text);
    }

    private static void Put(FileStream file, long at, byte value)
    {
        file.Seek(at, SeekOrigin.Begin);
        file.WriteByte(value);
        file.Flush();
    }
}
