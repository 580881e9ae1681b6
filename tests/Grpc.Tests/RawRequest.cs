using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Orchestrator.GrpcTests;

/// <summary>A request put together byte by byte, for what no gRPC client would send.</summary>
internal sealed class RawRequest(string address, string path)
{
    private readonly HttpRequestMessage _request = new(HttpMethod.Post, new Uri(new Uri(address), path))
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    internal string? ContentType { get; init; } = "application/grpc";

    /// <summary>A length-prefixed message.</summary>
    internal static byte[] Frame(byte flag, byte[] payload)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    internal static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var compressor = new GZipStream(target, CompressionLevel.Optimal))
            compressor.Write(plain);
        return target.ToArray();
    }

    internal RawRequest With(string header, string value)
    {
        _request.Headers.TryAddWithoutValidation(header, value);
        return this;
    }

    internal async Task<RawResponse> SendAsync(params byte[][] frames)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        var content = new ByteArrayContent([.. frames.SelectMany(frame => frame)]);
        if (ContentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        _request.Content = content;
        _request.Headers.TryAddWithoutValidation("te", "trailers");
        using var response = await http.SendAsync(_request);
        return new RawResponse(
            response.StatusCode, await response.Content.ReadAsByteArrayAsync(),
            Flat(response.Headers), Flat(response.TrailingHeaders));

        static Dictionary<string, string> Flat(HttpHeaders headers) =>
            headers.NonValidated.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>A response as it lay on the wire.</summary>
internal sealed record RawResponse(
    HttpStatusCode Http, byte[] Body, Dictionary<string, string> Headers, Dictionary<string, string> Trailers)
{
    /// <summary>The status in the trailers, or of a response without messages in the headers.</summary>
    internal string? GrpcStatus => Trailers.GetValueOrDefault("grpc-status") ?? Headers.GetValueOrDefault("grpc-status");

    internal string? GrpcMessage => Trailers.GetValueOrDefault("grpc-message") ?? Headers.GetValueOrDefault("grpc-message");
}
