using Orchestrator.Api.MasterData;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>The example schedule as the MES reads it, held against plant and recipes: everything exists and nothing is in two places.</summary>
public sealed class ScheduleConsistencyTests
{
    private static readonly PlantDocument Plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;

    private static readonly Dictionary<string, RecipeDocument> Recipes = new[] { "car-t-closed.yaml", "car-t-open.yaml" }
        .Select(name => RecipeFile.Read(name, Examples.Text(name), Plant).Document!).ToDictionary(recipe => recipe.Id);

    private static readonly OpeningBalance Balance = OpeningBalanceFile.Read("opening-balance.yaml", Examples.Text("opening-balance.yaml"), Plant).Document!;

    private static readonly WorkSchedule Schedule = Read();

    private static WorkSchedule Read()
    {
        var (schedule, errors) = WorkScheduleReader.Read(Examples.Text("schedule.xml"));
        Assert.Empty(errors);
        return schedule!;
    }

    private static IEnumerable<(JobOrder Job, StepDefinition Step)> Steps =>
        from job in Schedule.Jobs
        let name = job.WorkMaster.Split('/')
        where name.Length == 2
        select (job, Recipes[name[0]].Steps.First(step => step.Id == name[1]));

    private static IEnumerable<(JobOrder Job, StepDefinition Step)> Attended => Steps.Where(one => one.Step.Class == StepClass.NonCulture);

    [Fact]
    public void At_least_twelve_patients_begin_and_at_least_ten_are_harvested_within_28_days()
    {
        var harvested = Steps.Count(one => one.Step.IsHarvest && one.Job.End <= Schedule.Start.AddDays(28));

        Assert.True(Schedule.Requests.Length >= 12);
        Assert.True(harvested >= 10, $"{harvested} harvests");
    }

    [Fact]
    public void Every_batch_runs_every_step_of_its_recipe_in_order_on_its_planned_duration_and_within_its_holds()
    {
        foreach (var batch in Schedule.Requests)
        {
            var run = Steps.Where(one => one.Job.Request == batch.Id).ToArray();
            var recipe = Recipes[run[0].Job.WorkMaster.Split('/')[0]];

            Assert.Equal(recipe.Steps.Select(step => step.Id), run.Select(one => one.Step.Id));
            Assert.All(run, one => Assert.Equal(one.Step.DurationPlanned, one.Job.End - one.Job.Start));
            Assert.All(run.Zip(run.Skip(1)), pair => Assert.InRange(pair.Second.Job.Start - pair.First.Job.End, TimeSpan.Zero, pair.First.Step.HoldAfter!.Max));
        }
    }

    [Fact]
    public void Everything_a_job_names_is_in_the_plant_file()
    {
        var known = Plant.Rooms.SelectMany(room => room.Positions.Append(room.Id).Concat(room.Terminals))
            .Concat(Plant.ClosedSystems.Select(one => one.Id)).Concat(Plant.Cabinets.Select(one => one.Id)).Concat(Plant.Isolators.Select(one => one.Id))
            .Concat(Plant.Equipment.Select(one => one.Id)).Concat(Plant.Lines.Select(one => one.Id)).Concat(Plant.Incubators.Select(one => one.Id))
            .Concat(Plant.Incubators.SelectMany(one => one.Compartments).SelectMany(one => one.Positions.Append(one.Id))).ToHashSet();
        var lots = Balance.Lots.ToDictionary(lot => lot.Id, lot => lot.Material);

        foreach (var job in Schedule.Jobs)
        {
            Assert.All(job.Equipment, one => Assert.Contains(one.Id, known));
            Assert.All(job.Personnel, one => Assert.Contains(Plant.People, person => person.Id == one.Person && person.Roles.Contains(one.Role)));
            Assert.All(job.Materials.Where(one => one.Class is "vector" or "reagent" or "single-use-kit"), one => Assert.Equal(one.Definition, lots[one.Lot]));
        }
    }

