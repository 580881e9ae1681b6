using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Orchestrator.Host;

/// <summary>What the host itself has to say.</summary>
internal static partial class Log
{
    /// <summary>
    /// One line an entry, with its instant and where it comes from. Every ruling is in the journal; what the web server says of each
    /// call is worth reading only when something is wrong with it, and why it did not start is told by whoever started it.
    /// </summary>
    public static Logger ToConsole() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
        .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
        .WriteTo.Console(outputTemplate: "{Timestamp:yyyy-MM-dd'T'HH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
        .CreateLogger();

    [LoggerMessage(1, LogLevel.Error, "The law answered {WakeUp} with an exception")]
    public static partial void WakeUpFailed(ILogger log, string wakeUp, Exception bug);

    [LoggerMessage(2, LogLevel.Critical, "The {Part} has ended; the server is not ready any more")]
    public static partial void PartEnded(ILogger log, string part, Exception? bug);

    [LoggerMessage(3, LogLevel.Error, "A checkpoint could not be written; the next turn tries again")]
    public static partial void NoCheckpoint(ILogger log, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "No checkpoints are signed (--keys, --checkpoints): a journal that somebody rewrites or rolls back as a whole would not be noticed")]
    public static partial void Unsigned(ILogger log);

    [LoggerMessage(5, LogLevel.Information, "{Actors} actors were brought back as of turn {Position} in {Seconds:0.0} s")]
    public static partial void BroughtBack(ILogger log, int actors, long position, double seconds);

    [LoggerMessage(6, LogLevel.Information, "The chain of {Turns} turns is whole; verified in {Seconds:0.0} s")]
    public static partial void ChainWhole(ILogger log, long turns, double seconds);

    [LoggerMessage(7, LogLevel.Warning, "The kept state of {Actor} does not bear this plant's seal; it was not used, the actor was rebuilt from its turns. Find out who wrote it")]
    public static partial void StateRejected(ILogger log, string actor);
}
