using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>Plays the scenes in the annex one after the other, in an order and at intervals of chance's choosing, again and again.</summary>
public sealed class Provocateur(Stage stage, Told told)
{
    private const int HoursBetweenMax = 3;

    public IEnumerable<Move> Script()
    {
        var (paper, work, devices, places) = (new PaperScenes(stage, told), new WorkScenes(stage, told), new DeviceScenes(stage, told), new PlaceScenes(stage, told));
        var lapses = new LapseScenes(stage, told);
        foreach (var move in devices.SetUp().Concat(paper.MediaFills()))
            yield return move;
        Func<IEnumerable<Move>>[] scenes =
        [
            paper.Orders, paper.Lots, paper.Approvals, paper.MasterData, work.Step, work.LatePositive, work.Vectors, devices.Breach, devices.Systems, devices.IsolatorWork, devices.Equipment,
            devices.Instruments, devices.Silence, devices.LostAnswer, places.Neighbours, places.Vessels, places.OpenVessels, places.Excursion, places.People, places.Positive, places.Contacts, lapses.Midnight,
        ];
        while (true)
        {
            stage.Chance.Shuffle(scenes);
            foreach (var scene in scenes)
            {
                yield return new Move.Wait(stage.At.AddMinutes(stage.Chance.Next(HoursBetweenMax * 60)));
                foreach (var move in places.Leftovers().Concat(scene()))
                    yield return move;
            }
        }
    }
}
