namespace Orchestrator.Simulation;

/// <summary>What the simulation can be asked to do.</summary>
public static class Commands
{
    public static int Run(string[] args, TextWriter output)
    {
        output.WriteLine($"0 passed, 0 failed, 0 skipped");
        return args.Length;
    }
}
