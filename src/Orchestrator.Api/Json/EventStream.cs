using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Api.Json;

/// <summary>A stream of messages as server-sent events (HTML living standard, section 9.2): one <c>data:</c> line of JSON each.</summary>
public sealed class EventStream<T>(HttpContext http) : IServerStreamWriter<T>, IAsyncDisposable
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, http.RequestAborted);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        Write($"data: {JsonFormatter.Default.Format((IMessage)message!)}\n\n", cancellationToken);

    /// <summary>Ends the stream with an error that browsers hear as an event of its own.</summary>
    public Task Fail(string status) => Write($"event: error\ndata: {status}\n\n", http.RequestAborted);

    /// <summary>Closes a stream that had nothing to tell.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!http.RequestAborted.IsCancellationRequested && http.Response.HasStarted)
            await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private async Task Write(string text, CancellationToken cancel)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream; charset=utf-8";
            http.Response.Headers.CacheControl = "no-store";
        }

        await http.Response.WriteAsync(text, cancel);
        await http.Response.Body.FlushAsync(cancel);
    }
}
