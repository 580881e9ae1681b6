using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>
/// Plans the example schedule: each order at the earliest quarter of an hour at which rooms, lines, systems, people, shifts
/// and media fills allow the whole batch. Nothing in it is random, so the same files give the same schedule.
/// </summary>
internal sealed class SchedulePlanner(PlantDocument plant, IReadOnlyCollection<RecipeDocument> recipes, OpeningBalance balance, DateOnly firstDay)
{
    public const int Days = 28;

    private static readonly TimeSpan Grid = TimeSpan.FromMinutes(15);

    /// <summary>Time for exit procedure and new gowning between two blocks of the same people.</summary>
    private static readonly TimeSpan Regowning = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, List<(DateTimeOffset Start, DateTimeOffset End)>> _taken = [];
    private readonly List<PlannedJob> _jobs = [];

    /// <summary>
    /// The patients of the example, in the order they are planned: two on the open recipe, because the one room for open
    /// steps binds most, two positive in the dedicated area, the rest on the closed recipe.
    /// </summary>
    public static ImmutableArray<PatientOrder> Orders { get; } =
    [
        new("B-2601", "car-t-open", "GEN", 0), new("B-2610", "car-t-open", "GEN", 13),
        new("B-2602", "car-t-closed", "POS", 0, "HBV"), new("B-2611", "car-t-closed", "POS", 13, "HBV"),
        new("B-2603", "car-t-closed", "GEN", 0), new("B-2604", "car-t-closed", "GEN", 0), new("B-2605", "car-t-closed", "GEN", 1),
        new("B-2606", "car-t-closed", "GEN", 1), new("B-2607", "car-t-closed", "GEN", 2), new("B-2608", "car-t-closed", "GEN", 2),
        new("B-2609", "car-t-closed", "GEN", 12), new("B-2612", "car-t-closed", "GEN", 13), new("B-2613", "car-t-closed", "GEN", 13),
        new("B-2614", "car-t-closed", "GEN", 14),
    ];

    public ImmutableArray<PlannedJob> Plan()
    {
        foreach (var order in Orders)
        {
            var plan = Enumerable.Range(0, Days * 96)
                .SelectMany(slot => PlacesFor(order).Select(places => Try(order, places, At(order.EarliestDay, new TimeOnly(7, 30)) + (slot * Grid))))
                .FirstOrDefault(found => found is not null) ?? throw new InvalidOperationException($"{order.Batch} finds no place");
            Commit(plan.Layout, plan.Pairs, plan.Places);
        }

        foreach (var fill in _jobs.Where(job => job.Used("isolator") is not null && job.Master != Masters.Clearance).ToArray())
            _jobs.Add(Decontamination(fill));
        foreach (var culture in _jobs.Where(job => job.Used("incubator") is { } id && plant.Incubators.First(one => one.Id == id).Honeycomb).GroupBy(job => job.Batch).Select(batch => batch.MaxBy(job => job.End)!).ToArray())
            _jobs.Add(Disinfection(culture));
        return [.. Needed([.. _jobs.OrderBy(job => job.Start).ThenBy(job => job.Batch, StringComparer.Ordinal).ThenBy(job => job.Master, StringComparer.Ordinal)])];
    }

    /// <summary>
    /// Keeps a clearance before work only where it is needed: the last one of the room was used by no start and would be
    /// too old. It clears up after the same batch again.
    /// </summary>
    private IEnumerable<PlannedJob> Needed(IReadOnlyList<PlannedJob> jobs)
    {
        var unused = new Dictionary<string, PlannedJob>();
        foreach (var job in jobs)
        {
            if (job.Version is not null)
                unused.Remove(job.Used("room")!);
            if (job.Master != Masters.Clearance)
            {
                yield return job;
                continue;
            }

            var kept = job;
            if (job.Scope == "before")
            {
                var start = jobs.First(next => next.Version is not null && next.Used("room") == job.Used("room") && next.Start >= job.End).Start;
                if (!unused.TryGetValue(job.Used("room")!, out var last) || start - last.End < plant.Parameters.ClearanceValidity)
                    continue;
                kept = job with { Parameters = last.Parameters };
            }

            unused[job.Used("room")!] = kept;
            yield return kept;
        }
    }

