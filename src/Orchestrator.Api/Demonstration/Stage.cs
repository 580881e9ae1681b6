using Grpc.Core;
using Orchestrator.Api.Services;
using Orchestrator.Engine;
using Orchestrator.V1;

namespace Orchestrator.Api.Demonstration;

/// <summary>
/// The round of a demonstration: the clock moves, each stage is told and waited for in turn, and wake-ups run between the
/// controllers and the MES. Who has joined is remembered, so that nobody is left behind by losing a connection.
/// </summary>
public sealed class Stage(DemoClock clock, Clockwork clockwork)
{
    /// <summary>How many there are; a participant's is below this.</summary>
    public const int Stages = 8;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, Participant> _participants = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewBell();
    private long _round;

    /// <summary>Moves the clock and completes when everybody has acted.</summary>
    public async Task<AdvanceReply> Advance(DateTimeOffset to, IReadOnlyCollection<string> expected, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Until(() => expected.All(_participants.ContainsKey), cancel);
            clock.MoveTo(to);
            var round = ++_round;
            for (var stage = 0; stage < Stages; stage++)
            {
                await Until(() => Told(stage, round), cancel);
                if (stage == 0)
                    await clockwork.RunDue(clock.GetUtcNow(), cancel);
            }

            var nextClock = await clockwork.NextDue(cancel);
            lock (_gate)
            {
                return new AdvanceReply
                {
                    At = Wire.Instant(clock.GetUtcNow()),
                    Round = round,
                    NextWanted = Wire.Instant(_participants.Values.Min(participant => participant.NextWanted)),
                    NextClock = Wire.Instant(nextClock),
                };
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets a participant take part until its connection ends.</summary>
    public async Task Join(Ack first, IAsyncStreamReader<Ack> acks, IServerStreamWriter<Instant> instants, CancellationToken cancel)
    {
        var connection = new Connection(instants);
        lock (_gate)
        {
            if (!_participants.TryGetValue(first.Participant, out var known))
                _participants.Add(first.Participant, known = new Participant(first.Stage));
            known.Connection = connection;
            known.ToldRound = 0;
            known.NextWanted ??= Wire.InstantOf(first.NextWanted);
            connection.Tell(new Instant { Round = 0, At = Wire.Instant(clock.GetUtcNow()) });
            Ring();
        }

        var telling = connection.Run(cancel);
        try
        {
            while (await acks.MoveNext(cancel))
                Heard(first.Participant, acks.Current);
        }
        catch (Exception gone) when (cancel.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The participant has gone; the next round waits for it.
        }
        finally
        {
            lock (_gate)
            {
                if (_participants.TryGetValue(first.Participant, out var known) && known.Connection == connection)
                    known.Connection = null;
            }

            connection.Close();
            await telling;
        }
    }

    private void Heard(string name, Ack ack)
    {
        lock (_gate)
        {
            if (!_participants.TryGetValue(name, out var participant))
                return;
            if (ack.Leaving)
            {
                _participants.Remove(name);
            }
            else if (ack.Round >= participant.AckedRound)
            {
                participant.AckedRound = ack.Round;
                participant.NextWanted = Wire.InstantOf(ack.NextWanted);
            }

            Ring();
        }
    }

    /// <summary>Tells whoever has not been told; true when every participant of the stage has dealt with the round.</summary>
    private bool Told(int stage, long round)
    {
        var all = true;
        foreach (var participant in _participants.Values.Where(participant => participant.Stage == stage && participant.AckedRound < round))
        {
            all = false;
            if (participant.Connection is not { } connection || participant.ToldRound == round)
                continue;
            participant.ToldRound = round;
            connection.Tell(new Instant { Round = round, At = Wire.Instant(clock.GetUtcNow()) });
        }

        return all;
    }

    private async Task Until(Func<bool> reached, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (reached())
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
        }
    }

    private void Ring()
    {
        _changed.TrySetResult();
        _changed = NewBell();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Participant(int stage)
    {
        public int Stage { get; } = stage;

        public Connection? Connection { get; set; }

        public long ToldRound { get; set; }

        public long AckedRound { get; set; }

        public DateTimeOffset? NextWanted { get; set; }
    }
}
