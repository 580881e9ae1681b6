using Orchestrator.Api.Doors;
using Orchestrator.V1;
using Kernel = Orchestrator.Domain.Kernel;
using Materials = Orchestrator.Domain.Materials;
using Plants = Orchestrator.Domain.Plants;
using Segregation = Orchestrator.Domain.Segregation;

namespace Orchestrator.Api.Services;

/// <summary>Between the wire's shapes and the law's; this part: materials, lines and where a report came from.</summary>
public static partial class Wire
{
    public static Segregation.PathogenStatus PathogenStatus(PathogenStatus value) => value switch
    {
        V1.PathogenStatus.Unknown => Segregation.PathogenStatus.Unknown,
        V1.PathogenStatus.NegativeScreened => Segregation.PathogenStatus.NegativeScreened,
        V1.PathogenStatus.Positive => Segregation.PathogenStatus.Positive,
        _ => throw CommandDoor.NoneOf<PathogenStatus>("pathogen", "UNKNOWN", "NEGATIVE_SCREENED", "POSITIVE"),
    };

    public static Materials.Connection Connection(Connection value) => value switch
    {
        V1.Connection.Mounted => Materials.Connection.Mounted,
        V1.Connection.SterileConnector => Materials.Connection.SterileConnector,
        V1.Connection.SterileWeld => Materials.Connection.SterileWeld,
        V1.Connection.ClosedTransfer => Materials.Connection.ClosedTransfer,
        V1.Connection.Ambient => Materials.Connection.Ambient,
        _ => throw CommandDoor.NoneOf<Connection>("connection", "MOUNTED", "STERILE_CONNECTOR", "STERILE_WELD", "CLOSED_TRANSFER", "AMBIENT"),
    };

    public static Materials.Composition Composition(Composition value) => value switch
    {
        V1.Composition.HumanSerumOrPlasma => Materials.Composition.HumanSerumOrPlasma,
        V1.Composition.BetaLactam => Materials.Composition.BetaLactam,
        _ => throw CommandDoor.NoneOf<Composition>("composition", "HUMAN_SERUM_OR_PLASMA", "BETA_LACTAM"),
    };

    public static Plants.MediaFillResult MediaFillResult(MediaFillResult value) => value switch
    {
        V1.MediaFillResult.Passed => Plants.MediaFillResult.Passed,
        V1.MediaFillResult.Failed => Plants.MediaFillResult.Failed,
        V1.MediaFillResult.Aborted => Plants.MediaFillResult.Aborted,
        _ => throw CommandDoor.NoneOf<MediaFillResult>("result", "PASSED", "FAILED", "ABORTED"),
    };

    public static Kernel.Origin Origin(Origin value) => value switch
    {
        V1.Origin.Live => Kernel.Origin.Live,
        V1.Origin.DeviceBuffer => Kernel.Origin.DeviceBuffer,
        V1.Origin.Paper => Kernel.Origin.Paper,
        _ => throw CommandDoor.NoneOf<Origin>("origin", "LIVE", "DEVICE_BUFFER", "PAPER"),
    };
}
