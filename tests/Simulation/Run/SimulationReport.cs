using System.Globalization;
using Orchestrator.Engine;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>What came of one seed: how much happened, what was refused by which rule, and which promises were broken.</summary>
public sealed class SimulationReport(int seed, int days)
{
    public int Seed { get; } = seed;

    public int Days { get; } = days;

    public long Turns { get; private set; }

    public Coverage Coverage { get; } = new();

    public SortedDictionary<string, int> RemediesNotTaken { get; } = new(StringComparer.Ordinal);

    /// <summary>The last refusal of each command by each rule, with what was seen.</summary>
    public SortedDictionary<string, string> Examples { get; } = new(StringComparer.Ordinal);

    /// <summary>What a scene meant to be granted and the law refused: the scene shows less than it was written for.</summary>
    public List<string> Strayed { get; } = [];

    public void Astray(TurnBody body) => Strayed.Add($"{body.Command}: {string.Join("; ", body.Refusals.Select(refusal => $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]"))}");

    /// <summary>Every promise with how often it was tested and how often it was found broken.</summary>
    public List<(string Id, string Requirement, string Name, long Checked, int Broken)> Promises { get; } = [];

    public List<string> Broken { get; } = [];

    /// <summary>SHA-256 over the hashes of all turns: the same seed gives the same journal.</summary>
    public string JournalHash { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public List<string> Batches { get; } = [];

    public void Read(TurnBody body)
    {
        Turns++;
        var name = TurnCodec.NameOf(body.Command);
        Coverage.Read(body);
        foreach (var refusal in body.Refusals)
            Examples[$"{name} {refusal.Rule}"] = $"{body.Caller} {string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}";
    }

    public void Finish(SimulatedPlant plant, IEnumerable<BatchWork> batches, IReadOnlyList<Invariant> invariants, Liveness liveness, string hash)
    {
        JournalHash = hash;
        Broken.AddRange(invariants.SelectMany(invariant => invariant.Broken.Select(what => $"{invariant.Id} {invariant.Name}: {what}")));
        Broken.AddRange(liveness.Broken.Select(what => $"{Liveness.Id} {Liveness.Name}: {what}"));
        Promises.AddRange(invariants.Select(invariant => (invariant.Id, invariant.Requirement, invariant.Name, invariant.Checked, invariant.Broken.Count)));
        Promises.Add((Liveness.Id, "readings", Liveness.Name, liveness.Checked, liveness.Broken.Count));
        Broken.AddRange(plant.LawThrew.Take(5).Select(what => $"the law threw: {what}"));
        foreach (var work in batches)
        {
            var batch = plant.Now.Get<Domain.Batches.Batch>(work.Batch);
            Batches.Add($"{work.Batch} {batch.Status} after {batch.Steps.Values.Count(step => step.Status == Domain.Batches.StepStatus.Complete)} steps, {work.Remedied} remedied{(work.GivenUp is { } why ? $", given up: {why}" : "")}");
            foreach (var (code, count) in work.NotTaken)
                RemediesNotTaken[code] = RemediesNotTaken.GetValueOrDefault(code) + count;
        }

        Summary = string.Create(CultureInfo.InvariantCulture,
            $"seed {Seed}: {Days} days, {Turns} turns, {Coverage.Granted.Values.Sum()} granted, {Coverage.Refused.Values.Sum()} refused, {string.Join(" + ", plant.Crashes.Select(crash => $"{crash.Value} {crash.Key}"))} crashes, {plant.AnswersLost} answers lost, {plant.Duplicates} duplicates, {plant.Repeated.Late} late, {plant.Repeated.OtherPayload} ids reused, journal {JournalHash[..16]}");
    }
}
