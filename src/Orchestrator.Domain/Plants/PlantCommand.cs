using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Plants;

/// <summary>What can be asked of the plant as a whole.</summary>
public abstract record PlantCommand : Command
{
    /// <summary>Begins the plant's journal.</summary>
    [CommandName("plant.found.v1")]
    public sealed record Found(string Id, TimeMode Time) : PlantCommand;

    /// <summary>Proposes master data; the files were read and checked before.</summary>
    [CommandName("plant.propose-change.v1")]
    public sealed record ProposeChange(string Change, DateTimeOffset EffectiveFrom, PlantDocument? Plant, ImmutableArray<RecipeDocument> Recipes) : PlantCommand;

    /// <summary>Approves a proposed change; never by the person who proposed it.</summary>
    [CommandName("plant.approve-change.v1")]
    public sealed record ApproveChange(string Change) : PlantCommand;

    [CommandName("plant.withdraw-change.v1")]
    public sealed record WithdrawChange(string Change) : PlantCommand;

    /// <summary>Proposes what was true before the product kept the memory; a second person approves it.</summary>
    [CommandName("plant.propose-opening.v1")]
    public sealed record ProposeOpening(string Opening, OpeningBalance Balance) : PlantCommand;

    /// <summary>Approves a proposed opening balance; never by the person who proposed it.</summary>
    [CommandName("plant.approve-opening.v1")]
    public sealed record ApproveOpening(string Opening) : PlantCommand;
}

/// <summary>A clock has come due; the law looks again at the actor it belongs to. Its id is made of clock, actor and instant.</summary>
[CommandName("plant.wake-up.v1")]
public sealed record WakeUp(ActorId Actor, string Clock, DateTimeOffset Due) : Command, IAlarm;
