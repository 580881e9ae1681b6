using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;
using Orchestrator.Domain;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>
/// Where a step's time goes before it is sent anywhere: on one core, in this process, on the memory journal, the law and the record
/// each by itself. The rest of a step's CPU is gRPC, the database and the load.
/// </summary>
internal static class Parts
{
    public static async Task Run(Options options, Sheet sheet, TextWriter progress)
    {
        foreach (var (name, floor) in new[] { ("spread", new Floor(64, 1)), ("5 hot rooms", new Floor(5, 13)) })
        {
            await using var journal = new MemoryJournal();
            await Preparation.Of(journal, floor);
            var place = floor.Workplaces.First();
            BatchCommand pause = new BatchCommand.PauseStep(place.Batch, Floor.Step, "sample", place.Operator), resume = new BatchCommand.ResumeStep(place.Batch, Floor.Step, place.Operator);
            var running = await Folded(journal);
            var held = running with { Actors = running.Actors.After(Ask(running, pause).Decision.Facts) };

            var seconds = Math.Max(0.5, options.Seconds / 4);
            var parts = new List<(string Part, double Micros)>
            {
                ("law, pause", Micros(seconds, () => Ask(running, pause))),
                ("law, resume", Micros(seconds, () => Ask(held, resume))),
                ("payload hash", Micros(seconds, () => TurnCodec.PayloadHash(resume))),
                ("record, pause", Record(running, pause)),
                ("record, resume", Record(held, resume)),
            };
            double Record(Picture picture, Command command)
            {
                var body = BodyOf(picture, command);
                return Micros(seconds, () => TurnCodec.Seal(body));
            }

            var text = string.Join(", ", parts.Select(part => $"{part.Part} {part.Micros:0.0} µs"));
            await progress.WriteLineAsync($"  parts, {name}: {text}");
            sheet.Say($"一个核心上，{name}：{text}。", $"On one core, {name}: {text}.");
        }
    }

    private static async Task<Picture> Folded(IJournal journal)
    {
        var picture = Picture.Empty;
        await foreach (var turn in journal.ReadAll(Floor.Plant, 0, CancellationToken.None))
        {
            var body = TurnCodec.Open(turn.Body.Span);
            picture = new Picture(turn.Position, body.At, picture.Actors.After(body.Facts));
        }

        return picture;
    }

    private static (Decision Decision, Cast Cast, Moment Moment) Ask(Picture picture, Command command)
    {
        var (cast, moment) = (picture.Cast(), new Moment(picture.At!.Value, "mes-00", "c-1", ImmutableSortedSet.Create("mes"), null));
        var decision = PlantLaw.Decide(command, cast, moment);
        return decision.Granted ? (decision, cast, moment) : throw new InvalidOperationException($"{command} is refused: {string.Join(", ", decision.Refusals.Select(refusal => refusal.Rule))}");
    }

    private static TurnBody BodyOf(Picture picture, Command command)
    {
        var (decision, cast, moment) = Ask(picture, command);
        return new TurnBody
        {
            Caller = moment.Caller,
            CommandId = moment.CommandId,
            Payload = TurnCodec.PayloadHash(command),
            Command = command,
            At = moment.Now,
            Law = LawEdition.Current,
            Granted = decision.Granted,
            Refusals = decision.Refusals,
            Bases = decision.Bases,
            Cast = [.. cast.Read.Select(actor => new CastMember(actor, TurnCodec.PayloadHash(command)))],
            Facts = decision.Facts,
        };
    }

    /// <summary>The mean processor time of one call, after it has run for as long again.</summary>
    private static double Micros(double seconds, Func<object> work)
    {
        Rounds(seconds);
        return Rounds(seconds);

        double Rounds(double most)
        {
            using var process = Process.GetCurrentProcess();
            var (clock, spent, calls) = (Stopwatch.StartNew(), process.TotalProcessorTime, 0L);
            for (; clock.Elapsed.TotalSeconds < most; calls++)
                work();
            process.Refresh();
            return (process.TotalProcessorTime - spent).TotalMicroseconds / calls;
        }
    }
}
