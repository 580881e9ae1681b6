using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Incubators;

/// <summary>Where an incubator stands; derived from its compartments.</summary>
public enum IncubatorStatus
{
    /// <summary>No vessel in it.</summary>
    Ready,
    InUse,

    /// <summary>Empty, and an open culture has left a compartment that was not disinfected since.</summary>
    ToBeDisinfected,
}

/// <summary>Where one compartment stands.</summary>
public enum CompartmentStatus
{
    Free,

    /// <summary>At least one vessel is in it.</summary>
    Held,
    ToBeDisinfected,
}

/// <summary>The memory of one incubator: what stands where, which doors are open, and when each chamber was disinfected.</summary>
public sealed record Incubator(string Id) : IActor<Incubator>
{
    public static ActorKind Kind => ActorKind.Incubator;

    /// <summary>Compartments that have a past, by id; one that was never used is absent.</summary>
    public ImmutableSortedDictionary<string, Compartment> Compartments { get; init; } = ImmutableSortedDictionary<string, Compartment>.Empty;

    /// <summary>The batches whose vessels are in it.</summary>
    public IEnumerable<string> Batches => Compartments.Values.SelectMany(compartment => compartment.Vessels.Values).Select(vessel => vessel.Batch).Distinct();

    public IncubatorStatus Status =>
        Compartments.Values.Any(compartment => compartment.Status == CompartmentStatus.Held) ? IncubatorStatus.InUse
        : Compartments.Values.Any(compartment => compartment.Status == CompartmentStatus.ToBeDisinfected) ? IncubatorStatus.ToBeDisinfected
        : IncubatorStatus.Ready;

    public Compartment At(string compartment) => Compartments.TryGetValue(compartment, out var known) ? known : new Compartment(compartment);

    /// <summary>The place of a container in this incubator, or null.</summary>
    public (string Compartment, string Position, Vessel Vessel)? Find(string container)
    {
        foreach (var compartment in Compartments.Values)
            foreach (var (position, vessel) in compartment.Vessels)
                if (vessel.Container == container)
                    return (compartment.Id, position, vessel);
        return null;
    }

    public static Incubator Nothing(string key) => new(key);

    public Incubator Evolve(Fact fact) => fact switch
    {
        IncubatorFact.VesselLoaded loaded => With(At(loaded.Compartment) with
        {
            Vessels = At(loaded.Compartment).Vessels.SetItem(loaded.Position, loaded.Vessel),
            SinceDisinfection = At(loaded.Compartment).SinceDisinfection.SetItem(loaded.Vessel.Batch, loaded.Vessel.Since),
        }),
        IncubatorFact.VesselUnloaded unloaded => With(At(unloaded.Compartment).Without(unloaded.Position, unloaded.At)),
        IncubatorFact.CompartmentOpened opened => With(At(opened.Compartment) with { Open = new OpenDoor(opened.Batch, opened.At) }),
        IncubatorFact.CompartmentClosed closed => With(At(closed.Compartment) with { Open = null }),
        IncubatorFact.UsedForPositive positive => With(At(positive.Compartment) with { PositiveUse = positive.Batch }),
        IncubatorFact.Disinfected disinfected => With(At(disinfected.Compartment) with { DisinfectedAt = disinfected.At, LastOpenCulture = null, PositiveUse = null, SinceDisinfection = At(disinfected.Compartment).SinceDisinfection.Clear() }),
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of an incubator"),
    };

    private Incubator With(Compartment compartment) => this with { Compartments = Compartments.SetItem(compartment.Id, compartment) };
}

/// <summary>One chamber with its own door; an undivided incubator has exactly one.</summary>
public sealed record Compartment(string Id)
{
    /// <summary>What stands in it, by position.</summary>
    public ImmutableSortedDictionary<string, Vessel> Vessels { get; init; } = ImmutableSortedDictionary<string, Vessel>.Empty;

    public OpenDoor? Open { get; init; }

    public DateTimeOffset? DisinfectedAt { get; init; }

    /// <summary>The last open culture that left it and since which it was not disinfected, or null.</summary>
    public PastOperation? LastOpenCulture { get; init; }

    /// <summary>A batch not free of pathogens that stood in it, and since which it was not disinfected (GMP-9.5.1b), or null.</summary>
    public string? PositiveUse { get; init; }

    /// <summary>The batches that stood in it since it was disinfected, with when the last vessel of each came.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> SinceDisinfection { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    public CompartmentStatus Status =>
        !Vessels.IsEmpty ? CompartmentStatus.Held : LastOpenCulture is not null || PositiveUse is not null ? CompartmentStatus.ToBeDisinfected : CompartmentStatus.Free;

    public Compartment Without(string position, DateTimeOffset at) => this with
    {
        Vessels = Vessels.Remove(position),
        LastOpenCulture = Vessels.TryGetValue(position, out var vessel) && vessel.Exposure != Exposure.Closed ? new PastOperation(vessel.Batch, at) : LastOpenCulture,
    };
}

/// <summary>A vessel at its position.</summary>
/// <param name="Exposure">As effective when it was loaded: a vessel whose closure nobody verified is an open culture.</param>
public sealed record Vessel(string Container, string Batch, string Product, Exposure Exposure, DateTimeOffset Since);

/// <summary>A compartment door that stands open, and for which batch.</summary>
public sealed record OpenDoor(string? Batch, DateTimeOffset Since);
