using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What the server says of calls that did not simply succeed.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Error when executing service method '{Method}'.")]
    internal static partial void Threw(ILogger logger, Exception exception, string method);

    [LoggerMessage(2, LogLevel.Information, "Service method '{Method}' ended with {StatusCode}: {Detail}")]
    internal static partial void Failed(ILogger logger, Exception? exception, string method, StatusCode statusCode, string detail);

    [LoggerMessage(3, LogLevel.Debug, "The caller of '{Method}' went away.")]
    internal static partial void Gone(ILogger logger, Exception exception, string method);

    [LoggerMessage(4, LogLevel.Debug, "The deadline of a call of '{Method}' passed.")]
    internal static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(5, LogLevel.Debug, "Service method '{Method}' threw after its call had ended.")]
    internal static partial void ThrewAfterEnd(ILogger logger, Exception exception, string method);

    [LoggerMessage(6, LogLevel.Information, "Refused a request with HTTP status {HttpStatus}: {Reason}")]
    internal static partial void Refused(ILogger logger, int httpStatus, string reason);

    [LoggerMessage(7, LogLevel.Information, "No service implements '{Path}'.")]
    internal static partial void Unimplemented(ILogger logger, string path);
}
