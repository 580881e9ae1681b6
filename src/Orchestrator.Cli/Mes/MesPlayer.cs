using System.Collections.Concurrent;
using Orchestrator.Client;

namespace Orchestrator.Cli.Mes;

/// <summary>
/// Plays a playbook: at every instant it gives the commands that are due, those of different batches at once, those of one
/// batch one after the other, and waits for every answer.
/// </summary>
internal sealed class MesPlayer(Playbook playbook, IReadOnlyDictionary<string, OrchestratorClient> callers, Action<Act, Outcome> answered)
{
    private readonly ConcurrentDictionary<(string Race, string Caller), bool> _won = new();
    private int _next;

    /// <summary>The next instant at which something is to be done; null when all is done.</summary>
    public DateTimeOffset? Next => Due?.Instant;

    private Moment? Due => _next < playbook.Acts.Count ? playbook.Acts[_next].At : null;

    /// <summary>Gives every command that is due by a moment.</summary>
    public async Task PlayUntil(Moment now, CancellationToken cancel)
    {
        Act[] due = [.. playbook.Acts.Skip(_next).TakeWhile(act => act.At.CompareTo(now) <= 0)];
        await Task.WhenAll(due.GroupBy(act => act.Batch).Select(batch => InTurn([.. batch], cancel)));

        // What broke off in the middle is given again from the beginning, under the same ids.
        _next += due.Length;
    }

    private async Task InTurn(IReadOnlyList<Act> acts, CancellationToken cancel)
    {
        for (var at = 0; at < acts.Count; at++)
        {
            if (acts[at].AfterRace is { } over && !_won.ContainsKey((over, acts[at].Caller)))
                continue;
            var race = acts[at].Race is { } name ? acts.Skip(at).TakeWhile(act => act.Race == name).ToArray() : [acts[at]];
            await Task.WhenAll(race.Select(act => Give(act, cancel)));
            at += race.Length - 1;
        }
    }

    private async Task Give(Act act, CancellationToken cancel)
    {
        var outcome = await act.Give(callers[act.Caller], cancel);
        if (act.Race is { } race && outcome is Outcome.Granted)
            _won.TryAdd((race, act.Caller), true);
        answered(act, outcome);
    }
}
