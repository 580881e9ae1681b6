using System.Text;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>What every store promises about kept states; that nothing rests on them is proven where they are used.</summary>
public abstract partial class JournalSpec
{
    private IStateStore States => (IStateStore)Journal;

    [Fact]
    public async Task A_kept_state_is_there_for_its_edition_and_no_other()
    {
        await States.Keep(Plant, "e1", [State(Room, 3, "three")], default);

        Assert.Equal("room/R-101 3 v3 three s3", Said(await ((IStateStore)OpenAnother()).Find(Plant, "e1", Room, default)));
        Assert.Null(await States.Find(Plant, "e2", Room, default));
        Assert.Null(await States.Find("plant-2", "e1", Room, default));
        Assert.Null(await States.Find(Plant, "e1", Batch, default));
    }

    [Fact]
    public async Task A_newer_state_takes_the_place_of_an_older_one_and_never_the_other_way_round()
    {
        await States.Keep(Plant, "e1", [State(Room, 3, "three"), State(Batch, 7, "seven")], default);
        await States.Keep(Plant, "e1", [State(Room, 2, "two"), State(Batch, 8, "eight")], default);

        Assert.Equal("room/R-101 3 v3 three s3", Said(await States.Find(Plant, "e1", Room, default)));
        Assert.Equal("batch/B-7 8 v8 eight s8", Said(await States.Find(Plant, "e1", Batch, default)));
    }

    [Fact]
    public async Task A_state_of_another_edition_takes_the_place_of_whatever_was_kept()
    {
        await States.Keep(Plant, "e1", [State(Room, 3, "three")], default);
        await States.Keep(Plant, "e2", [State(Room, 2, "two")], default);

        Assert.Null(await States.Find(Plant, "e1", Room, default));
        Assert.Equal("room/R-101 2 v2 two s2", Said(await States.Find(Plant, "e2", Room, default)));
    }

    [Fact]
    public async Task Everybody_who_was_ever_written_is_standing_with_what_is_kept()
    {
        var entered = Writing("mes/1", (Room, ""));
        var started = Writing("mes/2", (Room, entered.WriteId), (Batch, ""));
        await Append(entered, started, Reading("mes/3", (Operator, "")));
        await Append(Lease with { }, "mes/4");
        await States.Keep(Plant, "e1", [State(Room, 1, "one"), State(Operator, 9, "of nobody")], default);

        var standing = await States.Standing(Plant, "e1", default).ToListAsync();

        Assert.Equal(
            [$"batch/B-7 2 {started.WriteId} -", $"room/R-101 2 {started.WriteId} room/R-101 1 v1 one s1"],
            standing.Where(one => one.Actor.Kind != ActorKind.Label).Select(one => $"{one.Actor} {one.Position} {one.Version} {Said(one.Kept)}").Order(StringComparer.Ordinal));
        Assert.Equal(Many, standing.Count(one => one.Actor.Kind == ActorKind.Label));
        Assert.Empty(await States.Standing("plant-2", "e1", default).ToListAsync());
    }

    [Fact]
    public async Task Every_history_from_a_position_on_is_the_end_of_the_whole_one()
    {
        var versions = new List<string> { "" };
        foreach (var number in Enumerable.Range(1, 12))
        {
            var turn = number % 3 == 0 ? Writing($"mes/{number}", (Operator, "")) : Writing($"mes/{number}", (Room, versions[^1]));
            if (Assert.Single(await Append(turn)) is Receipt.Recorded && number % 3 != 0)
                versions.Add(turn.WriteId);
        }

        var whole = await Journal.ReadActor(Plant, Room, 0, default);
        Assert.Equal(8, whole.Turns.Length);
        foreach (var from in Enumerable.Range(0, 15))
        {
            var end = await Journal.ReadActor(Plant, Room, from, default);
            Assert.Equal((whole.Version, whole.Position), (end.Version, end.Position));
            Assert.Equal(whole.Turns.Where(turn => turn.Position >= from).Select(turn => turn.Id), end.Turns.Select(turn => turn.Id));
        }
    }

    private const int Many = 1300;

    /// <summary>One turn that writes more actors than a store reads at once.</summary>
    private async Task Append(Lease lease, string id) => Assert.Equal(
        1, (await Journal.Append(lease, [Writing(id, [.. Enumerable.Range(0, Many).Select(number => (new ActorId(ActorKind.Label, $"L-{number:0000}"), ""))])], default)).Count(receipt => receipt is Receipt.Recorded));

    private static KeptState State(ActorId actor, long position, string state) =>
        new(actor, position, $"v{position}", Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes($"s{position}"));

    private static string Said(KeptState? kept) => kept is null
        ? "-"
        : $"{kept.Actor} {kept.Position} {kept.Version} {Encoding.UTF8.GetString(kept.State.Span)} {Encoding.UTF8.GetString(kept.Seal.Span)}";
}
