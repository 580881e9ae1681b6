using System.Globalization;

namespace Orchestrator.Cli.Controllers;

/// <summary>What one controller speaks for: measuring points, devices that take commands, and doors.</summary>
/// <param name="Id">As in the plant file.</param>
/// <param name="Devices">Addresses of closed systems and isolators.</param>
/// <param name="Doors">Rooms whose badge readers it has.</param>
/// <param name="Gowning">The area in whose gowning room its terminal records exit procedures; null when it has none.</param>
internal sealed record ControllerSetup(string Id, IReadOnlyList<Instrument> Sensors, IReadOnlyList<string> Devices, IReadOnlyList<string> Doors, string? Gowning);

/// <summary>A measuring point that reads its usual value, give or take how far it wanders, in the unit of the plant file.</summary>
internal sealed record Instrument(string Sensor, double Value, double Wander)
{
    /// <summary>What it reads at an instant: the same whenever it is asked.</summary>
    public double At(DateTimeOffset instant)
    {
        var mixed = unchecked((ulong)instant.UtcTicks * 0x9E3779B97F4A7C15UL);
        foreach (var letter in Sensor)
            mixed = unchecked((mixed ^ letter) * 0x100000001B3UL);
        var wave = ((mixed >> 11) / (double)(1UL << 53) * 2) - 1;
        return Math.Round(Value + (Wander * wave), 3);
    }
}

/// <summary>Reads the demonstration's instruments: comma-separated, a line each, with a header.</summary>
internal static class Instruments
{
    /// <exception cref="InvalidDataException">A line is not as the header says; the message names it.</exception>
    public static IReadOnlyList<ControllerSetup> Read(IEnumerable<string> lines) =>
        [.. lines.Select((text, at) => (Text: text.Trim(), Line: at + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#').Skip(1).Select(Row)
            .GroupBy(row => row.Controller)
            .Select(rows => new ControllerSetup(
                rows.Key,
                [.. rows.Where(row => row.Kind == "sensor").Select(row => new Instrument(row.Id, row.Value, row.Wander))],
                [.. rows.Where(row => row.Kind is "closed-system" or "isolator").Select(row => $"{row.Kind}/{row.Id}")],
                [.. rows.Where(row => row.Kind == "door").Select(row => row.Id)],
                rows.Where(row => row.Kind == "gowning").Select(row => row.Id).FirstOrDefault()))];

    private static (string Controller, string Kind, string Id, double Value, double Wander) Row((string Text, int Line) line)
    {
        var cells = line.Text.Split(',');
        if (cells.Length != 5 || cells[1] is not ("sensor" or "closed-system" or "isolator" or "door" or "gowning"))
            throw new InvalidDataException($"line {line.Line}: controller, kind (sensor, closed-system, isolator, door, gowning), id, value and wander are expected, not \"{line.Text}\"");
        return (cells[0], cells[1], cells[2], Number(cells[3], line.Line), Number(cells[4], line.Line));
    }

    private static double Number(string text, int line) =>
        text.Length == 0 ? 0 : double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"line {line}: \"{text}\" is no number");
}
