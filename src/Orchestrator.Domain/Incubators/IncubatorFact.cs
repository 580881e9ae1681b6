using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Incubators;

/// <summary>What the journal keeps about one incubator.</summary>
public abstract record IncubatorFact : Fact
{
    /// <summary>A vessel was put at a position, on four scans that agree (GMP-9.5.6b).</summary>
    [FactName("incubator.vessel-loaded.v1")]
    public sealed record VesselLoaded(string Compartment, string Position, Vessel Vessel, string By) : IncubatorFact;

    [FactName("incubator.vessel-unloaded.v1")]
    public sealed record VesselUnloaded(string Compartment, string Position, string Container, string By, DateTimeOffset At) : IncubatorFact;

    [FactName("incubator.compartment-opened.v1")]
    public sealed record CompartmentOpened(string Compartment, string? Batch, DateTimeOffset At) : IncubatorFact;

    [FactName("incubator.compartment-closed.v1")]
    public sealed record CompartmentClosed(string Compartment, DateTimeOffset At) : IncubatorFact;

    /// <summary>Material that is not free of pathogens stands or stood in the chamber, and it was not disinfected since (GMP-9.5.1b).</summary>
    [FactName("incubator.used-for-positive.v1")]
    public sealed record UsedForPositive(string Compartment, string Batch, DateTimeOffset At) : IncubatorFact;

    /// <summary>A passed disinfection or sterilisation cycle of one chamber (GMP-9.5.6e).</summary>
    [FactName("incubator.disinfected.v1")]
    public sealed record Disinfected(string Compartment, string Cycle, string Agent, string By, DateTimeOffset At) : IncubatorFact;
}
