using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;
using GrpcStatus = Grpc.Core.Status;
using RpcStatus = Google.Rpc.Status;

namespace Orchestrator.Api.Doors;

/// <summary>
/// The way of a command from the wire to the law and back: who asks, the command id, the ruling. A refusal leaves as
/// FAILED_PRECONDITION with the whole <see cref="Ruling"/> in its details; what is no ruling leaves as an error that says
/// whether the same id may be tried again.
/// </summary>
public sealed class CommandDoor(PlantRunner runner)
{
    private const int IdLengthMax = 128;

    /// <summary>The plant that this server serves.</summary>
    public string Plant => runner.Plant;

    /// <summary>Gives a command to the law for the caller of this call.</summary>
    /// <exception cref="RpcException">The command was refused, or there is no ruling.</exception>
    public async Task<Ruling> Give(Command command, CommandHeader? header, ServerCallContext context)
    {
        var caller = Gate.CallerOf(context);
        var id = IdOf(header);
        var order = new Order(command, caller.Name, id, caller.Roles, caller.Person);
        var answer = header!.DryRun
            ? await runner.DryRun(order).WaitAsync(context.CancellationToken)
            : await runner.Submit(order).WaitAsync(context.CancellationToken);
        return answer switch
        {
            Answer.Ruled ruled when ruled.Turn.Granted || header.DryRun => Words.Of(ruled),
            Answer.Ruled ruled => throw Refused(Words.Of(ruled)),
            Answer.OtherPayload => throw new RpcException(new GrpcStatus(StatusCode.AlreadyExists,
                $"command id {id} was used before for another command; use a new id")),
            Answer.NoRuling none => throw Unavailable(none.Reason),
            _ => throw new InvalidOperationException($"no words for {answer.GetType()}"),
        };
    }

    /// <summary>An error that names the field and how to mend it; nothing was recorded.</summary>
    public static RpcException Invalid(string field, string fix)
    {
        var details = new BadRequest();
        details.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = fix });
        return Rich(StatusCode.InvalidArgument, $"{field}: {fix}", details);
    }

    private static string IdOf(CommandHeader? header)
    {
        var id = header?.CommandId ?? "";
        return id.Length is > 0 and <= IdLengthMax && id.All(letter => letter is > ' ' and <= '~' and not '/')
            ? id
            : throw Invalid("header.command_id", $"give every command an id of 1 to {IdLengthMax} printable ASCII characters without '/'");
    }

    /// <summary>A refusal as an error of the call, with the whole ruling in its details.</summary>
    public static RpcException Refused(Ruling ruling) =>
        Rich(StatusCode.FailedPrecondition, string.Join("; ", ruling.Refusals.Select(refusal => $"{refusal.Rule} {refusal.Sentence.En}")), ruling);

    private static RpcException Unavailable(NoRulingReason reason) => reason switch
    {
        NoRulingReason.Overloaded => Rich(StatusCode.ResourceExhausted, "too much is waiting; send the same command again after a pause",
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) }),
        NoRulingReason.StoreUnavailable => new RpcException(new GrpcStatus(StatusCode.Unavailable, "the journal does not answer; send the same command again")),
        NoRulingReason.Contended => new RpcException(new GrpcStatus(StatusCode.Unavailable, "others were faster each time; send the same command again")),
        NoRulingReason.NotOwner => new RpcException(new GrpcStatus(StatusCode.Unavailable, "another process owns the plant; send the same command there")),
        NoRulingReason.Stopping => new RpcException(new GrpcStatus(StatusCode.Unavailable, "the server is stopping; send the same command again")),
    };

    /// <summary>An error with a message among its details.</summary>
    public static RpcException Rich(StatusCode code, string message, IMessage detail)
    {
        // Header lines have limits: the message stays short, the details carry everything.
        var text = message.Length <= 512 ? message : string.Concat(message.AsSpan(0, 509), "...");
        var status = new RpcStatus { Code = (int)code, Message = text };
        status.Details.Add(Any.Pack(detail));
        return new RpcException(new GrpcStatus(code, text), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
