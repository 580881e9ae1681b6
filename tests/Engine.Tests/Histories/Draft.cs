using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Histories;

namespace Orchestrator.Engine.Tests.Histories;

/// <summary>
/// A history before its turns are sealed: each cast member names the turn it is read from, so a lie can be told in one place
/// and everything else still fits it.
/// </summary>
internal sealed class Draft
{
    public List<DraftTurn> Turns { get; } = [];

    public List<ClientEvent> Events { get; } = [];

    public List<Attempt> Attempts { get; } = [];

    /// <summary>A lawful history: several clients, contended actors, refusals that only read, lost answers, denials and commands sent twice.</summary>
    public static Draft Lawful(Random chance, int turns)
    {
        var draft = new Draft();
        var actors = Enumerable.Range(0, 2 + chance.Next(5)).Select(number => $"room/R-{number}").ToArray();
        var last = new Dictionary<string, DraftTurn>(StringComparer.Ordinal);
        for (var number = 0; number < turns; number++)
        {
            chance.Shuffle(actors);
            var turn = new DraftTurn($"mes-{chance.Next(3)}", $"c-{number}") { Note = chance.Next() };
            turn.Cast.AddRange(actors.Take(1 + chance.Next(Math.Min(4, actors.Length))).Select(actor => new DraftRead(actor, last.GetValueOrDefault(actor))));
            turn.Writes.AddRange(turn.Cast.Where(_ => chance.Next(3) > 0).Select(read => read.Actor));
            foreach (var written in turn.Writes)
                last[written] = turn;
            draft.Turns.Add(turn);
            draft.Attempts.Add(new Attempt(turn.Id, turn.Seal()));
            draft.Tell(turn, number + 1, chance);
        }

        draft.Sort();
        return draft;
    }

    public static long InstantOf(int position) => position * 1000L;

    public void Sort()
    {
        var sorted = Events.OrderBy(one => one.Instant).ToList();
        Events.Clear();
        Events.AddRange(sorted);
    }

    /// <summary>The history as a store and its clients would show it.</summary>
    public History Seal()
    {
        var rows = new List<TurnRow>();
        var last = new Dictionary<string, (string Version, long Position)>(StringComparer.Ordinal);
        var hash = Array.Empty<byte>();
        foreach (var turn in Turns)
        {
            var write = turn.Seal();
            hash = SHA256.HashData([.. hash, .. turn.Body!]);
            var links = turn.Writes.ToDictionary(actor => actor, actor => last.GetValueOrDefault(actor).Position, StringComparer.Ordinal);
            rows.Add(new TurnRow(rows.Count + 1, turn.Id, write, hash, turn.Body) { Links = links });
            foreach (var actor in turn.Writes)
                last[actor] = (write, rows.Count);
        }

        return new History(rows, [.. Events])
        {
            Actors = [.. last.Select(actor => new ActorRow(actor.Key, actor.Value.Version, actor.Value.Position))],
            Attempts = Attempts,
            WatchedCallers = new HashSet<string> { "mes-0", "mes-1", "mes-2" },
        };
    }

    /// <summary>What the clients saw of a turn that came to stand at this position.</summary>
    private void Tell(DraftTurn turn, int position, Random chance)
    {
        var at = InstantOf(position);
        var sent = at - 1 - chance.Next(4000);
        if (chance.Next(10) == 0)
        {
            // Denied before it was heard at all.
            Events.Add(new ClientEvent.Sent(sent - 200, $"{turn.Id}#denied", turn.Id, "p"));
            Events.Add(new ClientEvent.Denied(sent - 100, $"{turn.Id}#denied", turn.Id, "overloaded"));
        }

        Events.Add(new ClientEvent.Sent(sent, $"{turn.Id}#1", turn.Id, "p"));
        var answer = at + 1 + chance.Next(4000);
        if (chance.Next(5) > 0)
        {
            Events.Add(new ClientEvent.Ruled(answer, $"{turn.Id}#1", turn.Id, position, turn.Granted, Repeated: false));
            if (chance.Next(6) == 0)
            {
                Events.Add(new ClientEvent.Sent(answer + 100, $"{turn.Id}#other", turn.Id, "other"));
                Events.Add(new ClientEvent.UsedForAnother(answer + 200, $"{turn.Id}#other", turn.Id));
            }

            return;
        }

        Events.Add(new ClientEvent.Lost(answer, $"{turn.Id}#1", turn.Id, "connection"));
        if (chance.Next(4) == 0)
            return;
        Events.Add(new ClientEvent.Sent(answer + 100, $"{turn.Id}#2", turn.Id, "p"));
        Events.Add(new ClientEvent.Ruled(answer + 200, $"{turn.Id}#2", turn.Id, position, turn.Granted, Repeated: true));
    }
}

/// <param name="From">The turn whose write is read; null for an actor never written.</param>
/// <param name="Version">Said instead of that turn's write id, where the version is to be a lie of its own.</param>
internal sealed record DraftRead(string Actor, DraftTurn? From, string? Version = null);

/// <summary>A turn to be: sealed once, after everything it reads.</summary>
internal sealed class DraftTurn(string caller, string commandId)
{
    private string? _write;

    public string Id => $"{caller}/{commandId}";

    public List<DraftRead> Cast { get; } = [];

    /// <summary>The actors it writes; none for a refusal.</summary>
    public List<string> Writes { get; } = [];

    public bool Granted => Writes.Count > 0;

    public int Note { get; set; }

    /// <summary>Said instead of the command's hash.</summary>
    public string? Payload { get; set; }

    public byte[]? Body { get; private set; }

    public DraftTurn Another() => new(caller, commandId) { Note = Note + 1 };

    /// <summary>Forgets the bytes of a turn that was changed.</summary>
    public void Unseal() => (_write, Body) = (null, null);

    public string Seal()
    {
        if (_write is not null)
            return _write;
        var command = JsonSerializer.Serialize(new { command = "room.enter.v1", data = new { note = Note } });
        Body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            caller,
            commandId,
            payload = Payload ?? Hex(Encoding.UTF8.GetBytes(command)),
            command = JsonDocument.Parse(command).RootElement,
            granted = Granted,
            cast = Cast.Select(read => new[] { read.Actor, read.Version ?? read.From?.Seal() ?? "" }),
            facts = Writes.Select(actor => new { actor, fact = "room.person-entered.v1", data = new { } }),
        });
        return _write = Hex(Body);
    }

    /// <summary>Whether this turn's bytes rest on another's.</summary>
    public bool RestsOn(DraftTurn other)
    {
        var (seen, open) = (new HashSet<DraftTurn> { this }, new Stack<DraftTurn>([this]));
        while (open.TryPop(out var turn))
            foreach (var read in turn.Cast)
                if (read.From is { } from && seen.Add(from))
                    open.Push(from);
        return seen.Contains(other);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
