using Orchestrator.Api.MasterData;
using Orchestrator.Api.Supervision;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Tests;
using Orchestrator.Engine;
using Orchestrator.V1;
using Xunit;
using Plant = Orchestrator.Domain.Plants.Plant;

namespace Orchestrator.Api.Tests.Supervision;

/// <summary>The instants at which something is said to lapse are the ones at which the law begins to refuse for it.</summary>
public sealed class LapseTests
{
    private static readonly PlantDocument Document = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;

    private static readonly string[] OfPlaces = ["media-fill", "qualification", "calibration", "clearance", "decontamination", "disinfection", "integrity"];

    private readonly World _world = World.Of(Document);

    public LapseTests()
    {
        var today = _world.Now;
        foreach (var line in Document.Lines)
        {
            foreach (var (shift, at) in Document.Shifts.SelectMany(shift => Enumerable.Range(0, 3).Select(at => (shift, at))))
            {
                _world.Given<Line>(line.Id, new LineFact.MediaFillRecorded(new MediaFill(
                    $"MF-{line.Id}-{shift.Id}-{at}", shift.Id, new DateOnly(2025, 12, 1 + at), Domain.Plants.MediaFillResult.Passed, 1, [], line.SimulatedOperations, "APS", null), "PL-01", "QA-01"));
            }
        }

        foreach (var room in Document.Rooms.Where(room => room.Use is RoomUse.Processing or RoomUse.Incubation))
        {
            _world.Given<Room>(room.Id, new RoomFact.Disinfected("D", "agent", TimeSpan.FromMinutes(10), "CL-01", today));
            _world.Given<Room>(room.Id, new RoomFact.StepStarted(new RunningStep("B-1", "wash", "wash", StepClass.NonCulture, Exposure.Closed, null, null, null, null, today.AddHours(-4)), UsesClearance: true));
            _world.Given<Room>(room.Id, new RoomFact.StepEnded("B-1", "wash", today.AddHours(-2), NeedsClearance: true, ClearBy: null));
            _world.Given<Room>(room.Id, new RoomFact.Cleared($"C-{room.Id}", Domain.Rooms.ClearanceScope.Changeover, "B-1", today, today + Document.Parameters.ClearanceValidity));
        }

        foreach (var isolator in Document.Isolators)
        {
            _world.Given<Isolator>(isolator.Id, new IsolatorFact.Decontaminated("CYC", true, "passed", "EN-01", today));
            foreach (var test in Enum.GetValues<Domain.Isolators.IntegrityTest>())
                _world.Given<Isolator>(isolator.Id, new IsolatorFact.IntegrityTested(test, "method", "0", true, "EN-01", today));
        }

        foreach (var system in Document.ClosedSystems)
            _world.Given<ClosedSystem>(system.Id, new ClosedSystemFact.IntegrityChecked("IC", "method", "0", true, "EN-01", today));
        foreach (var (incubator, compartment) in Document.Incubators.SelectMany(incubator => incubator.Compartments.Select(compartment => (incubator, compartment))))
            _world.Given<Incubator>(incubator.Id, new IncubatorFact.Disinfected(compartment.Id, "D", "agent", "CL-01", today));
    }

    [Fact]
    public void Each_is_the_instant_from_which_the_law_refuses_for_it()
    {
        var lapses = At(_world.Now).Lapses.Where(lapse => OfPlaces.Contains(lapse.Kind)).ToList();

        Assert.Equal(OfPlaces.Order(StringComparer.Ordinal), lapses.Select(lapse => lapse.Kind).Distinct().Order(StringComparer.Ordinal));
        foreach (var instant in lapses.Where(lapse => !lapse.Lapsed && !OfSensor(lapse)).GroupBy(lapse => lapse.At.ToDateTimeOffset()).OrderBy(instant => instant.Key))
        {
            var before = Reasons(At(instant.Key.AddMilliseconds(-1)));
            var after = Reasons(At(instant.Key.AddMilliseconds(1)));
            Assert.All(instant, lapse => Assert.True(
                after.Except(before).Any(reason => reason.StartsWith($"{lapse.Actor} ", StringComparison.Ordinal) || reason.Contains($"={lapse.Actor.Split('/')[1]}", StringComparison.Ordinal)),
                $"nothing of {lapse} is refused from then on; new: {string.Join("; ", after.Except(before))}"));
        }
    }

    [Fact]
    public void A_sensor_is_relied_on_until_its_calibration_lapses()
    {
        foreach (var lapse in At(_world.Now).Lapses.Where(OfSensor))
        {
            var definition = Document.Sensors.Single(sensor => $"sensor/{sensor.Id}" == lapse.Actor);
            Assert.Null(Fresh(definition, lapse.At.ToDateTimeOffset().AddMilliseconds(-1)));
            Assert.NotNull(Fresh(definition, lapse.At.ToDateTimeOffset()));
        }
    }

