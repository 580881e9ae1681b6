using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Lines;

/// <summary>What the media fills of a line say: whether it is validated, and which run a shift lives on. Ordered by date, of one date the worst last.</summary>
public static class MediaFillHistory
{
    /// <summary>Months that a passed run carries a shift on a line (九(二)5).</summary>
    public const int HalfYearMonths = 6;

    /// <summary>
    /// How many runs in a row have passed, and whether that was ever enough since the last failure. An aborted run breaks
    /// the row; a failed one ends the validation too.
    /// </summary>
    /// <param name="room">Counts only passed runs that were made with this room on the line; null counts all.</param>
    public static (int InARow, bool Validated) Validation(Line line, int needed, string? room = null)
    {
        var row = 0;
        var validated = false;
        foreach (var fill in Ordered(line).Where(fill => room is null || fill.Result != MediaFillResult.Passed || fill.Rooms.Contains(room)))
        {
            row = fill.Result == MediaFillResult.Passed ? row + 1 : 0;
            validated = fill.Result switch
            {
                MediaFillResult.Passed => validated || row >= needed,
                MediaFillResult.Aborted => validated,
                MediaFillResult.Failed => false,
            };
        }

        return (row, validated);
    }

    /// <summary>The run that carries a shift: its last passed one, and none when a later one failed. An aborted run changes nothing.</summary>
    public static MediaFill? CreditOf(Line line, string shift)
    {
        MediaFill? credit = null;
        foreach (var fill in Ordered(line).Where(fill => fill.Shift == shift))
        {
            credit = fill.Result switch
            {
                MediaFillResult.Passed => fill,
                MediaFillResult.Aborted => credit,
                MediaFillResult.Failed => null,
            };
        }

        return credit;
    }

    /// <summary>
    /// The last day on which a run still carries its shift: the same day six months on, and where that month is shorter,
    /// its last day (AMB-18: no grace).
    /// </summary>
    public static DateOnly DueDate(DateOnly run) => run.AddMonths(HalfYearMonths);

    private static IEnumerable<MediaFill> Ordered(Line line) =>
        line.MediaFills.Values.OrderBy(fill => fill.Date).ThenBy(fill => fill.Result switch
        {
            MediaFillResult.Passed => 0,
            MediaFillResult.Aborted => 1,
            MediaFillResult.Failed => 2,
        });
}
