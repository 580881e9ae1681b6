using System.IO.Compression;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A service's options merged with everybody's, as its methods use them.</summary>
internal sealed class MethodSettings
{
    private const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>The category that grpc-dotnet logs calls under, so that a filter holds for both.</summary>
    internal const string LogCategory = "Grpc.AspNetCore.Server.ServerCallHandler";

    internal MethodSettings(GrpcServiceOptions everybody, GrpcServiceOptions own, ILogger logger)
    {
        MaxSend = own.MaxSendMessageSize ?? everybody.MaxSendMessageSize;
        MaxReceive = own.IsMaxReceiveMessageSizeSet ? own.MaxReceiveMessageSize
            : everybody.IsMaxReceiveMessageSizeSet ? everybody.MaxReceiveMessageSize
            : DefaultMaxReceiveMessageSize;
        DetailedErrors = own.EnableDetailedErrors ?? everybody.EnableDetailedErrors ?? false;
        var encoding = own.ResponseCompressionAlgorithm ?? everybody.ResponseCompressionAlgorithm;
        if (encoding is not null && !Compression.IsSpoken(encoding))
            throw new InvalidOperationException($"Responses cannot be compressed as '{encoding}'; spoken are {Compression.Accepted}.");
        ResponseEncoding = encoding is Compression.Identity ? null : encoding;
        ResponseLevel = own.ResponseCompressionLevel ?? everybody.ResponseCompressionLevel ?? CompressionLevel.Fastest;
        Interceptors = [.. everybody.Interceptors, .. own.Interceptors];
        Logger = logger;
    }

    internal int? MaxSend { get; }

    internal int? MaxReceive { get; }

    internal bool DetailedErrors { get; }

    internal string? ResponseEncoding { get; }

    internal CompressionLevel ResponseLevel { get; }

    internal IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    internal ILogger Logger { get; }

    /// <summary>What a caller learns of an exception nobody foresaw.</summary>
    internal Status Unforeseen(Exception exception) => new(
        StatusCode.Unknown,
        DetailedErrors
            ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
            : "Exception was thrown by handler.",
        exception);
}
