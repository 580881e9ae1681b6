using Grpc.Core;
using Orchestrator.Api.Demonstration;
using Orchestrator.Api.Doors;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>demo</c> service: the clock of a demonstration plant. A server of a real plant has no stage and refuses.</summary>
public sealed class DemoService(Closing closing, Stage? stage = null) : Demo.DemoBase
{
    public override async Task Join(IAsyncStreamReader<Ack> requestStream, IServerStreamWriter<Instant> responseStream, ServerCallContext context)
    {
        var open = Open();
        if (!await requestStream.MoveNext(context.CancellationToken))
            return;
        var first = requestStream.Current;
        if (first.Participant.Length == 0)
            throw CommandDoor.Invalid("participant", "请在第一条消息中说明身份", "name yourself with the first message");
        if (first.Stage is < 0 or >= Stage.Stages)
            throw CommandDoor.Invalid("stage", $"0 至 {Stage.Stages - 1}：数小者先行，到期处理在第 0 段之后", $"0 to {Stage.Stages - 1}: the lower act first, and the wake-ups run after stage 0");
        await open.Join(first, requestStream, responseStream, context.CancellationToken);
    }

    public override Task<AdvanceReply> Advance(AdvanceRequest request, ServerCallContext context) =>
        closing.WhileOpen(context.CancellationToken, ends => Open().Advance(Wire.At(request.To, "to"), request.Participants, ends));

    private Stage Open() =>
        stage ?? throw CommandDoor.Told(StatusCode.FailedPrecondition, "该工厂使用实际时钟；只有作为演示建立的工厂才有可推动的时钟", "this plant runs on the machine's clock; only a plant founded as a demonstration has a clock to drive");
}
