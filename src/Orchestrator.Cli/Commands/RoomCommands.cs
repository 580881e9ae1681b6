using System.CommandLine;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>room</c> and <c>line</c> as supervisors see them: who has what, what waits, what is blocked, what lapses.</summary>
internal static class RoomCommands
{
    public static Command Of(Verbs verbs) => verbs.Group("room", "操作间与生产线", "Rooms and lines", List(verbs), Show(verbs), Lapses(verbs), Watch(verbs), Reserve(verbs), Release(verbs));

    private static Command List(Verbs verbs) => verbs.Question<GetCapacityRequest, CapacityView>(
        "list", "列出操作间和生产线", "Lists rooms and lines", client => client.Capacity.GetCapacityAsync, _ => new GetCapacityRequest(), ShowAll);

    private static Command Show(Verbs verbs)
    {
        var room = verbs.Argument("room", "操作间", "The room");
        return verbs.Question<GetCapacityRequest, CapacityView>("show", "查看一个操作间，被阻止的理由在内", "Shows one room, with why it is blocked", client => client.Capacity.GetCapacityAsync,
            parsed => new GetCapacityRequest { Rooms = { parsed.GetRequiredValue(room) } }, (screen, view) => Show(screen, view.Rooms.SingleOrDefault() ?? throw new UsageException(verbs.Text("尚无生效的工厂文件。", "No plant file is in force yet."))), room);
    }

    private static Command Lapses(Verbs verbs)
    {
        var days = new Option<int>("--days") { Description = verbs.Text("多少天之内（缺省 30）", "Within how many days (30 unless said)") };
        return verbs.Question<GetCapacityRequest, CapacityView>("lapses", "哪些已过期或即将到期", "What has lapsed, and what lapses soon", client => client.Capacity.GetCapacityAsync,
            parsed => new GetCapacityRequest { WithinDays = parsed.GetValue(days) }, (screen, view) => ShowLapses(screen, view.Lapses), days);
    }

    private static Command Watch(Verbs verbs) => verbs.Verb("watch", "实时查看变化", "Follows what changes", [], async (parsed, client, cancel) =>
    {
        await foreach (var view in client.Watch(new WatchCapacityRequest(), cancel))
        {
            if (verbs.Json(parsed))
                verbs.Screen.Json(view);
            else if (view.Rooms.Count > 0 || view.Lines.Count > 0)
                ShowAll(verbs.Screen, view);
        }

        return ExitCode.Granted;
    });

    private static Command Reserve(Verbs verbs)
    {
        var (room, batch) = (verbs.Argument("room", "操作间", "The room"), verbs.Argument("batch", "批号", "The batch"));
        return verbs.Order("reserve", "为批次预留操作间", "Keeps the room for a batch", client => client.Manufacturing.ReserveRoomAsync,
            parsed => new ReserveRoomRequest { Room = parsed.GetValue(room), Batch = parsed.GetValue(batch) }, room, batch);
    }

    private static Command Release(Verbs verbs)
    {
        var (room, batch) = (verbs.Argument("room", "操作间", "The room"), verbs.Argument("batch", "批号", "The batch"));
        return verbs.Order("release", "取消预留", "Gives a reservation up", client => client.Manufacturing.ReleaseReservationAsync,
            parsed => new ReleaseReservationRequest { Room = parsed.GetValue(room), Batch = parsed.GetValue(batch) }, room, batch);
    }

    private static void ShowAll(Screen screen, CapacityView view)
    {
        if (view.Lines.Count > 0)
        {
            screen.Table([screen.Text("生产线", "line"), screen.Text("状态", "status"), screen.Text("占用", "occupied"), screen.Text("阻止", "blocked")], view.Lines.Select(line => new[]
            {
                Markup.Escape(line.Line), Labels.Status(screen, line.Status), Occupants(line.Occupied),
                Reasons(line.Blocked.Select(refusal => refusal.Rule).Concat(line.Shifts.SelectMany(shift => shift.Blocked.Select(refusal => $"{shift.Shift} {refusal.Rule}")))),
            }));
        }

        screen.Table(
            [screen.Text("操作间", "room"), screen.Text("状态", "status"), screen.Text("占用", "occupied"), screen.Text("待办", "waiting"), screen.Text("阻止", "blocked"), screen.Text("人员", "people")],
            view.Rooms.Where(room => room.Use is "Processing" or "Incubation").Select(room => new[]
            {
                Markup.Escape($"{room.Room} {room.Name}".TrimEnd()), Labels.Status(screen, room.Status), Occupants(room.Occupied), Markup.Escape(string.Join("\n", room.Waiting.Select(wait => $"{Labels.Value(screen, wait.Kind)} {wait.Batch}"))),
                Reasons(room.Blocked.Select(refusal => refusal.Rule)), $"{room.Persons}/{room.PersonsMax}",
            }));
    }

    private static void Show(Screen screen, RoomCapacity room)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(room.Room)}[/]  {Markup.Escape(room.Name)}  {Labels.Status(screen, room.Status)}  {Markup.Escape($"{room.Area}  {room.Grade}  {room.Persons}/{room.PersonsMax}")}");
        screen.Table([screen.Text("位置", "place"), screen.Text("状态", "status"), screen.Text("占用", "occupied"), screen.Text("待办", "waiting"), screen.Text("阻止", "blocked")],
            room.Parts.Select(part => new[]
            {
                Markup.Escape($"{part.Place} {part.Compartment}".TrimEnd()), Labels.Status(screen, part.Status), Occupants(part.Occupied),
                Markup.Escape(string.Join("\n", part.Waiting.Select(wait => $"{Labels.Value(screen, wait.Kind)} {wait.Batch}"))), Reasons(part.Blocked.Select(refusal => refusal.Rule)),
            }).Prepend([Markup.Escape(room.Room), Labels.Status(screen, room.Status), Occupants(room.Occupied), Markup.Escape(string.Join("\n", room.Waiting.Select(wait => $"{Labels.Value(screen, wait.Kind)} {wait.Batch}"))), Reasons(room.Blocked.Select(refusal => refusal.Rule))]));
        foreach (var refusal in room.Blocked.Concat(room.Waiting.SelectMany(wait => wait.Refused)).Concat(room.Parts.SelectMany(part => part.Blocked)))
            RefusalPage.Show(screen, refusal);
    }

    private static void ShowLapses(Screen screen, IEnumerable<Lapse> lapses) => screen.Table(
        [screen.Text("到期", "lapses"), screen.Text("种类", "kind"), screen.Text("对象", "what"), screen.Text("说明", "which")],
        lapses.Select(lapse => new[] { lapse.Lapsed ? $"[red]{screen.At(lapse.At)} {screen.Text("已过期", "lapsed")}[/]" : screen.At(lapse.At), Markup.Escape(Labels.Value(screen, lapse.Kind)), Markup.Escape(lapse.Actor), Markup.Escape(Labels.Value(screen, lapse.What)) }));

    private static string Occupants(IEnumerable<Occupant> occupants) =>
        Markup.Escape(string.Join("\n", occupants.Select(one => string.Join(' ', new[] { one.Batch, one.Step, one.Container, one.Position }.Where(text => text.Length > 0)))));

    private static string Reasons(IEnumerable<string> rules) => $"[red]{Markup.Escape(string.Join("\n", rules.Distinct()))}[/]";
}
