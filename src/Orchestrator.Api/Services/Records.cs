using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The plant's record as it is read back from the journal: earlier rulings, what touched whom, and the feed.</summary>
public sealed class Records(IJournal journal, PlantRunner runner)
{
    /// <summary>After this many turns that a filter leaves out, the feed says how far it is.</summary>
    private const int SilenceMax = 256;

    /// <summary>The kinds of actor as addresses write them.</summary>
    private static IEnumerable<string> Kinds => System.Enum.GetValues<ActorKind>().Select(kind => new ActorId(kind, "").ToString().TrimEnd('/'));

    /// <summary>One earlier turn in full.</summary>
    public async Task<TurnView> Why(WhyRequest request, Caller asking, CancellationToken cancel)
    {
        var turn = request.Position > 0
            ? await At(request.Position, cancel)
            : await journal.Find(runner.Plant, $"{(request.Caller.Length == 0 ? asking.Name : request.Caller)}/{request.CommandId}", cancel);
        return turn is null
            ? throw CommandDoor.Missing("没有这个回合：请给出序号，或请求方和指令编号", "no such turn: give a position, or caller and command_id")
            : View(turn, TurnCodec.Open(turn.Body.Span));
    }

    /// <summary>The turns that touched an actor.</summary>
    public async Task<AuditReply> Audit(AuditRequest request, int limit, CancellationToken cancel)
    {
        if (!ActorId.TryParse(request.Actor, out var actor))
            throw CommandDoor.Invalid("actor", $"写作 类别/编号，例如 room/R-101；类别有：{string.Join("、", Kinds)}", $"write kind/key, for example room/R-101; the kinds are {string.Join(", ", Kinds)}");
        var reply = new AuditReply { Reached = request.After, Complete = true };
        await foreach (var turn in journal.ReadAll(runner.Plant, request.After, cancel))
        {
            if (reply.Turns.Count == limit)
            {
                reply.Complete = false;
                break;
            }

            reply.Reached = turn.Position;
            var body = TurnCodec.Open(turn.Body.Span);
            if (body.Facts.Any(written => written.Actor == actor) || (!request.WrittenOnly && body.Cast.Any(member => member.Actor == actor)))
                reply.Turns.Add(View(turn, body));
        }

        return reply;
    }

    /// <summary>Every turn after a position, for as long as the client listens; each only once it is durable.</summary>
    public async Task Watch(WatchRequest request, IServerStreamWriter<TurnEvent> feed, CancellationToken cancel)
    {
        if (request.After < 0)
            throw CommandDoor.Invalid("after", "请给出最后处理过的序号，或 0", "give the last position you dealt with, or 0");
        var filter = new Filter(request);
        var reached = request.After;
        var told = -1L;
        try
        {
            while (true)
            {
                await foreach (var turn in journal.ReadAll(runner.Plant, reached, cancel))
                {
                    reached = turn.Position;
                    var passed = filter.Pass(turn, TurnCodec.Open(turn.Body.Span));
                    if (passed is null && reached - Math.Max(told, request.After) < SilenceMax)
                        continue;
                    told = reached;
                    await feed.WriteAsync(passed ?? new TurnEvent { Position = reached }, cancel);
                }

                if (told != reached)
                    await feed.WriteAsync(new TurnEvent { Position = told = reached, CaughtUp = true }, cancel);
                await journal.WaitBeyond(runner.Plant, reached, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Listening ends when the listener goes.
        }
    }

    /// <summary>A stored value as protobuf carries free content.</summary>
    public static Struct Content(object value, System.Type type) =>
        JsonParser.Default.Parse<Struct>(JsonSerializer.Serialize(value, type, TurnCodec.Json));

    public static FactEvent Event(Written written) => new()
    {
        Actor = written.Actor.ToString(),
        Name = TurnCodec.NameOf(written.Fact),
        Content = Content(written.Fact, written.Fact.GetType()),
    };

    private static TurnView View(RecordedTurn turn, TurnBody body)
    {
        var view = new TurnView
        {
            Position = turn.Position,
            Caller = body.Caller,
            CommandId = body.CommandId,
            Person = body.Person ?? "",
            Command = TurnCodec.NameOf(body.Command),
            Content = Content(body.Command, body.Command.GetType()),
            Ruling = Words.Of(new Answer.Ruled(turn.Position, body, First: true)),
            WriteId = turn.WriteId,
            Hash = Convert.ToHexStringLower(turn.Hash.Span),
        };
        view.CastVersions.AddRange(body.Cast.Select(member => new CastVersion { Actor = member.Actor.ToString(), Version = member.Version }));
        view.Cast.AddRange(body.Cast.Select(member => member.Actor.ToString()));
        view.Facts.AddRange(body.Facts.Select(Event));
        return view;
    }

    private async Task<RecordedTurn?> At(long position, CancellationToken cancel)
    {
        await foreach (var turn in journal.ReadAll(runner.Plant, position - 1, cancel))
            return turn.Position == position ? turn : null;
        return null;
    }

    /// <summary>What a listener wants to hear of.</summary>
    private sealed class Filter
    {
        private readonly HashSet<string> _actors;
        private readonly HashSet<string> _facts;
        private readonly bool _refusals;

        public Filter(WatchRequest request)
        {
            _actors = new HashSet<string>(request.Actors, StringComparer.Ordinal);
            _facts = new HashSet<string>(request.Facts, StringComparer.Ordinal);
            _refusals = request.Refusals;
        }

        public TurnEvent? Pass(RecordedTurn turn, TurnBody body)
        {
            var facts = body.Facts.Where(Passes).ToList();
            var refused = !body.Granted && _refusals;
            // What was granted and wrote nothing is part of the record too, for whoever listens to everything.
            var already = body.Granted && body.Facts.Length == 0 && _actors.Count == 0 && _facts.Count == 0;
            if (facts.Count == 0 && !refused && !already)
                return null;
            var told = new TurnEvent
            {
                Position = turn.Position,
                At = Wire.Instant(body.At),
                Caller = body.Caller,
                CommandId = body.CommandId,
                Person = body.Person ?? "",
                Command = TurnCodec.NameOf(body.Command),
                Granted = body.Granted,
            };
            told.Facts.AddRange(facts.Select(Event));
            told.Refusals.AddRange(body.Refusals.Select(Words.Of));
            return told;
        }

        private bool Passes(Written written)
        {
            var address = written.Actor.ToString();
            return (_actors.Count == 0 || _actors.Contains(address) || _actors.Contains(address[..address.IndexOf('/', StringComparison.Ordinal)]))
                && (_facts.Count == 0 || _facts.Contains(TurnCodec.NameOf(written.Fact)));
        }
    }
}
