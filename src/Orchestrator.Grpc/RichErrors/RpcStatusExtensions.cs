using Google.Protobuf;

namespace Grpc.Core;

/// <summary>Rich errors: a <see cref="Google.Rpc.Status"/> with details, carried in a call's trailers.</summary>
public static class RpcStatusExtensions
{
    /// <summary>An exception that gives the caller the status and its details.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>The same under a code and a sentence of its own.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }
}

/// <summary>Finds the rich error that an exception carries.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>The rich error; null when there is none or it cannot be read.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException ex)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus(ignoreParseError: true);
    }
}

/// <summary>The trailer that rich errors travel in.</summary>
public static class MetadataExtensions
{
    public const string StatusDetailsTrailerName = "grpc-status-details-bin";

    /// <summary>The rich error; null when there is none.</summary>
    /// <param name="metadata">The trailers.</param>
    /// <param name="ignoreParseError">Whether one that cannot be read counts as none.</param>
    /// <exception cref="InvalidProtocolBufferException">It cannot be read.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.Get(StatusDetailsTrailerName) is not { } entry)
            return null;
        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts a rich error into trailers, in place of one that is there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        foreach (var earlier in metadata.GetAll(StatusDetailsTrailerName).ToList())
            metadata.Remove(earlier);
        metadata.Add(StatusDetailsTrailerName, status.ToByteArray());
    }
}
