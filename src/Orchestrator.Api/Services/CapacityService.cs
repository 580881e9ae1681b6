using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Supervision;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>capacity</c> service: what supervisors ask, and what they watch.</summary>
public sealed class CapacityService(Views views) : Capacity.CapacityBase
{
    private const int DaysUnlessSaid = 30;
    private const int DaysMax = 366;

    /// <summary>Readings go stale and documents lapse without any turn: how often a quiet plant is looked at again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Least time between two messages of one stream, so that a busy plant does not drown its watchers.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public override async Task<CapacityView> GetCapacity(GetCapacityRequest request, ServerCallContext context)
    {
        var window = Window(request.WithinDays);
        await views.At(request.MinPosition, context);
        return Now(window, request.Lines, request.Rooms);
    }

    public override async Task WatchCapacity(WatchCapacityRequest request, IServerStreamWriter<CapacityView> responseStream, ServerCallContext context)
    {
        var window = Window(request.WithinDays);
        await views.At(0, context);
        var cancel = context.CancellationToken;
        CapacityView? told = null;
        try
        {
            while (true)
            {
                var now = Now(window, request.Lines, request.Rooms);
                if (Change(told, now) is { } change)
                    await responseStream.WriteAsync(change, cancel);
                told = now;
                var moved = views.Beyond(now.Position, cancel);
                await Task.Delay(Pace, cancel);
                await Task.WhenAny(moved, Task.Delay(LookAgain, cancel));
                cancel.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Watching ends when the watcher goes.
        }
    }

    /// <summary>What is different in a later view: everything where lines or rooms have come or gone, null where nothing is.</summary>
    public static CapacityView? Change(CapacityView? before, CapacityView now)
    {
        if (before is null || !before.Lines.Select(line => line.Line).SequenceEqual(now.Lines.Select(line => line.Line))
            || !before.Rooms.Select(room => room.Room).SequenceEqual(now.Rooms.Select(room => room.Room)))
            return now;
        var change = new CapacityView { Position = now.Position, At = now.At };
        change.Lines.AddRange(Different(before.Lines, now.Lines));
        change.Rooms.AddRange(Different(before.Rooms, now.Rooms));
        change.LapsesChanged = !before.Lapses.Equals(now.Lapses);
        if (change.LapsesChanged)
            change.Lapses.AddRange(now.Lapses);
        return change is { Lines.Count: 0, Rooms.Count: 0, LapsesChanged: false } ? null : change;
    }

    private static IEnumerable<T> Different<T>(IEnumerable<T> before, IEnumerable<T> now)
        where T : IMessage<T> => before.Zip(now).Where(pair => !Timeless(pair.First).Equals(Timeless(pair.Second))).Select(pair => pair.Second);

    /// <summary>Without the figures that only count how late it is: that a reading is a second older is no news.</summary>
    private static T Timeless<T>(T message)
        where T : IMessage<T>
    {
        var copy = message.Clone();
        Strip(copy);
        return copy;
    }

    private static void Strip(IMessage message)
    {
        if (message is Refusal refusal)
        {
            foreach (var late in refusal.Facts.Where(fact => fact.Name is "now" or "readingAge").ToList())
                refusal.Facts.Remove(late);
            return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field is { IsRepeated: true, FieldType: FieldType.Message }))
            foreach (var part in (System.Collections.IEnumerable)field.Accessor.GetValue(message))
                Strip((IMessage)part);
    }

    private CapacityView Now(TimeSpan window, IReadOnlyCollection<string> lines, IReadOnlyCollection<string> rooms)
    {
        var (picture, now) = (views.Now, views.Instant);
        if (Overview.Of(picture, now) is not { } plant)
            return new CapacityView { Position = picture.Position, At = Wire.Instant(now), Complete = true };
        if (lines.FirstOrDefault(line => plant.Site.Line(line) is null) is { } unknownLine)
            throw CommandDoor.Invalid("lines", $"工厂文件中没有生产线 {unknownLine}；现有：{string.Join("、", plant.Site.Document.Lines.Select(line => line.Id))}", $"the plant file has no line {unknownLine}; it has {string.Join(", ", plant.Site.Document.Lines.Select(line => line.Id))}");
        if (rooms.FirstOrDefault(room => plant.Site.Room(room) is null) is { } unknownRoom)
            throw CommandDoor.Invalid("rooms", $"工厂文件中没有操作间 {unknownRoom}；现有：{string.Join("、", plant.Site.Document.Rooms.Select(room => room.Id))}", $"the plant file has no room {unknownRoom}; it has {string.Join(", ", plant.Site.Document.Rooms.Select(room => room.Id))}");
        return plant.Whole(window, lines, rooms);
    }

    private static TimeSpan Window(int days) => days switch
    {
        0 => TimeSpan.FromDays(DaysUnlessSaid),
        > 0 and <= DaysMax => TimeSpan.FromDays(days),
        _ => throw CommandDoor.Invalid("within_days", $"1 至 {DaysMax} 的数，或以 0 表示 {DaysUnlessSaid}", $"a number from 1 to {DaysMax}, or 0 for {DaysUnlessSaid}"),
    };
}
