using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Histories;

namespace Orchestrator.Crash.Tests.Outside;

/// <summary>
/// One client: gives command after command over a few people and rooms that all clients fight for, some of them twice at once or
/// much later again, some ids for another command, and leaves nothing in doubt.
/// </summary>
internal sealed class Worker(int number, Random chance, IDoor door, ClientLog log, Gate gate)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Callers = ["mes-1", "mes-2"];
    private static readonly string[] Rooms = ["R-101", "R-102", "R-103"];
    private static readonly string[] People = ["OP-01", "OP-02", "OP-03", "OP-04", "OP-05"];

    private readonly List<Asked> _past = [];
    private readonly string _caller = Callers[number % Callers.Length];
    private (string Person, string Room)? _inside;
    private int _commands;
    private int _sendings;
    private volatile TaskCompletionSource _resting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Run()
    {
        while (true)
        {
            if (!gate.IsOpen)
            {
                _resting.TrySetResult();
                await gate.Opened;
            }

            await Act();
        }
    }

    /// <summary>Before the gate opens: from now on this client is not at rest.</summary>
    public void Wake() => _resting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when this client has nothing under way and nothing in doubt.</summary>
    public Task Resting() => _resting.Task;

    private async Task Act()
    {
        var what = _past.Count == 0 ? 99 : chance.Next(100);
        if (what < 8)
        {
            await UntilRuled(_past[chance.Next(_past.Count)]);
        }
        else if (what < 12)
        {
            var old = _past[chance.Next(_past.Count)];
            await Send(Asked.Disinfect(old.Caller, old.CommandId, "R-104", "another"));
        }
        else
        {
            var next = Next();
            // The same command at once on two ways, as an impatient client does.
            if (what < 20)
                await Task.WhenAll(UntilRuled(next), Send(next));
            else
                await UntilRuled(next);
            _past.Add(next);
        }
    }

    private Asked Next()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"outside-{number}-{++_commands}");
        if (_inside is { } inside && chance.Next(2) == 0)
        {
            _inside = null;
            return Asked.Leave(_caller, id, inside.Person, inside.Room, Now());
        }

        var room = Rooms[chance.Next(Rooms.Length)];
        return _inside is null && chance.Next(3) > 0
            ? Asked.Enter(_caller, id, People[chance.Next(People.Length)], room, Now())
            : Asked.Disinfect(_caller, id, room, id);
    }

    private async Task UntilRuled(Asked asked)
    {
        while (true)
        {
            switch (await Send(asked))
            {
                case Heard.Ruled ruled:
                    if (ruled is { Granted: true, Repeated: false } && asked.Request is V1.EnterRoomRequest entered)
                        _inside = (entered.Operator, entered.Room);
                    return;
                case Heard.UsedForAnother:
                    throw new InvalidOperationException($"{asked.TurnId} was said to be another command's");
                default:
                    await Task.Delay(Pause);
                    break;
            }
        }
    }

    private async Task<Heard> Send(Asked asked)
    {
        var sending = string.Create(CultureInfo.InvariantCulture, $"{number}.{Interlocked.Increment(ref _sendings)}");
        log.Add(new ClientEvent.Sent(Instant(), sending, asked.TurnId, asked.Mark.GetHashCode(StringComparison.Ordinal).ToString("x", CultureInfo.InvariantCulture)));
        var heard = await door.Send(asked);
        log.Add(heard switch
        {
            Heard.Ruled ruled => new ClientEvent.Ruled(Instant(), sending, asked.TurnId, ruled.Position, ruled.Granted, ruled.Repeated),
            Heard.Denied denied => new ClientEvent.Denied(Instant(), sending, asked.TurnId, denied.Why),
            Heard.UsedForAnother => new ClientEvent.UsedForAnother(Instant(), sending, asked.TurnId),
            Heard.Nothing nothing => new ClientEvent.Lost(Instant(), sending, asked.TurnId, nothing.Why),
            _ => throw new InvalidOperationException($"no event for {heard}"),
        });
        return heard;
    }

    /// <summary>The machine's one clock that never runs back, in nanoseconds: the same for all clients.</summary>
    private static long Instant() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private static Timestamp Now() => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);
}
