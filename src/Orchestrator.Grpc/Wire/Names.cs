namespace Grpc.Wire;

/// <summary>The words of gRPC over HTTP/2: header names and the values that are always the same.</summary>
internal static class Names
{
    internal const string ContentType = "application/grpc";
    internal const string Status = "grpc-status";
    internal const string Message = "grpc-message";
    internal const string Timeout = "grpc-timeout";
    internal const string Encoding = "grpc-encoding";
    internal const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Client metadata under this key chooses how the call's requests are compressed; it is never sent.</summary>
    internal const string RequestCompression = "grpc-internal-encoding-request";

    /// <summary>Whether a media type is gRPC's, with or without a format (<c>application/grpc+proto</c>) or parameters.</summary>
    internal static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+');

    /// <summary>Whether a header belongs to the protocol rather than to the call's metadata.</summary>
    internal static bool IsProtocol(string name) => name.Length == 0 || name[0] switch
    {
        ':' => true,
        'g' or 'G' => Is(name, Status) || Is(name, Message) || Is(name, Timeout) || Is(name, Encoding) || Is(name, AcceptEncoding),
        'c' or 'C' => Is(name, "content-type") || Is(name, "content-encoding"),
        't' or 'T' => Is(name, "te"),
        'h' or 'H' => Is(name, "host"),
        'a' or 'A' => Is(name, "accept-encoding"),
        _ => false,
    };

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
