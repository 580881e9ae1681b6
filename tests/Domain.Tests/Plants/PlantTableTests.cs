using System.Text;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>Shows who may do what with a plant's master data, and when, as the page that reviewers approve: each answer is the law's own.</summary>
public sealed class PlantTableTests
{
    private static readonly OpeningBalance Balance = new() { Plant = "SMALL", Document = "OB-1 v1", AsOf = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) };

    private static readonly (string Name, PlantCommand Command)[] Commands =
    [
        ("found", new PlantCommand.Found("SMALL", TimeMode.Real)),
        ("propose change", new PlantCommand.ProposeChange("change-2", new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), null, [])),
        ("approve change", new PlantCommand.ApproveChange("change-1")),
        ("withdraw change", new PlantCommand.WithdrawChange("change-1")),
        ("propose opening", new PlantCommand.ProposeOpening("opening-2", Balance)),
        ("approve opening", new PlantCommand.ApproveOpening("opening-1")),
    ];

    private static readonly (string Name, Action<World> Play)[] Situations =
    [
        ("never founded", _ => { }),
        ("founded", Found),
        ("change proposed by engineer-1", Proposed),
        ("change approved, its day has not come", world => Approved(world, TimeSpan.FromDays(1))),
        ("change in force", world => Approved(world, TimeSpan.Zero)),
        ("opening balance proposed by engineer-1", Opening),
    ];

    [Fact]
    public void The_table_of_the_plant_is_the_approved_one()
    {
        var page = new StringBuilder();
        foreach (var (situation, play) in Situations)
        {
            page.Append(situation).Append('\n');
            foreach (var (name, command) in Commands)
                page.Append($"  {name,-18}{string.Join("  ", new[] { "engineer-1", "quality-1", null }.Select(person => $"{person ?? "no person",-12}{Answer(play, person, command),-28}")).TrimEnd()}\n");
        }

        Tests.Approved.Matches(page.ToString(), "Plant");
    }

    [Fact]
    public void Every_command_stands_in_the_table() =>
        Assert.Equal(typeof(PlantCommand).GetNestedTypes().Select(type => type.Name).Order(), Commands.Select(row => row.Command.GetType().Name).Order());

    private static string Answer(Action<World> play, string? person, PlantCommand command)
    {
        var world = new World();
        play(world);
        var decision = world.As(person).Ask(command);
        return decision.Granted ? string.Join(", ", decision.Facts.Select(written => written.Fact.GetType().Name).Distinct()) : $"refused {string.Join(", ", World.Rules(decision))}";
    }

    [Fact]
    public void A_plant_that_contradicts_itself_is_not_proposed()
    {
        var world = new World();
        Found(world);

        var decision = world.As("engineer-1").Give(new PlantCommand.ProposeChange("change-1", world.Now, SmallPlant.Document, []));

        Assert.All(World.Rules(decision), rule => Assert.Equal("ORC-022", rule));
        Assert.Contains(decision.Refusals, refusal => refusal.Seen.Any(seen => seen.Value == "rooms[0].adjoining[0]"));
    }

    private static void Found(World world) => world.Must(new PlantCommand.Found("SMALL", TimeMode.Real));

    private static void Proposed(World world) => Proposed(world, TimeSpan.FromDays(1));

    private static void Proposed(World world, TimeSpan ahead)
    {
        Found(world);
        world.Proposed("change-1", world.Now + ahead, SmallPlant.Document);
    }

    private static void Approved(World world, TimeSpan ahead)
    {
        Proposed(world, ahead);
        world.As("quality-1").Must(new PlantCommand.ApproveChange("change-1"));
    }

    private static void Opening(World world)
    {
        Approved(world, TimeSpan.Zero);
        world.As("engineer-1").Must(new PlantCommand.ProposeOpening("opening-1", Balance));
    }
}
