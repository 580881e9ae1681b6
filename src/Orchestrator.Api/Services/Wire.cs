using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Api.Doors;
using Orchestrator.V1;
using Batches = Orchestrator.Domain.Batches;

namespace Orchestrator.Api.Services;

/// <summary>Between the wire's shapes and the law's: plain functions, nothing decided.</summary>
public static partial class Wire
{
    /// <summary>Proto3 has no null: an empty name is none.</summary>
    public static string? Optional(string text) => text.Length == 0 ? null : text;

    /// <summary>An instant that must be given; protobuf timestamps are UTC by definition.</summary>
    public static DateTimeOffset At(Timestamp? timestamp, string field)
    {
        try
        {
            return (timestamp ?? throw CommandDoor.Invalid(field, "请给出时刻", "give an instant")).ToDateTimeOffset();
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
        {
            throw CommandDoor.Invalid(field, "请给出公元 1 年至 9999 年之间的时刻", "give an instant between the years 1 and 9999");
        }
    }

    /// <summary>A date of the plant's zone.</summary>
    public static DateOnly Date(string text, string field) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw CommandDoor.Invalid(field, "日期写作 yyyy-mm-dd", "write the date as yyyy-mm-dd");

    /// <summary>A length of time that must be given.</summary>
    public static TimeSpan Span(Duration? duration, string field)
    {
        try
        {
            return (duration ?? throw CommandDoor.Invalid(field, "请给出时长", "give a length of time")).ToTimeSpan();
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or OverflowException)
        {
            throw CommandDoor.Invalid(field, "请给出不超过 10000 年的时长", "give a length of time of at most 10000 years");
        }
    }

    public static Timestamp Instant(DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);

    public static Timestamp? Instant(DateTimeOffset? at) => at is { } instant ? Timestamp.FromDateTimeOffset(instant) : null;

    /// <summary>An instant that may be left out.</summary>
    public static DateTimeOffset? InstantOf(Timestamp? timestamp) => timestamp is null ? null : At(timestamp, "next_wanted");

    /// <summary>A measured value: at most 15 significant digits, as a double carries them.</summary>
    public static decimal Number(double value, string field) =>
        double.IsFinite(value) && Math.Abs(value) < 1e15 ? (decimal)value : throw CommandDoor.Invalid(field, "请给出小于 10^15 的有限数", "give a finite number below 10^15");

    public static Batches.BatchPurpose Purpose(BatchPurpose purpose) => purpose switch
    {
        BatchPurpose.Commercial => Batches.BatchPurpose.Commercial,
        BatchPurpose.Clinical => Batches.BatchPurpose.Clinical,
        BatchPurpose.Validation => Batches.BatchPurpose.Validation,
        _ => throw CommandDoor.NoneOf<BatchPurpose>("purpose", "COMMERCIAL", "CLINICAL", "VALIDATION"),
    };

    public static Batches.Disposition Disposed(Disposition disposition) => disposition switch
    {
        Disposition.SafeState => Batches.Disposition.SafeState,
        Disposition.Retain => Batches.Disposition.Retain,
        Disposition.Destroy => Batches.Disposition.Destroy,
        _ => throw CommandDoor.NoneOf<Disposition>("disposition", "SAFE_STATE", "RETAIN", "DESTROY"),
    };

    public static Batches.StepPlace Place(StepPlace? place) => place is null
        ? throw CommandDoor.Invalid("place", "请写明步骤在何处进行", "say where the step runs")
        : new Batches.StepPlace(place.Room, Optional(place.Line), Optional(place.Isolator), Optional(place.Cabinet), Optional(place.ClosedSystem),
            Optional(place.Incubator), Optional(place.Compartment), Optional(place.Position), [.. place.Equipment], place.Terminal);

    public static Batches.AssignedOperator AssignedOperator(AssignedOperator assigned) => new(assigned.Operator, assigned.Role);

    public static Batches.Scan Scan(Scan scan) => new(scan.Input, scan.Container, scan.Code, scan.By, At(scan.At, "scans.at"));
}