    private IEnumerable<Places> PlacesFor(PatientOrder order)
    {
        var recipe = RecipeOf(order);
        var inArea = plant.Rooms.Where(room => room.Area == order.Area).Select(room => room.Id).ToHashSet();
        var stores = plant.Rooms.Where(room => room.Area == order.Area && room.Use == RoomUse.Store).Select(room => room.Id).ToArray();
        var systems = recipe.Steps.Any(step => step.Workplace == Workplace.ClosedSystem) ? plant.ClosedSystems.Where(one => inArea.Contains(one.Room)).Select(one => (string?)one.Id) : [null];
        return systems.Select(system => new Places(
            stores[0], stores[1], system,
            plant.Cabinets.FirstOrDefault(one => inArea.Contains(one.Room))?.Id,
            plant.Isolators.FirstOrDefault(one => inArea.Contains(one.Room))?.Id,
            plant.Incubators.FirstOrDefault(one => inArea.Contains(one.Room) && one.Honeycomb)?.Id,
            plant.Incubators.FirstOrDefault(one => inArea.Contains(one.Room) && !one.Honeycomb)?.Id));
    }

    private BatchPlan? Try(PatientOrder order, Places places, DateTimeOffset start)
    {
        var layout = BatchLayout.Of(plant, RecipeOf(order), order, places, start);
        if (places.System is not null && !Free(places.System, start, layout.Blocks[^1].End))
            return null;
        if (places.System is null && !Free(places.OpenIncubator!, start, layout.Blocks[^1].End + TimeSpan.FromDays(1)))
            return null;

        var pairs = ImmutableArray.CreateBuilder<Pair>();
        foreach (var block in layout.Blocks)
        {
            if (Exclusive(block).Any(resource => !Free(resource, block.Start, block.End)))
                return null;
            if (Pairs(order.Area, block).FirstOrDefault(pair => Free(pair.First, block.Start, block.End + Regowning)) is not { } pair)
                return null;
            pairs.Add(pair);
        }

        return new BatchPlan(layout, pairs.ToImmutable(), places);
    }

    private sealed record BatchPlan(BatchLayout Layout, ImmutableArray<Pair> Pairs, Places Places);

    private sealed record Pair(string First, string Second);

    private void Commit(BatchLayout layout, ImmutableArray<Pair> pairs, Places places)
    {
        var (from, to) = (layout.Blocks[0].Start, layout.Blocks[^1].End);
        Take(places.System ?? places.OpenIncubator!, from, places.System is null ? to + TimeSpan.FromDays(1) : to);
        for (var at = 0; at < pairs.Length; at++)
        {
            var block = layout.Blocks[at];
            foreach (var resource in Exclusive(block))
                Take(resource, block.Start, block.End);
            Take(pairs[at].First, block.Start, block.End + Regowning);
        }

        foreach (var job in layout.Jobs)
        {
            var at = layout.Blocks.Select((block, number) => (block, number)).First(one => job.Start >= one.block.Start && job.Start <= one.block.End).number;
            _jobs.Add(job.People.IsEmpty ? Handled(job, pairs[at], pairs[at + 1]) : job with { People = [("operator", pairs[at].First), ("verifier", pairs[at].Second)] });
        }
    }

    /// <summary>Nobody works on a culture; one pair puts it in place and the next takes it up.</summary>
    private static PlannedJob Handled(PlannedJob culture, Pair before, Pair after) => culture with
    {
        Parameters =
        [
            new PlannedParameter("started-by", "", [("value", before.First), ("verifier", before.Second)]),
            new PlannedParameter("completed-by", "", [("value", after.First), ("verifier", after.Second)]),
        ],
    };

    /// <summary>Processing and incubation rooms and their lines, for the whole block; stores serve everybody.</summary>
    private IEnumerable<string> Exclusive(Block block) =>
        block.Rooms.Where(id => plant.Rooms.First(room => room.Id == id).Use is RoomUse.Processing or RoomUse.Incubation)
            .SelectMany(id => plant.Lines.Where(line => line.Rooms.Contains(id)).Select(line => line.Id).Append(id)).Distinct();

