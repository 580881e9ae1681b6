using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>An isolator's air, as installed and as the ventilation reports it; null is unknown.</summary>
/// <param name="IntoRoom">Whether it exhausts into the room.</param>
/// <param name="Recirculated">Whether its exhaust is used again.</param>
public sealed record IsolatorAir(string Isolator, bool? IntoRoom, bool? Recirculated);

/// <summary>An open-culture vessel or compartment about to be opened.</summary>
/// <param name="RoomHeldBy">The one batch that holds the room, null when none or several do.</param>
/// <param name="OtherOpenings">Other compartments or vessels of the incubator that are open now.</param>
/// <param name="OthersParked">Other batches with cultures in the room.</param>
/// <param name="OnlyLoadOrUnload">Whether nothing but loading or unloading is to be done.</param>
public sealed record CultureOpening(
    Party Opening,
    string? RoomHeldBy,
    IReadOnlyCollection<string> OtherOpenings,
    IReadOnlyCollection<string> OthersParked,
    bool OnlyLoadOrUnload);

/// <summary>A chamber and its disinfection.</summary>
/// <param name="CanBeDisinfected">Whether the device has a disinfection or sterilisation cycle.</param>
/// <param name="Period">How long a disinfection counts; a site parameter, null when not set.</param>
/// <param name="LastOpenCulture">The batch and end of the last open culture in it, if any.</param>
public sealed record ChamberHygiene(
    string Chamber, bool CanBeDisinfected, DateTimeOffset? LastDisinfected, TimeSpan? Period, PastOperation? LastOpenCulture);

/// <summary>Judges isolators and incubators as devices: the paragraphs S-42 to S-45.</summary>
public static class Containment
{
    /// <summary>S-42.</summary>
    /// <param name="openPorts">Isolators of the room whose port or door is open, or that are being loaded or unloaded.</param>
    [Enforces("GMP-9.5.5d")]
    public static TableRuling? OnePort(string room, string isolator, IEnumerable<string> openPorts)
    {
        var others = openPorts.Where(open => open != isolator).Order(StringComparer.Ordinal).ToList();
        return others.Count == 0
            ? null
            : SetTable.OnePort.Rule(new("room", room), new("isolator", isolator), new("otherPort", string.Join(", ", others)));
    }

    /// <summary>S-43, read as binding every isolator that holds product.</summary>
    [Enforces("GMP-9.5.5b")]
    [Enforces("GMP-9.5.5c")]
    public static TableRuling? ExhaustAway(IsolatorAir air)
    {
        (string Rule, Seen Seen)[] against =
        [
            .. Unless(air.IntoRoom == false, "GMP-9.5.5b", "exhaust", air.IntoRoom is null ? "unknown" : "IntoRoom"),
            .. Unless(air.Recirculated == false, "GMP-9.5.5c", "status", air.Recirculated is null ? "unknown" : "Recirculated"),
        ];
        return against.Length == 0
            ? null
            : SetTable.Exhaust.Rule([new("isolator", air.Isolator), .. against.Select(each => each.Seen)])
                .Citing([.. against.Select(each => each.Rule)]);
    }

    /// <summary>S-44. A batch whose culture is alone in the room needs no risk assessment for the others.</summary>
    [Enforces("GMP-9.5.6g")]
    public static TableRuling? OpenCulture(CultureOpening opening)
    {
        var refused = opening.RoomHeldBy != opening.Opening.Batch
            || opening.OtherOpenings.Count > 0
            || (opening.OthersParked.Count > 0 && !opening.OnlyLoadOrUnload);
        if (!refused && opening.OthersParked.Count == 0)
            return null;
        var ruling = SetTable.OpenCulture.Rule(
            new("batch", opening.Opening.Batch), new("room", opening.Opening.Room), new("heldBy", opening.RoomHeldBy ?? "none"),
            new("otherCompartment", Listed(opening.OtherOpenings)), new("otherBatch", Listed(opening.OthersParked)),
            new("operation", opening.OnlyLoadOrUnload ? "LoadOrUnload" : "other"));
        return refused ? ruling.Citing("GMP-9.5.6g") with { Verdict = Verdict.Refuse } : ruling;
    }

    /// <summary>S-45.</summary>
    [Enforces("GMP-9.5.6e")]
    public static TableRuling? Disinfected(string batch, ChamberHygiene chamber, DateTimeOffset now)
    {
        var clean = chamber is { CanBeDisinfected: true, LastDisinfected: { } last, Period: { } period }
            && last <= now && now - last <= period
            && (chamber.LastOpenCulture is not { } culture || culture.Batch == batch || culture.EndedAt < last);
        return clean
            ? null
            : SetTable.ChamberDisinfection.Rule(
                new("compartment", chamber.Chamber),
                new("disinfection", !chamber.CanBeDisinfected ? "none possible" : chamber.LastDisinfected is { } at ? Instant.Text(at) : "none"),
                new("period", chamber.Period is { } set ? Instant.Text(set) : "unknown"),
                new("previousBatch", chamber.LastOpenCulture?.Batch ?? "none"));
    }

    private static IEnumerable<(string Rule, Seen Seen)> Unless(bool met, string rule, string name, string value) =>
        met ? [] : [(rule, new Seen(name, value))];

    private static string Listed(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Order(StringComparer.Ordinal));
        return text.Length == 0 ? "none" : text;
    }
}
