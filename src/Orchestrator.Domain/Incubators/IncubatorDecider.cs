using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Incubators;

/// <summary>Who may do what with an incubator, and when.</summary>
public static class IncubatorDecider
{
    public static void Decide(IncubatorCommand command, Desk desk)
    {
        var incubator = desk.Get<Incubator>(command.Incubator);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Incubator(command.Incubator) is not { } definition)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("incubator", command.Incubator)).Remedied("apply-plant-change"));
            return;
        }

        var compartment = CompartmentOf(command);
        if (definition.Compartments.All(chamber => chamber.Id != compartment))
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("incubator", incubator.Id), new Seen("compartment", compartment)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(incubator.At(compartment).Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("incubator", incubator.Id), new Seen("compartment", compartment), new Seen("status", incubator.At(compartment).Status.ToString()), new Seen("command", command.GetType().Name)));
            return;
        }

        switch (command)
        {
            case IncubatorCommand.Load load:
                Load(load, incubator, definition, site, desk);
                break;
            case IncubatorCommand.Unload unload:
                Unload(unload, incubator, definition, site, desk);
                break;
            case IncubatorCommand.OpenCompartment open:
                desk.Check(TwoPeople.Known(site, open.By))
                    .Check(desk.Get<Batch>(open.Batch).Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", open.Batch)) : null)
                    .Check(Cohabiting.Opening(desk, site, definition, incubator, compartment, open.Batch));
                desk.Write(Actor(incubator), new IncubatorFact.CompartmentOpened(compartment, open.Batch, desk.Now));
                break;
            case IncubatorCommand.CloseCompartment:
                desk.Write(Actor(incubator), new IncubatorFact.CompartmentClosed(compartment, desk.Now));
                break;
            case IncubatorCommand.RecordDisinfection cycle:
                desk.Check(TwoPeople.Known(site, cycle.By)).Check(EquipmentRules.AgentIsNamed(cycle.Agent));
                desk.Write(Actor(incubator), new IncubatorFact.Disinfected(compartment, cycle.Cycle, cycle.Agent, cycle.By, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status of the compartment; true where the command is possible at all.</summary>
    public static bool Possible(CompartmentStatus status, IncubatorCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                     Free   Held   ToBeDisinfected
        return command switch
        {
            IncubatorCommand.Load               => In(status,  true,  true,  true),
            IncubatorCommand.Unload             => In(status,  false, true,  false),
            IncubatorCommand.OpenCompartment    => In(status,  true,  true,  true),
            IncubatorCommand.CloseCompartment   => In(status,  true,  true,  true),
            IncubatorCommand.RecordDisinfection => In(status,  true,  false, true),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(CompartmentStatus status, bool free, bool held, bool toBeDisinfected) => status switch
    {
        CompartmentStatus.Free => free,
        CompartmentStatus.Held => held,
        CompartmentStatus.ToBeDisinfected => toBeDisinfected,
    };

    private static string CompartmentOf(IncubatorCommand command) => command switch
    {
        IncubatorCommand.Load load => load.Compartment,
        IncubatorCommand.Unload unload => unload.Compartment,
        IncubatorCommand.OpenCompartment open => open.Compartment,
        IncubatorCommand.CloseCompartment close => close.Compartment,
        IncubatorCommand.RecordDisinfection cycle => cycle.Compartment,
        _ => throw new ArgumentException($"{command.GetType()} names no compartment"),
    };

    private static void Load(IncubatorCommand.Load load, Incubator incubator, IncubatorDefinition definition, Site site, Desk desk)
    {
        var container = desk.Get<Container>(load.Container);
        var batch = desk.Get<Batch>(container.Batch);
        var exposure = container.IsSealed ? Exposure.Closed : Exposure.Open;
        desk.Check(IncubatorRules.ScansAgree(desk, incubator.Id, load.Position, container, load.Scans))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, load.By, definition.Room, "GMP-9.5.6b"))
            .Check(IdentityRules.Labelled(desk, container))
            .Check(IdentityRules.NotHeld(container).Where(refusal => refusal.Rule == IdentityHolds.Rule))
            .Check(IncubatorRules.IsAtHand(definition, container))
            .Check(IncubatorRules.PositionIsFree(definition, incubator, load.Compartment, load.Position))
            .Check(IncubatorRules.Fit(desk, site, definition, incubator, load.Compartment, container.Batch))
            .Check(IncubatorRules.DisinfectedAfterPositive(incubator, load.Compartment, batch))
            .Check(Cohabiting.Check(desk, site, definition, load.Compartment, container, exposure))
            .Check(Cohabiting.Opening(desk, site, definition, incubator, load.Compartment, container.Batch));
        desk.Write(Actor(incubator), new IncubatorFact.VesselLoaded(
            load.Compartment, load.Position, new Vessel(container.Id, container.Batch, batch.Product, exposure, desk.Now), load.By));
        if (container.Pathogen != PathogenStatus.NegativeScreened)
            desk.Write(Actor(incubator), new IncubatorFact.UsedForPositive(load.Compartment, container.Batch, desk.Now));
        desk.Write(new ActorId(ActorKind.Container, container.Id), new ContainerFact.Parked(new Location(definition.Room, load.Position, incubator.Id), desk.Now));
        if (exposure != Exposure.Closed)
            foreach (var culture in batch.RunningSteps.Where(step => step.Incubator == incubator.Id))
                StepOpening.Opened(desk, batch, culture, $"{container.Id} is not sealed");
        if (container.Location is { Position: { } left, Incubator: null } && desk.Get<Rooms.Room>(definition.Room).Positions.ContainsKey(left))
            desk.Write(new ActorId(ActorKind.Room, definition.Room), new Rooms.RoomFact.VesselTaken(left, container.Id));
    }

    // Cells are taken to safety whatever else is wrong with the incubator: only identity stands in the way.
    private static void Unload(IncubatorCommand.Unload unload, Incubator incubator, IncubatorDefinition definition, Site site, Desk desk)
    {
        var container = desk.Get<Container>(unload.Container);
        desk.Check(IncubatorRules.StandsThere(incubator, unload.Compartment, unload.Position, unload.Container))
            .Check(IncubatorRules.ScansAgree(desk, incubator.Id, unload.Position, container, unload.Scans))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, unload.By, definition.Room, "GMP-9.5.6b"));
        desk.Write(Actor(incubator), new IncubatorFact.VesselUnloaded(unload.Compartment, unload.Position, unload.Container, unload.By, desk.Now));
        desk.Write(new ActorId(ActorKind.Container, unload.Container), new ContainerFact.Taken(definition.Room, desk.Now));
        if (site.Room(definition.Room) is not { } room || (container.IsSealed && room.Use != RoomUse.Processing))
            return;
        desk.Get<Rooms.Room>(room.Id);
        desk.Write(new ActorId(ActorKind.Room, room.Id), new Rooms.RoomFact.MaterialEntered(container.Batch, container.Id, desk.Now, container.IsSealed ? Exposure.Closed : Exposure.Open));
        if (container.IsSealed)
            return;
        // An open vessel out of its chamber stands open in the room; what may not be beside it is held, the cells are safe either way.
        if (Cohabiting.Opening(desk, site, definition, incubator, unload.Compartment, container.Batch).FirstOrDefault() is { } because)
            BatchClocks.Hold(desk, desk.Get<Batch>(container.Batch), new Hold(
                $"opened/{incubator.Id}/{container.Id}", HoldKind.MeasureLost, because.Rule, $"{container.Id} was taken open out of {incubator.Id}", desk.Now));
    }

    private static ActorId Actor(Incubator incubator) => new(ActorKind.Incubator, incubator.Id);
}
