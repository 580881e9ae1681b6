using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers gRPC requests for methods that nothing implements with that status, instead of HTTP's 404.</summary>
internal sealed class UnimplementedEndpoints(ILoggerFactory loggers) : IRouteConstraint
{
    private readonly ILogger _logger = loggers.CreateLogger<UnimplementedEndpoints>();
    private readonly HashSet<string> _services = new(StringComparer.Ordinal);
    private readonly HashSet<ICollection<EndpointDataSource>> _mapped = [];

    /// <summary>Maps the endpoint once for each place that services are mapped in.</summary>
    internal void Map(IEndpointRouteBuilder endpoints, IEnumerable<string> services)
    {
        _services.UnionWith(services);
        if (!_mapped.Add(endpoints.DataSources))
            return;
        var pattern = RoutePatternFactory.Parse("{service}/{method}", defaults: null, parameterPolicies: new { method = this });
        endpoints.Map(pattern, HandleAsync).Add(builder =>
        {
            builder.DisplayName = "gRPC - Unimplemented";
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post]));
        });
    }

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is not null && Names.IsGrpc(httpContext.Request.ContentType);

    private Task HandleAsync(HttpContext http)
    {
        Log.Unimplemented(_logger, http.Request.Path);
        var isKnown = http.GetRouteValue("service") is string service && _services.Contains(service);
        http.Response.ContentType = Names.ContentType;
        http.Response.Headers[Names.Status] = StatusMapping.Number(StatusCode.Unimplemented);
        http.Response.Headers[Names.Message] = isKnown ? "Method is unimplemented." : "Service is unimplemented.";
        return Task.CompletedTask;
    }
}
