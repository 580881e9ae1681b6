using System.Security.Cryptography;
using Orchestrator.Engine;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>Everything that looks on while a plant runs: the promises, and the hash of its journal.</summary>
public sealed class Watch
{
    private readonly SimulatedPlant _plant;
    private readonly List<Fold> _folds;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="only">The promise that alone is looked at; null for all.</param>
    public Watch(SimulatedPlant plant, Stage stage, string? only = null)
    {
        _plant = plant;
        _folds = [.. Invariants.All().Where(fold => only is null || fold.Promises.Any(promise => promise.Id == only))];
        Liveness = new Liveness(stage);
        Promises = [.. _folds.SelectMany(fold => fold.Promises), .. plant.Promises.All, Liveness.Promise];
        plant.Recorded += Read;
    }

    public IReadOnlyList<Promise> Promises { get; }

    public Liveness Liveness { get; }

    /// <summary>The promises that were broken so far.</summary>
    public IEnumerable<Promise> Broken => Promises.Where(promise => promise.Broken.Count > 0);

    public void Look() => Liveness.Look();

    public void Finish()
    {
        foreach (var fold in _folds)
            fold.AtEnd(_plant.Acknowledged);
    }

    /// <summary>SHA-256 over the hashes of all turns, hex.</summary>
    public string JournalHash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private void Read(RecordedTurn turn, TurnBody body)
    {
        _hash.AppendData(turn.Hash.Span);
        foreach (var fold in _folds)
            fold.Read(turn, body);
    }
}
