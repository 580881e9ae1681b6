using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>Turns for journals, which never read a body, and receipts and histories as text that can be compared.</summary>
internal static class Turns
{
    /// <summary>The day on which the turns of these tests take place.</summary>
    public static DateTimeOffset Start { get; } = new(2025, 3, 3, 8, 0, 0, TimeSpan.Zero);

    public static ActorId Room { get; } = new(ActorKind.Room, "R-101");

    public static ActorId Batch { get; } = new(ActorKind.Batch, "B-7");

    public static ActorId Operator { get; } = new(ActorKind.Operator, "op-3");

    /// <summary>A turn that reads and writes the given actors, each at the version given.</summary>
    public static Turn Writing(string id, params (ActorId Actor, string Version)[] cast) => Of(id, cast, [.. cast.Select(member => member.Actor)]);

    /// <summary>A turn that reads the given actors and writes none: a refusal.</summary>
    public static Turn Reading(string id, params (ActorId Actor, string Version)[] cast) => Of(id, cast, []);

    /// <param name="note">Makes two attempts of one id differ.</param>
    public static Turn Of(string id, (ActorId Actor, string Version)[] cast, ActorId[] writes, string note = "", DateTimeOffset? at = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id,
            note,
            cast = cast.Select(member => new[] { member.Actor.ToString(), member.Version }),
            writes = writes.Select(actor => actor.ToString()),
        });
        return WithBody(id, cast, writes, body, at);
    }

    public static Turn WithBody(string id, (ActorId Actor, string Version)[] cast, ActorId[] writes, byte[] body, DateTimeOffset? at = null) => new(
        id,
        Convert.ToHexStringLower(SHA256.HashData(body)),
        [.. cast.Select(member => new CastMember(member.Actor, member.Version))],
        [.. writes],
        at ?? Start,
        body);

    public static string Text(Receipt receipt) => receipt switch
    {
        Receipt.Recorded recorded => $"recorded {recorded.Position}",
        Receipt.Already already => $"already {Text(already.Turn)}",
        Receipt.Stale stale => $"stale {string.Join(' ', stale.Actors)}",
        _ => throw new InvalidOperationException($"no such receipt: {receipt}"),
    };

    public static string Text(RecordedTurn turn) =>
        $"{turn.Position} {turn.Id} {turn.WriteId} {Convert.ToHexStringLower(turn.Hash.Span)} {Encoding.UTF8.GetString(turn.Body.Span)}";

    public static string Text(ActorHistory history) =>
        $"{history.Actor} {history.Version} {history.Position}\n{string.Join('\n', history.Turns.Select(Text))}";

    public static string[] Text(IEnumerable<Receipt> receipts) => [.. receipts.Select(Text)];

    public static async Task<List<RecordedTurn>> All(this IJournal journal, string plant, long after = 0)
    {
        var turns = new List<RecordedTurn>();
        await foreach (var turn in journal.ReadAll(plant, after, CancellationToken.None))
            turns.Add(turn);
        return turns;
    }

    /// <summary>The turns are a plant's first ones without a gap, and each carries the hash of all before it.</summary>
    public static void AssertChained(IReadOnlyList<RecordedTurn> turns)
    {
        var previous = Array.Empty<byte>();
        for (var at = 0; at < turns.Count; at++)
        {
            Assert.Equal(at + 1, turns[at].Position);
            var hash = SHA256.HashData([.. previous, .. turns[at].Body.Span]);
            Assert.True(hash.AsSpan().SequenceEqual(turns[at].Hash.Span), $"the chain breaks at {at + 1}");
            previous = hash;
        }
    }
}
