using Orchestrator.Engine.States;

namespace Orchestrator.Engine;

/// <summary>Reads a plant's turns from the first and verifies that each follows the one before it, and that they leave every actor where the store says.</summary>
public static class ChainCheck
{
    /// <summary>How many turns are verified between two pauses.</summary>
    private const int Stretch = 2048;

    /// <summary>How long a journal that does not answer is left alone.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Verifies up to a position: at full speed for a while, then leaving half of the time to others. A journal that does not
    /// answer is asked again for as long as it takes.
    /// </summary>
    /// <exception cref="InvalidDataException">The message names the first turn that does not follow, or is missing; or an actor does not end where its turns do.</exception>
    public static async Task Run(IPlantStore journal, string plant, long upTo, TimeProvider time, TimeSpan fullSpeedFor, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> hash = default;
        var ends = new ActorEnds();
        var at = 0L;
        var begun = time.GetTimestamp();
        var since = begun;
        while (true)
        {
            var before = at;
            try
            {
                if (at >= upTo)
                {
                    await ends.Demand(journal, journal, plant, at, cancel);
                    return;
                }

                await foreach (var turn in journal.ReadAll(plant, at, cancel))
                {
                    if (turn.Position != at + 1 || !TurnCodec.Chain(hash.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
                        throw new InvalidDataException($"the journal of {plant} is not whole: turn {turn.Position} does not follow turn {at} as it was recorded");
                    (hash, at) = (turn.Hash, turn.Position);
                    ends.Note(turn);
                    if (at >= upTo)
                        break;
                    if (at % Stretch != 0 || time.GetElapsedTime(begun) < fullSpeedFor)
                        continue;
                    await Task.Delay(time.GetElapsedTime(since), time, cancel);
                    since = time.GetTimestamp();
                }
            }
            catch (JournalException failure) when (failure.Fault == JournalFault.Unavailable)
            {
                await Task.Delay(AskAgainAfter, time, cancel);
                continue;
            }

            if (at == before)
                throw new InvalidDataException($"the journal of {plant} is not whole: it lacks the turn at {at + 1}");
        }
    }
}
