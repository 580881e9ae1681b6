namespace Orchestrator.Cli.Mes;

/// <summary>Somebody is needed in a room from one instant to another.</summary>
internal sealed record Stay(string Person, string Room, string Batch, DateTimeOffset From, DateTimeOffset To);

/// <summary>Somebody passes a door.</summary>
/// <param name="Enters">False when they leave.</param>
internal sealed record Passage(DateTimeOffset At, string Person, string Room, string Batch, bool Enters);

/// <summary>Where the plan needs people, and so which doors they pass when: in at the start of their work in a room, out a minute after its end.</summary>
internal static class Whereabouts
{
    /// <summary>People who go on in the same room for the same batch within this time do not leave in between.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Leave = TimeSpan.FromMinutes(1);

    /// <summary>Every passage of the plan in the order of its instant; at one instant people leave before others enter.</summary>
    public static IReadOnlyList<Passage> Of(IEnumerable<Stay> stays) =>
        [.. stays.GroupBy(stay => stay.Person).SelectMany(group => Joined(group.OrderBy(stay => stay.From).ThenBy(stay => stay.To)))
            .SelectMany(stay => new[] { new Passage(stay.From, stay.Person, stay.Room, stay.Batch, true), new Passage(stay.To + Leave, stay.Person, stay.Room, stay.Batch, false) })
            .OrderBy(passage => passage.At).ThenBy(passage => passage.Enters).ThenBy(passage => passage.Person, StringComparer.Ordinal)];

    private static IEnumerable<Stay> Joined(IEnumerable<Stay> stays)
    {
        Stay? open = null;
        foreach (var stay in stays)
        {
            if (open is not null && open.Room == stay.Room && open.Batch == stay.Batch && stay.From - open.To <= Wait)
            {
                open = open with { To = stay.To > open.To ? stay.To : open.To };
                continue;
            }

            if (open is not null)
                yield return open;
            open = stay;
        }

        if (open is not null)
            yield return open;
    }
}
