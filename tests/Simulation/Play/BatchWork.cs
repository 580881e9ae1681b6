using System.Collections.Immutable;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// One patient's batch as its execution system plays it: the jobs of the schedule one after the other, a little late now and
/// then. What is refused is tried again after doing what the refusal says would make it legal; what stays refused ends the
/// batch in quality's hands.
/// </summary>
public sealed class BatchWork(Stage stage, Told told, string batch, ImmutableArray<JobOrder> jobs, IReadOnlyDictionary<string, DateTimeOffset[]> busy)
{
    private const int TriesMax = 4;

    /// <summary>Who is needed again within this stays in the room.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LateMax = TimeSpan.FromMinutes(3);

    public string Batch { get; } = batch;

    /// <summary>Why it was given up, or null.</summary>
    public string? GivenUp { get; private set; }

    /// <summary>Remedies that were offered and nobody here knows how to take, with how often: blind spots of the play.</summary>
    public SortedDictionary<string, int> NotTaken { get; } = new(StringComparer.Ordinal);

    /// <summary>How often a refusal was met and remedied.</summary>
    public int Remedied { get; private set; }

    public IEnumerable<Move> Script()
    {
        var moments = jobs.SelectMany(job => new[] { (At: job.Start, Begins: true, Job: job), (At: job.End, Begins: false, Job: job) })
            .OrderBy(moment => moment.At).ThenBy(moment => moment.Begins).ThenBy(moment => moment.Job.Id, StringComparer.Ordinal);
        foreach (var (at, begins, job) in moments)
        {
            yield return new Move.Wait(at + (begins ? LateMax * stage.Chance.NextDouble() : TimeSpan.Zero));
            var script = new JobScript(stage, _recipes[job.WorkMaster.Split('/')[0]], job);
            foreach (var order in begins ? script.Begin() : script.End())
            {
                foreach (var move in Insist(order))
                    yield return move;
                if (GivenUp is null)
                    continue;
                foreach (var move in new Rescue(stage, told, Batch).Script())
                    yield return move;
                yield break;
            }

            foreach (var person in PeopleOf(job).Where(person => !IsNeeded(person)).ToArray())
                foreach (var order in JobScript.Leaving(stage, person))
                    yield return new Move.Give(order);
        }
    }

    private readonly RecipesByName _recipes = new(stage.Scene);

    private IEnumerable<Move> Insist(Order order)
    {
        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            yield return new Move.Give(order);
            if (told.Granted || !stage.Now.Get<Batch>(Batch).IsLive && order.Command is BatchCommand)
                yield break;
            if (RemedyBook.Instead(stage, Batch, order.Command) is { } instead)
            {
                foreach (var other in instead)
                    yield return new Move.Give(other);
                yield break;
            }

            var refusals = told.Refusals.ToList();
            var remedies = refusals.SelectMany(refusal => RemediesOf(refusal, order)).DistinctBy(remedy => remedy.Command).ToList();
            foreach (var remedy in remedies)
                yield return new Move.Give(stage.Again(remedy));
            if (remedies.Count > 0)
                Remedied++;
            else
                yield return new Move.Wait(refusals.Select(refusal => refusal.EarliestLegal).Max() is { } earliest && earliest > stage.At && earliest < stage.At.AddHours(2) ? earliest : stage.At.AddMinutes(7));
            order = stage.Again(order);
            if (attempt == TriesMax)
                GivenUp = $"{order.Command.GetType().Name}: {string.Join("; ", refusals.Select(refusal => $"{refusal.Rule} [{string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name}={seen.Value}"))}]"))}";
        }
    }

    private IReadOnlyList<Order> RemediesOf(Refusal refusal, Order order)
    {
        foreach (var remedy in refusal.Remedies)
        {
            var orders = RemedyBook.Take(remedy, new Need(stage, Batch, order.Command, refusal)).ToList();
            if (orders.Count > 0)
                return orders;
            NotTaken[remedy.Code] = NotTaken.GetValueOrDefault(remedy.Code) + 1;
        }

        return [];
    }

    private bool IsNeeded(string person) =>
        stage.PersonNow(person).Running.Any() || busy[person].Any(next => next >= stage.At - LateMax && next <= stage.At + Pause);

    /// <summary>Everybody who handles a job, at its start or its end.</summary>
    public static IEnumerable<string> PeopleOf(JobOrder job) =>
        job.Personnel.Select(one => one.Person)
            .Concat(new[] { job.ValueOf("started-by"), job.ValueOf("started-by", "verifier"), job.ValueOf("completed-by"), job.ValueOf("completed-by", "verifier") }.OfType<string>()).Distinct();

    /// <summary>When each person is needed, over all jobs.</summary>
    public static Dictionary<string, DateTimeOffset[]> Busy(IEnumerable<JobOrder> jobs) =>
        jobs.SelectMany(job => PeopleOf(job).SelectMany(person => new[] { (Person: person, At: job.Start), (Person: person, At: job.End) }))
            .GroupBy(one => one.Person).ToDictionary(person => person.Key, person => person.Select(one => one.At).Order().ToArray());

    private sealed class RecipesByName(Scene scene)
    {
        public RecipeDocument? this[string name] => scene.Recipes.FirstOrDefault(recipe => recipe.Id == name);
    }
}
