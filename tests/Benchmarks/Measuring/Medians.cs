using Orchestrator.Benchmarks.Report;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>Rounds made one figure: each number the median of its own.</summary>
internal static class Medians
{
    public static Figure Of(string name, int inFlight, IReadOnlyList<Sample> rounds)
    {
        double Median(Func<Sample, double> number) => Of(rounds.Select(number));
        return new Figure(
            name, inFlight, Median(round => round.PerSecond), [.. rounds.Select(round => round.PerSecond)], Median(round => round.P50), Median(round => round.P99), Median(round => round.Micros),
            rounds[0].MicrosPerStep.Keys.ToDictionary(process => process, process => Median(round => round.MicrosPerStep[process])),
            Median(round => round.WalBytes), Median(round => round.Flushes), Median(round => round.Commits),
            rounds.SelectMany(round => round.Failed).GroupBy(one => one.Key).ToDictionary(group => group.Key, group => group.Sum(one => one.Value)));
    }

    public static double Of(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
