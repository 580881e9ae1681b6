using Orchestrator.Client;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Tests;
using Xunit;

namespace Orchestrator.Api.Tests.Law;

/// <summary>Every hold has an exit: whatever its kind and wherever it lies, the refusal it causes names the call that lifts it, and the law grants that lifting.</summary>
public sealed class HoldExitTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly World _world = World.Of(SmallPlant.Document, SmallRecipe.Document);

    public static TheoryData<HoldKind> Kinds => [.. Enum.GetValues<HoldKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_held_batch_names_its_way_out(HoldKind kind)
    {
        _world.Given<Batch>("B-1", new BatchFact.Created("CART-19", SmallRecipe.Key, "COI-1", "D-1", BatchPurpose.Commercial, Since))
            .Given<Batch>("B-1", new BatchFact.HoldPlaced(Hold(kind)));

        var way = WayOut(BatchRules.NotHeld(_world.State<Batch>("B-1")));

        Assert.Equal(kind switch
        {
            HoldKind.Identity => "manufacturing/LiftIdentityHold",
            HoldKind.Breach => "quality/AssessBreach",
            HoldKind.SignalLost => "equipment/ReportReadings",
            _ => "manufacturing/LiftHold",
        }, way);
        // A lost signal comes back by itself when readings close the gap, and quality may judge it before.
        if (kind != HoldKind.Identity)
            _world.MustBoth(new BatchCommand.LiftHold("B-1", "h-1", "assessed", "quality-1", "quality-2"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_held_room_names_its_way_out(HoldKind kind)
    {
        _world.Given<Room>("R-101", new RoomFact.HoldPlaced(Hold(kind)));

        Assert.Equal(kind == HoldKind.Breach ? "quality/AssessBreach" : "quality/LiftRoomHold", WayOut(RoomRules.NotHeld(_world.State<Room>("R-101"))));
        // Where no breach awaits its assessment, a hold of that kind is lifted like any other.
        _world.MustBoth(new RoomCommand.LiftHold("R-101", "h-1", "assessed", "quality-1", "engineer-1"), "quality-1", "engineer-1");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_held_container_names_its_way_out(HoldKind kind)
    {
        _world.Given<Container>("C-1", new ContainerFact.HoldPlaced(Hold(kind), ["C-1"], []));

        var way = WayOut(IdentityRules.NotHeld(_world.State<Container>("C-1")));

        Assert.Equal(kind == HoldKind.Identity ? "manufacturing/LiftIdentityHold" : "manufacturing/LiftContainerHold", way);
        Assert.Null(ContainerRules.HoldLies(_world.State<Container>("C-1"), "h-1", kind == HoldKind.Identity));
    }

    private static Hold Hold(HoldKind kind) => new("h-1", kind, "GMP-10.2b", "as the test wants", Since);

    /// <summary>The call that the nearest remedy names; it exists and is ruled on.</summary>
    private static string? WayOut(IEnumerable<Refusal> refusals)
    {
        var command = LawBook.RemedyCommand(Assert.Single(refusals).Remedies[0].Code);
        Assert.True(AnyCall.Named(command ?? "") is { IsCommand: true }, $"{command} is no command");
        return command;
    }
}
