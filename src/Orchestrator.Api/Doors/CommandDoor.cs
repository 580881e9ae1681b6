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
    private const string DetailsKey = "grpc-status-details-bin";

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
            : await runner.Submit(order, context.CancellationToken).WaitAsync(context.CancellationToken);
        return answer switch
        {
            Answer.Ruled ruled when ruled.Turn.Granted || header.DryRun => Words.Of(ruled),
            Answer.Ruled ruled => throw Refused(Words.Of(ruled)),
            Answer.OtherPayload => throw Told(StatusCode.AlreadyExists,
                $"指令编号 {id} 已用于另一条指令；请换用新编号", $"command id {id} was used before for another command; use a new id"),
            Answer.NoRuling none => throw Unavailable(none.Reason),
            _ => throw new InvalidOperationException($"no words for {answer.GetType()}"),
        };
    }

    /// <summary>An error that names the field and how to mend it, in the caller's language; nothing was recorded.</summary>
    public static RpcException Invalid(string field, string zh, string en)
    {
        var fix = Tongue.Say(zh, en);
        var details = new BadRequest();
        details.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = fix });
        return Rich(StatusCode.InvalidArgument, $"{field}: {fix}", details);
    }

    /// <summary>The field and its mending of an error that <see cref="Invalid"/> made.</summary>
    public static BadRequest.Types.FieldViolation ViolationOf(RpcException invalid) =>
        RpcStatus.Parser.ParseFrom(invalid.Trailers.GetValueBytes(DetailsKey)).Details[0].Unpack<BadRequest>().FieldViolations[0];

    /// <summary>The error of a field that must be one of a few words.</summary>
    /// <typeparam name="T">The field's type on the wire; every word of it begins with the type's name.</typeparam>
    public static RpcException NoneOf<T>(string field, params string[] words)
        where T : struct, System.Enum
    {
        var prefix = string.Concat(typeof(T).Name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
        string[] whole = [.. words.Select(word => $"{prefix}_{word}")];
        return Invalid(field, $"请从以下各项中选择：{string.Join("、", whole)}", $"send one of {string.Join(", ", whole)}");
    }

    /// <summary>The error that what was asked for is not there.</summary>
    public static RpcException Missing(string zh, string en) => Told(StatusCode.NotFound, zh, en);

    /// <summary>An error without details, in the caller's language.</summary>
    public static RpcException Told(StatusCode code, string zh, string en) => new(new GrpcStatus(code, Tongue.Say(zh, en)));

    private static string IdOf(CommandHeader? header)
    {
        var id = header?.CommandId ?? "";
        return id.Length is > 0 and <= IdLengthMax && id.All(letter => letter is > ' ' and <= '~' and not '/')
            ? id
            : throw Invalid("header.command_id", $"每条指令须有 1 至 {IdLengthMax} 个可打印 ASCII 字符的编号，且不含「/」", $"give every command an id of 1 to {IdLengthMax} printable ASCII characters without '/'");
    }

    /// <summary>A refusal as an error of the call, with the whole ruling in its details.</summary>
    public static RpcException Refused(Ruling ruling) =>
        Rich(StatusCode.FailedPrecondition, string.Join("; ", ruling.Refusals.Select(refusal => $"{refusal.Rule} {Tongue.Say(refusal.Sentence.Zh, refusal.Sentence.En)}")), ruling);

    /// <summary>The error that there is no ruling, or no answer, for now.</summary>
    internal static RpcException Unavailable(NoRulingReason reason) => reason switch
    {
        NoRulingReason.Overloaded => Rich(StatusCode.ResourceExhausted, Tongue.Say("等待处理的过多；请稍后重发同一指令", "too much is waiting; send the same command again after a pause"),
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) }),
        NoRulingReason.GivenUp => Told(StatusCode.Cancelled, "调用方已放弃；未作裁定", "the caller has given up; nothing was decided"),
        NoRulingReason.StoreUnavailable => Told(StatusCode.Unavailable, "日志没有应答；请重发同一指令", "the journal does not answer; send the same command again"),
        NoRulingReason.ClockOff => Told(StatusCode.Unavailable, "本机时钟与日志存储的时钟相差超过 2 秒，校正前不作裁定；校正后请重发同一指令", "this machine's clock and the journal's are more than 2 s apart and nothing is ruled until one is set right; then send the same command again"),
        NoRulingReason.Contended => Told(StatusCode.Unavailable, "每次都被他人抢先；请重发同一指令", "others were faster each time; send the same command again"),
        NoRulingReason.NotOwner => Told(StatusCode.Unavailable, "另一进程拥有该工厂；请向其发送同一指令", "another process owns the plant; send the same command there"),
        NoRulingReason.Stopping => Told(StatusCode.Unavailable, "服务器正在停止；请重发同一指令", "the server is stopping; send the same command again"),
    };

    /// <summary>An error with a message among its details.</summary>
    public static RpcException Rich(StatusCode code, string message, IMessage detail)
    {
        // Header lines have limits: the message stays short, the details carry everything.
        var text = message.Length <= 512 ? message : string.Concat(message.AsSpan(0, 509), "...");
        var status = new RpcStatus { Code = (int)code, Message = text };
        status.Details.Add(Any.Pack(detail));
        return new RpcException(new GrpcStatus(code, text), new Metadata { { DetailsKey, status.ToByteArray() } });
    }
}
