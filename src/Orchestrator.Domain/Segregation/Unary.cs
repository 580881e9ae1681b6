using System.Globalization;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>One reading of a room's pressure against one adjoining space.</summary>
/// <param name="DifferencePa">Room minus adjoining space, in pascal; null when there is no reading.</param>
/// <param name="Age">Age of the reading at the decision; null when unknown.</param>
public sealed record PressureReading(string Adjoining, decimal? DifferencePa, TimeSpan? Age);

/// <summary>The site's parameters for relative negative pressure.</summary>
/// <param name="AtLeastPa">How far below every adjoining space the room must read, in pascal, positive.</param>
/// <param name="AgeMax">Oldest reading that counts.</param>
public sealed record PressureLimit(decimal? AtLeastPa, TimeSpan? AgeMax);

/// <summary>Judges the asking step alone against the paragraphs S-01 to S-05 and S-09; null means the row has nothing to say.</summary>
public static class Unary
{
    /// <summary>S-01.</summary>
    [Enforces("GMP-4.1.1")]
    public static TableRuling? PathogenKnown(Party asking) =>
        asking.Pathogen != PathogenStatus.Unknown
            ? null
            : UnaryTable.PathogenKnown.Rule(new("batch", asking.Batch), Status(asking));

    /// <summary>S-02. An area without designation is not a dedicated one.</summary>
    [Enforces("GMP-6.2a")]
    public static TableRuling? PositiveNeedsDedicatedArea(Party asking, AreaDesignation? designation) =>
        asking.Pathogen != PathogenStatus.Positive || designation == AreaDesignation.PathogenDedicated
            ? null
            : UnaryTable.PositiveNeedsDedicatedArea.Rule(
                new("batch", asking.Batch), Status(asking), new("area", asking.Area), Named(designation),
                new("requiredDesignation", nameof(AreaDesignation.PathogenDedicated)));

    /// <summary>S-03.</summary>
    [Enforces("GMP-6.2b")]
    public static TableRuling? DedicatedAreaIsForPositive(Party asking, AreaDesignation? designation) =>
        asking.Pathogen == PathogenStatus.Positive || designation != AreaDesignation.PathogenDedicated
            ? null
            : UnaryTable.DedicatedAreaIsForPositive.Rule(
                new("batch", asking.Batch), Status(asking), new("area", asking.Area), Named(designation));

    /// <summary>S-04. Every adjoining space needs a fresh reading; a room that declares none is not shown to be negative.</summary>
    [Enforces("GMP-6.2d")]
    public static TableRuling? NegativePressure(
        Party asking, IReadOnlyCollection<PressureReading> adjoining, PressureLimit limit)
    {
        if (asking.Pathogen != PathogenStatus.Positive || !asking.IsOpen)
            return null;
        var failing = adjoining.Where(reading => !Negative(reading, limit)).ToList();
        if (failing.Count == 0 && adjoining.Count > 0)
            return null;
        return UnaryTable.NegativePressure.Rule(
            [
                new("batch", asking.Batch), new("room", asking.Room),
                new("limit", Pascal(-limit.AtLeastPa)), new("maxAge", Span(limit.AgeMax)),
                .. failing.Select(reading => new Seen(
                    "differentialPressure", $"{reading.Adjoining}: {Pascal(reading.DifferencePa)}, {Span(reading.Age)}")),
            ]);
    }

    /// <summary>S-05.</summary>
    /// <param name="sufficient">Whether the available grade reaches the required one; null when either is unknown.</param>
    [Enforces("GMP-6.4.0")]
    public static TableRuling? Grade(string workplace, string? required, string? available, bool? sufficient) =>
        sufficient == true
            ? null
            : UnaryTable.Grade.Rule(
                new("workplace", workplace), new("requiredGrade", required ?? "unknown"), new("grade", available ?? "unknown"));

    /// <summary>S-09. An area without designation is neither's.</summary>
    [Enforces("GMP-6.1a")]
    public static TableRuling? VectorApart(Party asking, bool makesVector, AreaDesignation? designation)
    {
        var belongs = makesVector
            ? designation == AreaDesignation.Vector
            : designation is AreaDesignation.Cell or AreaDesignation.PathogenDedicated;
        return belongs
            ? null
            : UnaryTable.VectorApart.Rule(
                new("batch", asking.Batch), new("product", asking.Product), new("area", asking.Area), Named(designation),
                new("requiredDesignation", makesVector ? nameof(AreaDesignation.Vector) : nameof(AreaDesignation.Cell)));
    }

    private static bool Negative(PressureReading reading, PressureLimit limit) =>
        reading is { DifferencePa: { } difference, Age: { } age }
        && limit is { AtLeastPa: { } atLeast, AgeMax: { } ageMax }
        && atLeast > 0 && difference <= -atLeast && age >= TimeSpan.Zero && age <= ageMax;

    private static Seen Status(Party party) => new("pathogenStatus", party.Pathogen.ToString());

    private static Seen Named(AreaDesignation? designation) => new("designation", designation?.ToString() ?? "none");

    private static string Pascal(decimal? value) =>
        value is { } pascal ? $"{pascal.ToString(CultureInfo.InvariantCulture)} Pa" : "unknown";

    private static string Span(TimeSpan? value) => value is { } span ? Instant.Text(span) : "unknown";
}
