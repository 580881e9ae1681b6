using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Orchestrator.Api.Doors;

namespace Orchestrator.Api.Json;

/// <summary>A call that came through the JSON door, as the same service methods see it.</summary>
public sealed class JsonCall(HttpContext http, string method, TimeSpan patience, CancellationToken cancel) : ServerCallContext
{
    protected override string MethodCore => method;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}";

    protected override DateTime DeadlineCore { get; } = patience == Timeout.InfiniteTimeSpan ? DateTime.MaxValue : DateTime.UtcNow + patience;

    protected override Metadata RequestHeadersCore { get; } = HeadersOf(http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => cancel;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    /// <summary>The headers that metadata can carry; only the token and the language matter to the services.</summary>
    private static Metadata HeadersOf(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        if (headers.Authorization.ToString() is { Length: > 0 } token)
            metadata.Add("authorization", token);
        if (headers.AcceptLanguage.ToString() is { Length: > 0 } languages)
            metadata.Add(Tongue.Header, languages);
        return metadata;
    }
}
