using System.IO.Compression;

namespace Orchestrator.Engine.Evidence;

/// <summary>Reads the turns of an archive that has been verified.</summary>
public static class ArchiveReader
{
    /// <summary>The turns in order.</summary>
    /// <exception cref="InvalidDataException">The file is no archive, or a line of it is no turn: it was not verified, or changed since.</exception>
    public static IEnumerable<RecordedTurn> Turns(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var line in ArchivedTurns.Lines(zip.GetEntry(ArchiveForm.Turns) ?? throw new InvalidDataException($"{path} holds no {ArchiveForm.Turns}")))
            yield return (ArchiveForm.ReadTurn(line) ?? throw new InvalidDataException($"{path}: a line of {ArchiveForm.Turns} is no turn")).Turn;
    }
}
