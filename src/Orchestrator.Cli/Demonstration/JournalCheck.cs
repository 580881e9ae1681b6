using Orchestrator.Cli.Mes;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Demonstration;

/// <summary>Compares what the clients were answered with what the journal holds: every acknowledged command once, with the ruling that was acknowledged.</summary>
/// <param name="Turns">Turns in the journal.</param>
/// <param name="Wrong">What is missing, doubled or different, a line each.</param>
internal sealed record JournalCheck(long Turns, IReadOnlyList<string> Wrong)
{
    /// <summary>The same, and everything planned must have been answered, save what only the winner of a race gives.</summary>
    public JournalCheck Expecting(Playbook playbook, IReadOnlyList<Answer> answers)
    {
        var answered = answers.Select(answer => (answer.Caller, answer.Id)).ToHashSet();
        return this with { Wrong = [.. Wrong, .. playbook.Acts.Where(act => act.AfterRace is null && !answered.Contains((act.Caller, act.Id))).Select(act => $"{act.Caller}/{act.Id} was planned and never answered")] };
    }

    public static async Task<JournalCheck> Of(OrchestratorClient client, IReadOnlyList<Answer> answers, CancellationToken cancel)
    {
        var head = (await client.Ask(client.Plant.GetPlantAsync, new GetPlantRequest(), cancel)).Position;
        var turns = new Dictionary<string, List<(long Position, bool Granted)>>(StringComparer.Ordinal);
        await foreach (var turn in client.Follow(new WatchRequest { Refusals = true }, cancel))
        {
            if (turn.CommandId.Length > 0)
            {
                var key = $"{turn.Caller}/{turn.CommandId}";
                if (!turns.TryGetValue(key, out var known))
                    turns.Add(key, known = []);
                known.Add((turn.Position, turn.Granted));
            }

            if (turn.Position >= head)
                break;
        }

        var wrong = turns.Where(pair => pair.Value.Count > 1).Select(pair => $"{pair.Key} stands {pair.Value.Count} times in the journal").ToList();
        foreach (var answer in answers)
        {
            if (!turns.TryGetValue($"{answer.Caller}/{answer.Id}", out var found) || found[0] != (answer.Position, answer.Granted))
                wrong.Add($"{answer.Caller}/{answer.Id} was answered {(answer.Granted ? "granted" : "refused")} at {answer.Position}; the journal has {(found is null ? "nothing" : $"{found[0]}")}");
        }

        return new JournalCheck(head, wrong);
    }
}
