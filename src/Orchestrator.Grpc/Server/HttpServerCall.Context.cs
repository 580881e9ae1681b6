using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What the service method sees of the call, read from the request when it is asked for.</summary>
internal sealed partial class HttpServerCall
{
    private Status _status = Status.DefaultSuccess;
    private DateTime _deadline = DateTime.MaxValue;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => Translation.Peer(http.Connection);

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= Translation.Read(http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _cancellation?.Token ?? http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _auth ??= Translation.Auth(http.Connection.ClientCertificate);

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        lock (_gate)
        {
            if (_ended || http.Response.HasStarted || _wroteMessage)
                throw new InvalidOperationException("Response headers can only be sent once per call.");
            foreach (var entry in responseHeaders)
            {
                if (entry.Key == Names.RequestCompression)
                    EncodeResponse(entry.Value);
                else
                    http.Response.Headers.Append(entry.Key, BinaryValues.Text(entry));
            }
        }
        await http.Response.BodyWriter.FlushAsync();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotImplementedException("Pass the call's deadline and cancellation token on in CallOptions.");
}
