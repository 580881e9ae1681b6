using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How a channel reaches its server and what it accepts from it.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Null for plain text with <c>http</c> addresses and TLS with <c>https</c> ones.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest message to send, in bytes before compression; null for any.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest message to receive, in bytes after decompression; null for any.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The client to send with; instead of <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The handler to send with; instead of <see cref="HttpClient"/>. Null for one of the channel's own.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes the given client or handler with itself.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether a cancelled or timed-out call throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials are also sent in plain text.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
