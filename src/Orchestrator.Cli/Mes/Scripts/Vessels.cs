using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>What the plan knows of its containers as it goes along: which are sealed.</summary>
internal sealed class Vessels
{
    private readonly HashSet<string> _sealed = new(StringComparer.Ordinal);

    public bool IsSealed(string container) => _sealed.Contains(container);

    public void Sealed(string container) => _sealed.Add(container);

    /// <summary>A step that works on a container opens its seal.</summary>
    public void Opened(string container) => _sealed.Remove(container);
}

internal sealed record IncubatorPlace(string Incubator, string Compartment, string Position)
{
    /// <summary>The four scans of loading and unloading: incubator, position, vessel, and the chain of identity on its papers.</summary>
    public FourScans Scans(JobOrder job, string container) =>
        new() { Incubator = Incubator, Position = Position, Vessel = JobScript.LabelOf(container), ChainOfIdentity = $"COI-{job.Request}" };
}
