using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Engine.States;

/// <summary>
/// At which write each actor of a plant ends, as one number, however many actors there are. What a store keeps of it beside the
/// turns is in no chain: where it was set back, an actor would forget what was recorded of it last.
/// </summary>
public sealed class ActorEnds
{
    private UInt128 _sum;

    /// <summary>Goes on with the next turn: whoever it wrote ends in it now, and no longer where it read them.</summary>
    public void Note(RecordedTurn turn)
    {
        var json = new Utf8JsonReader(turn.Body.Span);
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("cast"u8))
                Cast(ref json, read);
            else if (json.ValueTextEquals("facts"u8))
                Facts(ref json, written);
            else
                json.Skip();
        }

        foreach (var actor in written)
        {
            if (read.GetValueOrDefault(actor) is { Length: > 0 } before)
                _sum -= Of(actor, before);
            _sum += Of(actor, turn.WriteId);
        }
    }

    /// <summary>Whether the store's ends are these.</summary>
    /// <param name="upTo">The position of the last turn noted; turns recorded since say themselves what they found.</param>
    /// <exception cref="InvalidDataException">They are not.</exception>
    /// <exception cref="JournalException">The store failed.</exception>
    public async Task Demand(IJournal journal, IStateStore store, string plant, long upTo, CancellationToken cancel)
    {
        var sum = UInt128.Zero;
        await foreach (var standing in store.Standing(plant, "", cancel))
        {
            var version = standing.Version;
            if (standing.Position > upTo)
                version = (await journal.ReadActor(plant, standing.Actor, upTo + 1, cancel)).Turns is [var next, ..] ? TurnCodec.SaidOf(next.Body, standing.Actor).Read : null;
            if (version is { Length: > 0 })
                sum += Of(standing.Actor.ToString(), version);
        }

        if (sum != _sum)
            throw new InvalidDataException($"the journal of {plant} is not whole: its turns up to {upTo} leave actors elsewhere than it says beside them");
    }

    private static void Cast(ref Utf8JsonReader json, Dictionary<string, string> read)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            json.Read();
            var actor = json.GetString()!;
            json.Read();
            read[actor] = json.GetString() ?? "";
            json.Read();
        }
    }

    private static void Facts(ref Utf8JsonReader json, HashSet<string> written)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var names = json.ValueTextEquals("actor"u8);
                json.Read();
                if (names)
                    written.Add(json.GetString()!);
                else
                    json.Skip();
            }
        }
    }

    private static UInt128 Of(string actor, string version)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{actor}\n{version}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
