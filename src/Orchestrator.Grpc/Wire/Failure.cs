using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The protocol's own failures, each with the status code that the gRPC specification gives it.</summary>
internal static class Failure
{
    internal static RpcException TooLargeToReceive() =>
        new(new Status(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));

    internal static RpcException TooLargeToSend() =>
        new(new Status(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."));

    /// <summary>Bytes that are no gRPC: a broken frame, a broken encoding, a broken message.</summary>
    internal static RpcException Malformed(string detail, Exception? cause = null) =>
        new(new Status(StatusCode.Internal, detail, cause));

    internal static RpcException Incomplete() => Malformed("Incomplete message.");
}
