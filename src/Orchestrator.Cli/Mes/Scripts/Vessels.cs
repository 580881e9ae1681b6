using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>What the plan knows of its containers as it goes along: which are sealed, and which stand in an incubator.</summary>
internal sealed class Vessels
{
    private readonly HashSet<string> _sealed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IncubatorPlace> _incubated = new(StringComparer.Ordinal);

    public bool IsSealed(string container) => _sealed.Contains(container);

    public IncubatorPlace? IncubatorOf(string container) => _incubated.GetValueOrDefault(container);

    public void Sealed(string container) => _sealed.Add(container);

    /// <summary>A step that works on a container opens its seal.</summary>
    public void Opened(string container) => _sealed.Remove(container);

    public void Loaded(string container, IncubatorPlace place) => _incubated[container] = place;

    public void Unloaded(string container) => _incubated.Remove(container);

    /// <summary>The four scans of loading and unloading: incubator, position, vessel, and the chain of identity on its papers.</summary>
    public static FourScans Scans(JobOrder job, string container, IncubatorPlace place) =>
        new() { Incubator = place.Incubator, Position = place.Position, Vessel = JobScript.LabelOf(container), ChainOfIdentity = $"COI-{job.Request}" };
}

internal sealed record IncubatorPlace(string Incubator, string Compartment, string Position);
