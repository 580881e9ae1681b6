namespace Orchestrator.Host;

/// <summary>What the host itself has to say.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The law answered {WakeUp} with an exception")]
    public static partial void WakeUpFailed(ILogger log, string wakeUp, Exception bug);

    [LoggerMessage(2, LogLevel.Critical, "The {Part} has ended; the server is not ready any more")]
    public static partial void PartEnded(ILogger log, string part, Exception? bug);
}
