using System.Collections.ObjectModel;
using System.IO.Compression;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served; set for all of them, or for one service where it differs.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize;

    /// <summary>The largest message to send, in bytes before compression; null for any.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest message to receive, in bytes after decompression; 4 MB unless set, null for any.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            IsMaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Whether an unforeseen exception's type and message go to the caller; off unless set.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>The encoding (<c>gzip</c>, <c>deflate</c>) of responses to callers that accept it; null for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>What each call passes on its way to the service, outermost first; a service's own come after those of all services.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool IsMaxReceiveMessageSizeSet { get; private set; }
}

/// <summary>How one service is served where that differs from the others.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}

/// <summary>Interceptors in the order they see a call.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <summary>Adds an interceptor by type: the container's where it is registered there, otherwise one made for each call.</summary>
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    public void Add(Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!typeof(Interceptor).IsAssignableFrom(interceptorType))
            throw new ArgumentException($"{interceptorType} is no {nameof(Interceptor)}.", nameof(interceptorType));
        Add(new InterceptorRegistration(interceptorType, args));
    }
}

/// <summary>An interceptor's type and those of its constructor's arguments that do not come from the container.</summary>
public class InterceptorRegistration
{
    internal InterceptorRegistration(Type type, object[] arguments)
    {
        Type = type;
        Arguments = arguments;
    }

    public Type Type { get; }

    public IReadOnlyList<object> Arguments { get; }
}
