using Orchestrator.Cli.Mes;

namespace Orchestrator.Cli.Demonstration;

/// <summary>Kills the server at moments drawn from a seed, spread over the whole schedule; what is under way then is what a crash meets.</summary>
internal sealed class Assassin
{
    private readonly GuardedServer _server;
    private readonly Random _chance;
    private readonly Queue<DateTimeOffset> _moments;
    private Task _killing = Task.CompletedTask;

    /// <param name="kills">How many.</param>
    public Assassin(GuardedServer server, WorkSchedule schedule, int kills, int seed)
    {
        _server = server;
        _chance = new Random(seed);
        _moments = new Queue<DateTimeOffset>(Enumerable.Range(0, kills).Select(_ => schedule.Start + ((schedule.End - schedule.Start) * _chance.NextDouble())).Order());
    }

    /// <summary>Told every instant the clock is about to move to; kills a moment later, in real time, when one is due.</summary>
    public void Watch(DateTimeOffset to)
    {
        if (!_killing.IsCompleted || !_moments.TryPeek(out var due) || due > to)
            return;
        _moments.Dequeue();
        _killing = KillAfter(TimeSpan.FromMilliseconds(_chance.Next(60)));
    }

    private async Task KillAfter(TimeSpan moment)
    {
        await Task.Delay(moment);
        _server.Kill();
    }
}
