using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client.Internal;

namespace Grpc.Net.Client;

/// <summary>A route to one server over HTTP/2, plain or TLS; expensive to make, cheap to share.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<string, Uri> _uris = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly bool _ownsHttp;

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(address.Authority)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
            throw new ArgumentException("Give a client or a handler, not both.", nameof(options));
        Address = address;
        Options = options;
        var isSecure = address.Scheme == Uri.UriSchemeHttps;
        if (!isSecure && address.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException($"A channel's address is http or https, not '{address.Scheme}'.", nameof(address));
        if (options.Credentials is { } credentials && credentials.IsSecure != isSecure)
            throw new InvalidOperationException($"The channel's credentials do not fit its address's scheme, '{address.Scheme}'.");
        SendsCredentials = isSecure || options.UnsafeUseInsecureChannelCallCredentials;

        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        _http = options.HttpClient ?? new HttpMessageInvoker(
            options.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, _ownsHttp);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal bool SendsCredentials { get; }

    internal CancellationToken Shutdown => _shutdown.Token;

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <param name="address">Scheme, host and port; a path is ignored.</param>
    /// <param name="channelOptions">How to reach it.</param>
    /// <exception cref="ArgumentException">The scheme is neither http nor https.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the scheme.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_shutdown.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Ends the calls under way with <see cref="StatusCode.Cancelled"/> and closes the connections that are the channel's own.</summary>
    public void Dispose()
    {
        if (_shutdown.IsCancellationRequested)
            return;
        _shutdown.Cancel();
        if (_ownsHttp)
            _http.Dispose();
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    internal Uri UriOf(IMethod method) =>
        _uris.TryGetValue(method.FullName, out var known)
            ? known
            : _uris.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), Address);

    /// <summary>Sends a request; the task ends with the response's headers, not its end.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
            : _http.SendAsync(request, cancellation);
}
