namespace Orchestrator.Simulation.Check;

/// <summary>The promises of a plant, each checked from its journal alone.</summary>
public static class Invariants
{
    public static List<Fold> All() =>
    [
        new OrderAndChain(),
        new NothingAcknowledgedIsLost(),
        new TimeNeverRunsBack(),
        new NewestStatesDecide(),
        new ReplayDecidesTheSame(),
        new OneBatchInAnOpenRoom(),
        new NoUnclearedReuse(),
        new ClearanceServesOnce(),
        new NoLapsedMediaFill(),
        new NobodyInTwoRooms(),
        new NobodyOnTwoBatches(),
        new TwoDifferentPeople(),
        new NoOtherChainConsumed(),
        new NothingHeldIsUsed(),
        new NothingUsedTwice(),
        new NeighboursAreApart(),
        new TurnsAreWhole(),
        new MasterDataIsApproved(),
        new BatchesLiveOnce(),
        new StepsFollowTheRecipe(),
        new PeopleAreThereAndFit(),
        new ContainersAreKept(),
        new LabelsAreAccountedFor(),
        new PlacesAreClean(),
        new ChambersAreApart(),
        new HoldsHold(),
        new DevicesAreToldOnce(),
        new MaterialsAreReleased(),
        new ClearancesAreComplete(),
    ];
}
