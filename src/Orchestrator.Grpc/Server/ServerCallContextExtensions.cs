using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From a gRPC call to the HTTP request that carries it.</summary>
public static class ServerCallContextExtensions
{
    private const string UserStateKey = "__HttpContext";

    /// <summary>The request; for a context of a test's own, what it keeps in its user state under <c>__HttpContext</c>.</summary>
    /// <exception cref="InvalidOperationException">The call does not come over HTTP.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpServerCall call)
            return call.Http;
        return serverCallContext.UserState.TryGetValue(UserStateKey, out var kept) && kept is HttpContext http
            ? http
            : throw new InvalidOperationException("This call has no HttpContext.");
    }
}
