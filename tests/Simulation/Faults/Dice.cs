namespace Orchestrator.Simulation.Faults;

/// <summary>Chance without memory: the number depends on seed, use and occasion alone, so that leaving one thing out shifts no other.</summary>
public static class Dice
{
    public static ulong Roll(ulong seed, int use, int occasion) => Mix(Mix(seed + ((ulong)(uint)use * 0x9E3779B97F4A7C15)) ^ ((ulong)(uint)occasion * 0xD1B54A32D192ED03));

    /// <summary>At least 0, less than 1.</summary>
    public static double Share(ulong seed, int use, int occasion) => (Roll(seed, use, occasion) >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64's finisher.</summary>
    public static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