    /// <summary>Two people of one shift, on duty for the whole block, authorised for all of it, on lines with a current media fill.</summary>
    private IEnumerable<Pair> Pairs(string area, Block block) =>
        from shift in plant.Shifts
        where OnDuty(shift, block)
        where block.Rooms.SelectMany(room => plant.Lines.Where(line => line.Rooms.Contains(room))).All(line => Current(line.Id, shift.Id))
        let team = plant.People.Where(person => person.Shift == shift.Id && person.Roles.Contains("operator") && person.Authorisations.ContainsKey(area) && block.Operations.All(person.Authorisations.ContainsKey)).ToArray()
        from at in Enumerable.Range(0, team.Length / 2)
        select new Pair(team[2 * at].Id, team[(2 * at) + 1].Id);

    private bool OnDuty(ShiftDefinition shift, Block block)
    {
        var local = block.Start.ToOffset(TimeSpan.FromHours(8));
        var day = DateOnly.FromDateTime(local.DateTime);
        var begins = new DateTimeOffset((shift.Starts > shift.Ends && TimeOnly.FromDateTime(local.DateTime) < shift.Starts ? day.AddDays(-1) : day).ToDateTime(shift.Starts), TimeSpan.FromHours(8));
        var ends = begins + (shift.Ends - shift.Starts);
        return block.Start >= begins && block.End <= ends;
    }

    /// <summary>Whether the shift's media fill of the line lasts through the whole schedule; one that lapses inside it is not planned on.</summary>
    private bool Current(string line, string shift) =>
        balance.MediaFills.Any(fill => fill.Line == line && fill.Shift == shift && fill.Result == MediaFillResult.Passed && fill.Date.AddMonths(6) > firstDay.AddDays(Days));

    private PlannedJob Decontamination(PlannedJob fill) => new()
    {
        Batch = fill.Batch,
        Master = Masters.Decontamination,
        Description = $"Decontaminate {fill.Used("isolator")}",
        Start = fill.Start - TimeSpan.FromHours(6),
        End = fill.Start - TimeSpan.FromHours(3),
        People = [("engineer", plant.People.First(person => person.Roles.Contains("engineer")).Id)],
        Equipment = [("room", fill.Used("room")!), ("isolator", fill.Used("isolator")!)],
    };

    private PlannedJob Disinfection(PlannedJob culture)
    {
        var room = culture.Used("room")!;
        var duration = TimeSpan.FromMinutes(45);
        var start = Enumerable.Range(1, 96).Select(slot => culture.End + TimeSpan.FromHours(2) + (slot * Grid))
            .First(at => Free(room, at, at + duration) && OnDuty(plant.Shifts[0], new Block(at, at + duration, [], [])));
        return new PlannedJob
        {
            Batch = culture.Batch,
            Master = Masters.Disinfection,
            Description = $"Disinfect {culture.Used("incubator")} after an open culture",
            Start = start,
            End = start + duration,
            People = [("cleaner", plant.People.First(person => person.Roles.Contains("cleaner")).Id)],
            Equipment = [("room", room), ("incubator", culture.Used("incubator")!), .. plant.Incubators.First(one => one.Id == culture.Used("incubator")).Compartments.Select(compartment => ("compartment", compartment.Id))],
        };
    }

    private RecipeDocument RecipeOf(PatientOrder order) => recipes.First(recipe => recipe.Id == order.Recipe);

    private DateTimeOffset At(int day, TimeOnly time) => new(firstDay.AddDays(day).ToDateTime(time), TimeSpan.FromHours(8));

    private bool Free(string resource, DateTimeOffset start, DateTimeOffset end) =>
        !_taken.TryGetValue(resource, out var taken) || taken.TrueForAll(one => end <= one.Start || start >= one.End);

    private void Take(string resource, DateTimeOffset start, DateTimeOffset end)
    {
        if (!_taken.TryGetValue(resource, out var taken))
            _taken[resource] = taken = [];
        taken.Add((start, end));
    }
}
