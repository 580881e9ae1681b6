using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.People;

/// <summary>The shifts as calendar: which day a moment belongs to, and when the shift at a moment ends (readings: a night shift belongs to the day it begins).</summary>
public static class Rota
{
    /// <summary>The date of the plant's zone that the shift counts a moment to.</summary>
    public static DateOnly DateOf(Site site, ShiftDefinition shift, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, site.Zone).DateTime;
        var date = DateOnly.FromDateTime(local);
        return CrossesMidnight(shift) && TimeOnly.FromDateTime(local) < shift.Ends ? date.AddDays(-1) : date;
    }

    /// <summary>The first instant that the shift counts to a later date.</summary>
    public static DateTimeOffset EndOf(Site site, ShiftDefinition shift, DateOnly date)
    {
        if (!CrossesMidnight(shift))
            return site.EndOf(date);
        var end = date.AddDays(1).ToDateTime(shift.Ends);
        return new DateTimeOffset(end, site.Zone.GetUtcOffset(end)).ToUniversalTime();
    }

    /// <summary>
    /// When the shift that a person works at a moment ends. Who works outside the hours of their own shift is counted to
    /// the plant's shift that runs then, and where none runs, to the whole calendar day.
    /// </summary>
    public static DateTimeOffset EndOfShift(Site site, PersonDefinition? person, DateTimeOffset at)
    {
        if (person?.Shift is { } own && site.Shift(own) is { } rostered && EndIfRunning(site, rostered, at) is { } end)
            return end;
        var running = site.Document.Shifts.Select(shift => EndIfRunning(site, shift, at)).Where(instant => instant is not null).ToList();
        return running.Count > 0 ? running.Max()!.Value : site.EndOf(site.DateOf(at));
    }

    private static DateTimeOffset? EndIfRunning(Site site, ShiftDefinition shift, DateTimeOffset at)
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, site.Zone).DateTime);
        if (!time.IsBetween(shift.Starts, shift.Ends))
            return null;
        var date = DateOf(site, shift, at);
        var end = (CrossesMidnight(shift) ? date.AddDays(1) : date).ToDateTime(shift.Ends);
        return new DateTimeOffset(end, site.Zone.GetUtcOffset(end)).ToUniversalTime();
    }

    private static bool CrossesMidnight(ShiftDefinition shift) => shift.Ends <= shift.Starts;
}