    [Fact]
    public void Nothing_of_places_is_refused_anew_at_an_instant_that_is_not_listed()
    {
        var begin = _world.Now;
        var listed = At(begin).Lapses.Select(lapse => lapse.At.ToDateTimeOffset()).ToHashSet();
        var known = Reasons(At(begin));
        foreach (var (from, to) in listed.Append(begin).Where(instant => instant >= begin).Order().Zip(listed.Append(begin.AddDays(360)).Where(instant => instant > begin).Order()))
        {
            known = Reasons(At(from.AddMilliseconds(1)));
            Assert.Empty(Reasons(At(to.AddMilliseconds(-1))).Except(known));
        }
    }

    [Fact]
    public void What_people_may_do_and_what_is_in_date_lapses_when_the_law_says_so()
    {
        _world.Given<MaterialLot>("LOT-1", new MaterialLotFact.Received("MED-1", "supplier", new DateOnly(2026, 3, 20), [], "", "PL-01", _world.Now));
        var site = _world.State<Plant>("plant").Site!;
        var view = At(_world.Now);

        var lot = Assert.Single(view.Lapses, lapse => lapse.Kind == "material").At.ToDateTimeOffset();
        Assert.Null(MaterialRules.InDate(_world.State<MaterialLot>("LOT-1"), site, lot.AddMilliseconds(-1)));
        Assert.NotNull(MaterialRules.InDate(_world.State<MaterialLot>("LOT-1"), site, lot));
        foreach (var lapse in view.Lapses.Where(lapse => lapse is { Kind: "training", What: FitnessRules.Biosafety, Lapsed: false }))
        {
            var person = site.Person(lapse.Actor.Split('/')[1])!;
            var at = lapse.At.ToDateTimeOffset();
            Assert.DoesNotContain(Trained(site, person, at.AddMilliseconds(-1)), refusal => refusal.Seen.Any(seen => seen.Name == "training"));
            Assert.Contains(Trained(site, person, at), refusal => refusal.Seen.Any(seen => seen.Name == "training"));
        }
    }

    private static IEnumerable<Domain.Kernel.Refusal> Trained(Site site, PersonDefinition person, DateTimeOffset at) =>
        FitnessRules.ForArea(site, person, "GEN", at).Concat(FitnessRules.ForAreaAsOther(site, person, "GEN", at));

    private static bool OfSensor(Lapse lapse) => lapse.Actor.StartsWith("sensor/", StringComparison.Ordinal);

    private Domain.Kernel.Refusal? Fresh(SensorDefinition sensor, DateTimeOffset at)
    {
        At(at);
        var plant = Overview.Of(new Picture(1, at, Actors.None.With(_world.Everyone)), at)!;
        return SensorRules.Fresh(plant.Desk, plant.Site, sensor, "GMP-6.4.0");
    }

    /// <summary>The plant at an instant, every sensor just read.</summary>
    private CapacityView At(DateTimeOffset now)
    {
        foreach (var sensor in Document.Sensors)
        {
            var value = ((sensor.Low ?? sensor.High) + (sensor.High ?? sensor.Low)) / 2 ?? 0;
            _world.Given<Sensor>(sensor.Id, new SensorFact.ReadingsRecorded(
                ReadingSeries.Of(value, now), Domain.Sensors.ReadingQuality.Good, Domain.Kernel.Origin.Live, true, new Coverage(now, null), null, "test"));
        }

        return Overview.Of(new Picture(1, now, Actors.None.With(_world.Everyone)), now)!.Whole(TimeSpan.FromDays(366), [], []);
    }

    private static HashSet<string> Reasons(CapacityView view) =>
    [
        .. view.Lines.SelectMany(line => line.Blocked.Concat(line.Shifts.SelectMany(shift => shift.Blocked)).Select(refusal => Reason($"line/{line.Line}", refusal))),
        .. view.Rooms.SelectMany(room => room.Blocked.Select(refusal => Reason($"room/{room.Room}", refusal))),
        .. view.Rooms.SelectMany(room => room.Parts).SelectMany(part => part.Blocked.Select(refusal => Reason(part.Place, refusal))),
    ];

    private static string Reason(string place, V1.Refusal refusal) =>
        $"{place} {refusal.Rule} {string.Join(' ', refusal.Facts.Where(fact => fact.Name is not ("now" or "readingAge")).Select(fact => $"{fact.Name}={fact.Value}"))}";
}
