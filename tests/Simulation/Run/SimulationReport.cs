using System.Globalization;
using Orchestrator.Engine;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>What came of one seed: how much happened, what was refused by which rule, and which promises were broken.</summary>
public sealed class SimulationReport(int seed, int days, string profile)
{
    public int Seed { get; } = seed;

    public int Days { get; } = days;

    public string Profile { get; } = profile;

    public long Turns { get; private set; }

    public Coverage Coverage { get; } = new();

    public SortedDictionary<string, int> RemediesNotTaken { get; } = new(StringComparer.Ordinal);

    /// <summary>The last refusal of each command by each rule, with what was seen.</summary>
    public SortedDictionary<string, string> Examples { get; } = new(StringComparer.Ordinal);

    /// <summary>What a scene meant to be granted and the law refused: the scene shows less than it was written for.</summary>
    public List<string> Strayed { get; } = [];

    public void Astray(TurnBody body) => Strayed.Add($"{body.Command}: {string.Join("; ", body.Refusals.Select(refusal => $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]"))}");

    /// <summary>Every promise with how often it was tested and what was found broken.</summary>
    public IReadOnlyList<Promise> Promises { get; private set; } = [];

    /// <summary>The promises that were broken, with what was found.</summary>
    public IEnumerable<(Promise Promise, string What)> Broken => Promises.SelectMany(promise => promise.Broken.Select(what => (promise, what)));

    /// <summary>How often each fault happened.</summary>
    public IReadOnlyDictionary<FaultKind, long> Faults { get; private set; } = new Dictionary<FaultKind, long>();

    /// <summary>How often the process died, by what its journal was doing.</summary>
    public IReadOnlyDictionary<AppendStage, long> Crashes { get; private set; } = new Dictionary<AppendStage, long>();

    /// <summary>How often a process that had been succeeded was refused.</summary>
    public long OldRefused { get; private set; }

    /// <summary>SHA-256 over the hashes of all turns: the same seed gives the same journal.</summary>
    public string JournalHash { get; private set; } = "";

    public List<string> Batches { get; } = [];

    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {Profile}, {Days} days, {Turns} turns, {Coverage.Granted.Values.Sum()} granted, {Coverage.Refused.Values.Sum()} refused, {Faults.Values.Sum()} faults, {string.Join(" + ", Crashes.Select(crash => $"{crash.Value} {crash.Key}"))} crashes, {OldRefused} old writes refused, journal {JournalHash[..16]}");

    public void Read(TurnBody body)
    {
        Turns++;
        Coverage.Read(body);
        foreach (var refusal in body.Refusals)
            Examples[$"{TurnCodec.NameOf(body.Command)} {refusal.Rule}"] = $"{body.Caller} {string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}";
    }

    public void Finish(SimulatedPlant plant, IEnumerable<BatchWork> batches, Watch watch)
    {
        JournalHash = watch.JournalHash;
        Promises = watch.Promises;
        Faults = plant.Faults.Counts;
        Crashes = plant.Crashes;
        OldRefused = plant.OldRefused;
        foreach (var work in batches)
        {
            var batch = plant.Now.Get<Domain.Batches.Batch>(work.Batch);
            Batches.Add($"{work.Batch} {batch.Status} after {batch.Steps.Values.Count(step => step.Status == Domain.Batches.StepStatus.Complete)} steps, {work.Remedied} remedied{(work.GivenUp is { } why ? $", given up: {why}" : "")}");
            foreach (var (code, count) in work.NotTaken)
                RemediesNotTaken[code] = RemediesNotTaken.GetValueOrDefault(code) + count;
        }
    }
}
