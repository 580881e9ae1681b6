namespace Orchestrator.Cli.Mes;

/// <summary>Somebody is needed in a room, from one moment to another.</summary>
internal sealed record Stay(string Person, string Room, Moment From, Moment To);

/// <summary>Somebody passes a door.</summary>
/// <param name="Enters">False when they leave.</param>
internal sealed record Passage(DateTimeOffset At, Doors When, string Person, string Room, bool Enters);

/// <summary>When people pass doors at an instant: to see work end, then to begin other work, and when they are done.</summary>
internal enum Doors
{
    BeforeEnds,
    BeforeBegins,
    Afterwards,
}

/// <summary>Where the plan needs people, and so which doors they pass when: in for their work in a room, out when they are not needed soon after it.</summary>
internal static class Whereabouts
{
    /// <summary>People who are needed again within this time wait where they are.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    /// <summary>Every passage of the plan in the order of its moment.</summary>
    /// <exception cref="InvalidDataException">The plan needs somebody in two rooms at once.</exception>
    public static IReadOnlyList<Passage> Of(IEnumerable<Stay> stays) =>
        [.. stays.GroupBy(stay => stay.Person).SelectMany(group => WayOf(group.Key, [.. Joined(group.OrderBy(stay => stay.From).ThenBy(stay => stay.To))]))
            .OrderBy(passage => passage.At).ThenBy(passage => passage.When)];

    private static IEnumerable<Passage> WayOf(string person, Stay[] stays)
    {
        string? room = null;
        for (var at = 0; at < stays.Length; at++)
        {
            var stay = stays[at];
            var door = stay.From.Phase == Phase.Ends ? Doors.BeforeEnds : Doors.BeforeBegins;
            if (room != stay.Room)
            {
                if (room is not null)
                    yield return new Passage(stay.From.Instant, door, person, room, false);
                yield return new Passage(stay.From.Instant, door, person, stay.Room, true);
                room = stay.Room;
            }

            if (at + 1 < stays.Length && stays[at + 1].From.Instant - stay.To.Instant <= Wait)
                continue;
            yield return new Passage(stay.To.Instant, Doors.Afterwards, person, room, false);
            room = null;
        }
    }

    private static IEnumerable<Stay> Joined(IEnumerable<Stay> stays)
    {
        Stay? open = null;
        foreach (var stay in stays)
        {
            if (open is null)
            {
                open = stay;
            }
            else if (open.Room == stay.Room && stay.From.CompareTo(open.To) <= 0)
            {
                open = open with { To = stay.To.CompareTo(open.To) > 0 ? stay.To : open.To };
            }
            else
            {
                if (stay.From.CompareTo(open.To) <= 0)
                    throw new InvalidDataException($"{stay.Person} is needed in {open.Room} until {open.To.Instant:O} and in {stay.Room} from {stay.From.Instant:O}");
                yield return open;
                open = stay;
            }
        }

        if (open is not null)
            yield return open;
    }
}
