namespace Grpc.Core;

/// <summary>How a channel secures its connection.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Plain text.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS against the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>A secured connection whose every call also carries call credentials.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new ComposedCredentials(channelCredentials, callCredentials);
    }

    internal abstract bool IsSecure { get; }

    internal virtual CallCredentials? OnEveryCall => null;

    private sealed class InsecureCredentials : ChannelCredentials
    {
        internal override bool IsSecure => false;
    }

    private sealed class ComposedCredentials(ChannelCredentials channel, CallCredentials calls) : ChannelCredentials
    {
        internal override bool IsSecure => channel.IsSecure;

        internal override CallCredentials OnEveryCall { get; } =
            channel.OnEveryCall is { } inner ? CallCredentials.Compose(inner, calls) : calls;
    }
}

/// <summary>TLS. Roots, client certificates and verification are the HTTP handler's.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    internal override bool IsSecure => true;
}

/// <summary>Adds a call's credentials to its headers.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>The call that credentials are wanted for.</summary>
public class AuthInterceptorContext
{
    public AuthInterceptorContext(string serviceUrl, string methodName) : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>Scheme, authority and service, e.g. <c>https://host/package.Service</c>.</summary>
    public string ServiceUrl { get; }

    public string MethodName { get; }

    public CancellationToken CancellationToken { get; }
}

/// <summary>What a call shows the server about its caller.</summary>
public abstract class CallCredentials
{
    /// <summary>Several credentials, asked in order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Several([.. credentials]);

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new One(interceptor);
    }

    internal abstract Task AddTo(Metadata metadata, AuthInterceptorContext context);

    private sealed class One(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        internal override Task AddTo(Metadata metadata, AuthInterceptorContext context) => interceptor(context, metadata);
    }

    private sealed class Several(CallCredentials[] credentials) : CallCredentials
    {
        internal override async Task AddTo(Metadata metadata, AuthInterceptorContext context)
        {
            foreach (var each in credentials)
                await each.AddTo(metadata, context);
        }
    }
}