    [Fact]
    public void No_room_line_system_or_person_works_on_two_things_at_once()
    {
        var uses = Attended.SelectMany(one => new[] { "room", "line", "closed-system", "cabinet", "isolator" }.Select(use => one.Job.EquipmentFor(use)).OfType<string>().Select(id => (id, one.Job)))
            .Concat(Schedule.Jobs.Where(job => job.WorkMaster == Masters.Clearance).Select(job => (id: job.EquipmentFor("room")!, Job: job)))
            .Concat(Schedule.Jobs.SelectMany(job => job.Personnel.Select(person => (id: person.Person, Job: job))));

        foreach (var use in uses.GroupBy(use => use.id))
        {
            var jobs = use.Select(one => one.Job).OrderBy(job => job.Start).ToArray();
            Assert.All(jobs.Zip(jobs.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{use.Key}: {pair.First.Id} and {pair.Second.Id}"));
        }
    }

    [Fact]
    public void A_processor_and_a_compartment_belong_to_one_batch_from_its_first_step_there_to_its_last()
    {
        foreach (var place in Steps.SelectMany(one => new[] { "closed-system", "compartment" }.Select(use => one.Job.EquipmentFor(use)).OfType<string>().Select(id => (id, one.Job))).GroupBy(one => one.id))
        {
            var stays = place.GroupBy(one => one.Job.Request).Select(batch => (From: batch.Min(one => one.Job.Start), To: batch.Max(one => one.Job.End))).OrderBy(stay => stay.From).ToArray();
            Assert.All(stays.Zip(stays.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, place.Key));
        }
    }

    [Fact]
    public void An_open_step_has_its_room_to_itself_and_only_its_own_product_in_the_area_under_a_risk_assessment()
    {
        foreach (var (job, _) in Attended.Where(one => one.Step.Exposure != Exposure.Closed))
        {
            var room = Plant.Rooms.First(one => one.Id == job.EquipmentFor("room"));
            var beside = Steps.Where(one => one.Job.Request != job.Request && one.Job.Start < job.End && one.Job.End > job.Start).ToArray();

            Assert.DoesNotContain(beside, one => one.Job.EquipmentFor("room") == room.Id);
            Assert.Contains(Plant.RiskAssessments, one => one.Areas.Contains(room.Area) && one.ValidFrom <= DateOnly.FromDateTime(job.Start.DateTime) && one.ValidUntil >= DateOnly.FromDateTime(job.End.DateTime));
        }

        Assert.Single(Recipes.Values.Select(recipe => recipe.Product).Distinct());
    }

    [Fact]
    public void Positive_material_stays_in_the_dedicated_area_and_nothing_else_comes_there()
    {
        foreach (var batch in Schedule.Requests)
        {
            var positive = batch.Jobs.First(job => job.WorkMaster == Masters.Batch).ValueOf("pathogen") == "positive";
            var areas = batch.Jobs.SelectMany(job => job.Equipment).Select(one => Plant.Rooms.FirstOrDefault(room => room.Id == one.Id)?.Area).OfType<string>().Distinct();

            Assert.Equal(positive ? ["POS"] : ["GEN"], areas);
        }
    }

    [Fact]
    public void People_work_inside_their_shift_on_lines_whose_media_fill_is_current_for_it()
    {
        foreach (var (job, _) in Attended)
        {
            var shift = Plant.Shifts.First(shift => shift.Id == Plant.People.First(person => person.Id == job.Personnel[0].Person).Shift);
            var (start, end) = (TimeOnly.FromDateTime(job.Start.DateTime), TimeOnly.FromDateTime(job.End.DateTime));
            var fill = Balance.MediaFills.Where(one => one.Line == job.EquipmentFor("line") && one.Shift == shift.Id).Max(one => one.Date);

            Assert.All(job.Personnel, one => Assert.Equal(shift.Id, Plant.People.First(person => person.Id == one.Person).Shift));
            Assert.True(start.IsBetween(shift.Starts, shift.Ends) && end.IsBetween(shift.Starts, shift.Ends), job.Id);
            Assert.True(fill.AddMonths(6) >= DateOnly.FromDateTime(job.End.DateTime), job.Id);
        }
    }

    [Fact]
    public void Validated_maxima_of_lines_cultures_and_stages_are_kept()
    {
        foreach (var area in Plant.Areas)
        {
            var here = Steps.Where(one => Plant.Rooms.First(room => room.Id == one.Job.EquipmentFor("room")).Area == area.Id).ToArray();
            foreach (var (job, _) in here)
            {
                var running = here.Where(one => one.Job.Start <= job.Start && one.Job.End > job.Start).ToArray();
                Assert.True(running.Count(one => one.Step.Class == StepClass.NonCulture) <= area.LinesMax!.Count, job.Id);
                Assert.True(running.Count(one => one.Step.Class == StepClass.Culture) <= area.CulturesMax!.Count, job.Id);
                Assert.All(running.GroupBy(one => one.Step.Stage), stage => Assert.True(stage.Count() <= area.StageMax[stage.Key].Count, job.Id));
            }
        }
    }

    [Fact]
    public void Between_two_starts_in_a_room_stands_a_clearance_and_a_changeover_where_the_batch_changes()
    {
        foreach (var (job, _) in Steps)
        {
            var before = Attended.Where(one => one.Job.EquipmentFor("room") == job.EquipmentFor("room") && one.Job.End <= job.Start).Select(one => one.Job).ToArray();
            if (before.Length == 0)
                continue;
            var clearances = Schedule.Jobs.Where(one => one.WorkMaster == Masters.Clearance && one.EquipmentFor("room") == job.EquipmentFor("room") && one.End <= job.Start).ToArray();

            Assert.All(clearances, one => Assert.NotEqual(one.PersonAs("operator"), one.PersonAs("verifier")));
            Assert.Contains(clearances, one => one.Start >= before[^1].End && one.ValueOf("cleared-batch") == before[^1].Request);
            Assert.All(before.Where(one => one.Request != job.Request).GroupBy(one => one.Request), batch =>
                Assert.Contains(clearances, one => one.Start >= batch.Max(last => last.End) && one.ValueOf("cleared-batch") == batch.Key && one.ValueOf("scope") == "changeover"));
        }
    }

    [Fact]
    public void Every_transfer_follows_a_route_of_the_plant_and_starts_where_the_container_is()
    {
        var routes = Plant.Areas.SelectMany(area => area.Routes).Where(route => route.For == RouteUse.Material).Select(route => (route.From, route.To)).ToHashSet();

        Assert.All(Schedule.Jobs.Where(job => job.WorkMaster == Masters.Transfer), job => Assert.Contains((job.EquipmentFor("from")!, job.EquipmentFor("to")!), routes));
    }

    [Fact]
    public void Every_input_of_a_step_is_asked_for_and_every_container_was_made_before()
    {
        var made = Schedule.Jobs.Where(job => job.WorkMaster == Masters.Batch).SelectMany(job => job.Materials).Select(one => one.Lot).ToHashSet();
        foreach (var (job, step) in Steps)
        {
            Assert.Equal(step.Inputs.Select(input => input.Name), job.Materials.Where(one => one.Use == "Consumed").Select(one => one.Name));
            Assert.Equal(step.Outputs.Select(output => output.Name), job.Materials.Where(one => one.Use == "Produced").Select(one => one.Name));
            Assert.All(job.Materials.Where(one => one.Class is "donor-material" or "intermediate" && one.Use == "Consumed"), one => Assert.Contains(one.Lot, made));
            made.UnionWith(job.Materials.Where(one => one.Use == "Produced").Select(one => one.Lot));
        }
    }
}
