using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>What an answer means that has no status of gRPC's own: HTTP's codes, HTTP/2's errors, broken connections.</summary>
internal static class StatusMapping
{
    private static readonly string[] Numbers =
        [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    internal static string Number(StatusCode code) =>
        (int)code is >= 0 and < 17 ? Numbers[(int)code] : ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>The code a header names; a number nobody knows is <see cref="StatusCode.Unknown"/>.</summary>
    internal static StatusCode Parse(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= 16
            ? (StatusCode)code
            : StatusCode.Unknown;

    internal static StatusCode OfHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.RequestHeaderFieldsTooLarge => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>RFC 9113 section 7 numbers the errors.</summary>
    internal static StatusCode OfHttp2(long error) => error switch
    {
        0x0 or 0x1 or 0x2 or 0x3 or 0x4 or 0x6 or 0x9 => StatusCode.Internal,
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Unknown,
    };

    /// <summary>The status of a call whose transport threw.</summary>
    internal static Status OfException(string happening, Exception exception)
    {
        var text = new StringBuilder(happening);
        var code = (StatusCode?)null;
        for (var each = exception; each is not null; each = each.InnerException)
        {
            text.Append(' ').Append(each.GetType().Name).Append(": ").Append(each.Message);
            code ??= each switch
            {
                HttpProtocolException protocol => OfHttp2(protocol.ErrorCode),
                SocketException => StatusCode.Unavailable,
                HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
                    StatusCode.Unavailable,
                HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => StatusCode.Unavailable,
                _ => null,
            };
        }
        return new Status(code ?? (exception is IOException ? StatusCode.Unavailable : StatusCode.Internal), text.ToString(), exception);
    }
}
