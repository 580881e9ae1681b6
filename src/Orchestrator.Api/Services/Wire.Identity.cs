using Orchestrator.Api.Doors;
using Orchestrator.V1;
using Identity = Orchestrator.Domain.Identity;

namespace Orchestrator.Api.Services;

/// <summary>Between the wire's shapes and the law's; this part: containers and labels.</summary>
public static partial class Wire
{
    public static Identity.Contents Contents(Contents? contents) => contents is null
        ? throw CommandDoor.Invalid("contents", "请写明其数量", "say how much it holds")
        : new Identity.Contents(Number(contents.VolumeMl, "contents.volume_ml"), contents.HasCells ? Number(contents.Cells, "contents.cells") : null);

    public static Identity.Part Part(Part? part) => part is null
        ? throw CommandDoor.Invalid("part", "请写明灌装哪个容器", "say which container is filled")
        : new Identity.Part(part.Container, part.Type, Contents(part.Contents));

    public static Identity.ScannedContainer ScannedContainer(ScannedContainer scanned) => new(scanned.Container, scanned.Code);

    public static Identity.PrintedLabel PrintedLabel(PrintedLabel label) => new(label.Label, label.Container);

    public static Identity.Inspection Inspection(Inspection value) => value switch
    {
        V1.Inspection.BeforeUse => Identity.Inspection.BeforeUse,
        V1.Inspection.AfterFilling => Identity.Inspection.AfterFilling,
        _ => throw CommandDoor.NoneOf<Inspection>("when", "BEFORE_USE", "AFTER_FILLING"),
    };

    public static Identity.SamplingMethod SamplingMethod(SamplingMethod value) => value switch
    {
        V1.SamplingMethod.ClosedPath => Identity.SamplingMethod.ClosedPath,
        V1.SamplingMethod.Puncture => Identity.SamplingMethod.Puncture,
        V1.SamplingMethod.Opened => Identity.SamplingMethod.Opened,
        _ => throw CommandDoor.NoneOf<SamplingMethod>("method", "CLOSED_PATH", "PUNCTURE", "OPENED"),
    };
}
