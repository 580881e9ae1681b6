using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Orchestrator.V1;
using RpcStatus = Google.Rpc.Status;

namespace Orchestrator.Api.Json;

/// <summary>A gRPC status as HTTP says it: a code, and google.rpc.Status in JSON with the ruling among its details.</summary>
public static class WebStatus
{
    /// <summary>The messages that may stand among a status' details.</summary>
    private static readonly TypeRegistry Details = TypeRegistry.FromMessages(Ruling.Descriptor, BadRequest.Descriptor, RetryInfo.Descriptor, CheckReply.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));

    /// <summary>HTTP's code for a gRPC status. A refusal by the law is 422: understood, and not to be done.</summary>
    public static int CodeOf(StatusCode status) => status switch
    {
        StatusCode.OK => 200,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists or StatusCode.Aborted => 409,
        StatusCode.FailedPrecondition => 422,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Cancelled => 499,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };

    public static string BodyOf(RpcException failure)
    {
        var bytes = failure.Trailers.GetValueBytes("grpc-status-details-bin");
        var status = bytes is null
            ? new RpcStatus { Code = (int)failure.StatusCode, Message = failure.Status.Detail }
            : RpcStatus.Parser.ParseFrom(bytes);
        return Formatter.Format(status);
    }
}
