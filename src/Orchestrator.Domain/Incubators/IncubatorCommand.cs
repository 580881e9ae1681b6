using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Incubators;

/// <summary>What can be asked of, or reported about, one incubator.</summary>
public abstract record IncubatorCommand(string Incubator) : Command
{
    /// <summary>Puts a vessel at a position, on four scans (GMP-9.5.6b).</summary>
    [CommandName("manufacturing.load-incubator.v1")]
    public sealed record Load(string Incubator, string Compartment, string Position, string Container, FourScans Scans, string By) : IncubatorCommand(Incubator);

    /// <summary>Takes a vessel from its position, on four scans (GMP-9.5.6b).</summary>
    [CommandName("manufacturing.unload-incubator.v1")]
    public sealed record Unload(string Incubator, string Compartment, string Position, string Container, FourScans Scans, string By) : IncubatorCommand(Incubator);

    /// <summary>Opens a compartment to load or unload a batch's vessels (GMP-9.5.6g).</summary>
    [CommandName("manufacturing.open-compartment.v1")]
    public sealed record OpenCompartment(string Incubator, string Compartment, string Batch, string By) : IncubatorCommand(Incubator);

    [CommandName("equipment.close-compartment.v1")]
    public sealed record CloseCompartment(string Incubator, string Compartment) : IncubatorCommand(Incubator), IReport;

    /// <summary>Records a passed disinfection or sterilisation cycle of a chamber (GMP-9.5.6e).</summary>
    [CommandName("equipment.record-incubator-disinfection.v1")]
    public sealed record RecordDisinfection(string Incubator, string Compartment, string Cycle, string Agent, string By) : IncubatorCommand(Incubator);
}

/// <summary>What was read from incubator, position, vessel and the chain of identity on its papers.</summary>
public sealed record FourScans(string Incubator, string Position, string Vessel, string ChainOfIdentity);
