using System.Diagnostics;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>One run of a swarm.</summary>
public sealed record Plan(int Seed, int Days, FaultProfile Profile);

/// <summary>A seed that broke a promise, with its script.</summary>
public sealed record BrokenSeed(Plan Plan, SimulationReport Report, Script Script);

/// <summary>
/// Many seeds on all cores, each a plant of its own that is forgotten when its days are over. What a seed does depends on the seed
/// alone; how many there are depends on the time. Every hundredth runs twice and must give the same journal.
/// </summary>
public sealed class Swarm(Scene scene, Func<int, Plan> plans, Workings? workings = null)
{
    private const int AgainEvery = 100;

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SortedDictionary<string, (Promise Promise, long Checked, long Broken)> _promises = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>The plans of a night: short plants, each profile in turn, every second one with some of its faults left out.</summary>
    public static Plan Usual(int number, int first, FaultProfile? only, int? days)
    {
        var seed = first + number;
        var profile = only ?? FaultProfile.Builtin(Profiles[number % Profiles.Length]);
        return new Plan(seed, days ?? 2 + (int)(Dice.Mix((ulong)seed) % 3), (number / Profiles.Length) % 2 == 0 ? profile : profile.Thinned((ulong)seed));
    }

    private static readonly string[] Profiles = ["rough", "storm", "people", "crashes", "clocks"];

    public TimeSpan Elapsed => _clock.Elapsed;

    public long Turns { get; private set; }

    public int Seeds { get; private set; }

    /// <summary>How many ran twice, and the seeds whose journals differed.</summary>
    public (int Pairs, List<int> Differed) Again { get; private set; } = (0, []);

    public SortedDictionary<FaultKind, long> Faults { get; } = [];

    public Coverage Coverage { get; } = new();

    public List<BrokenSeed> Broken { get; } = [];

    /// <summary>Every promise with how often it was put to the test and how often it was broken.</summary>
    public IEnumerable<(Promise Promise, long Checked, long Broken)> Promises => _promises.Values;

    /// <summary>Called after each seed, one at a time.</summary>
    public event Action<SimulationReport>? Ran;

    /// <summary>Runs seeds on every core until none is begun any more.</summary>
    /// <param name="goOn">Whether another is begun; asked with its number, from 0.</param>
    /// <param name="cancel">Ends the seeds that run, where they are.</param>
    public void Run(Func<int, bool> goOn, CancellationToken cancel)
    {
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Work(goOn, cancel), maxStackSize: 16 << 20)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
    }

    private void Work(Func<int, bool> goOn, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            int number;
            lock (_gate)
            {
                if (!goOn(_next))
                    return;
                number = _next++;
            }

            One(plans(number), again: number % AgainEvery == 0, cancel);
        }
    }

    private void One(Plan plan, bool again, CancellationToken cancel)
    {
        var run = new SimulationRun(plan.Seed, plan.Days, scene, plan.Profile, workings);
        var report = run.Run(cancel);
        var same = !again || cancel.IsCancellationRequested || new SimulationRun(plan.Seed, plan.Days, scene, plan.Profile, workings).Run(cancel).JournalHash == report.JournalHash;
        lock (_gate)
        {
            Seeds++;
            Turns += report.Turns;
            Coverage.Add(report.Coverage);
            foreach (var (kind, count) in report.Faults)
                Faults[kind] = Faults.GetValueOrDefault(kind) + count;
            foreach (var promise in report.Promises)
            {
                var known = _promises.GetValueOrDefault(promise.Id);
                _promises[promise.Id] = (promise, known.Checked + promise.Checked, known.Broken + promise.Broken.Count);
            }

            if (again)
                Again = (Again.Pairs + 1, Again.Differed);
            if (!same && !cancel.IsCancellationRequested)
                Again.Differed.Add(plan.Seed);
            if (report.Broken.Any())
                Broken.Add(new BrokenSeed(plan, report, run.Script));
            Ran?.Invoke(report);
        }
    }
}
