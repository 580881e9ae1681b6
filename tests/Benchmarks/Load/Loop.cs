using System.Threading.Channels;

namespace Orchestrator.Benchmarks.Load;

/// <summary>How commands come: as fast as they are answered, or whenever it is their time.</summary>
internal static class Loop
{
    /// <summary>Closed: everybody gives the next command as soon as the last is answered.</summary>
    public static Task Closed<TPlayer>(IEnumerable<TPlayer> players, Tally tally, Func<TPlayer, TimeSpan, Task> give) =>
        Task.WhenAll([tally.Announce(), .. players.Select(player => Task.Run(async () =>
        {
            while (!tally.Over)
                await give(player, tally.Now);
        }))]);

    /// <summary>
    /// Open: commands arrive by chance (Poisson) at a rate, and each counts from the instant at which it should have been
    /// given, also where it had to wait for its turn: a stall is not left out.
    /// </summary>
    public static async Task Open<TPlayer>(IReadOnlyList<TPlayer> players, double rate, Tally tally, Func<TPlayer, TimeSpan, Task> give)
    {
        var idle = Channel.CreateUnbounded<TPlayer>();
        foreach (var player in players)
            await idle.Writer.WriteAsync(player);
        var chance = new Random(1);
        var announced = tally.Announce();
        var under = new List<Task>();
        for (var next = TimeSpan.Zero; next < tally.End; next += TimeSpan.FromSeconds(-Math.Log(1 - chance.NextDouble()) / rate))
        {
            if (next - tally.Now is { Ticks: > 0 } early)
                await Task.Delay(early);
            if (tally.Over)
                break;
            var player = await idle.Reader.ReadAsync();
            under.Add(Give(player, next));
            if (under.Count > 100_000)
                under.RemoveAll(task => task.IsCompleted);
        }

        await Task.WhenAll([announced, .. under]);

        async Task Give(TPlayer player, TimeSpan due)
        {
            await give(player, due);
            await idle.Writer.WriteAsync(player);
        }
    }
}
