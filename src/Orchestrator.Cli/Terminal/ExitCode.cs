namespace Orchestrator.Cli.Terminal;

/// <summary>What a script learns from a command without reading its output.</summary>
public static class ExitCode
{
    /// <summary>The command was granted, or the question answered.</summary>
    public const int Granted = 0;

    /// <summary>The law refused the command, or a check found an error.</summary>
    public const int Refused = 1;

    /// <summary>The command line, or what it names, is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The server does not answer.</summary>
    public const int NoConnection = 3;

    /// <summary>Somebody ended it by hand (128 + SIGINT, as shells count).</summary>
    public const int Interrupted = 130;
}
