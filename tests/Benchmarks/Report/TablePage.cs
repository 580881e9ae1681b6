using System.Globalization;

namespace Orchestrator.Benchmarks.Report;

/// <summary>The sheet as a person at a terminal reads it.</summary>
internal static class TablePage
{
    public static void Print(Sheet sheet, TextWriter to)
    {
        var machine = sheet.Machine;
        to.WriteLine(Tongue.Say(
            $"{machine.Cores} 核，{machine.MemoryGiB:0} GiB，{machine.Processor}；{machine.Os}；.NET {machine.Runtime}；PostgreSQL {machine.PostgreSql}；fdatasync 中位数 {machine.FlushMicros:0} µs",
            $"{machine.Cores} cores, {machine.MemoryGiB:0} GiB, {machine.Processor}; {machine.Os}; .NET {machine.Runtime}; PostgreSQL {machine.PostgreSql}; fdatasync p50 {machine.FlushMicros:0} µs"));
        if (sheet.Figures.Count > 0)
        {
            to.WriteLine();
            Columns(to, [Tongue.Say("谁", "who"), Tongue.Say("并发", "in flight"), Tongue.Say("步/秒", "steps/s"), "p50 ms", "p99 ms", Tongue.Say("CPU µs/步", "CPU µs/step"), Tongue.Say("WAL 字节/步", "WAL B/step"), Tongue.Say("落盘/步", "flushes/step"), Tongue.Say("各轮", "rounds")],
                sheet.Figures.Select(figure => new[]
                {
                    figure.Name, Text(figure.InFlight), $"{figure.Median:0}", $"{figure.P50Ms:0.00}", $"{figure.P99Ms:0.0}",
                    $"{figure.CpuMicros:0} ({string.Join(", ", figure.MicrosPerStep.Select(one => $"{one.Key} {one.Value:0}"))})", $"{figure.WalBytes:0}", $"{figure.Flushes:0.000}", string.Join(" ", figure.PerSecond.Select(value => $"{value:0}")),
                }));
            foreach (var figure in sheet.Figures.Where(figure => figure.Failed.Count > 0))
                to.WriteLine($"  {figure.Name}: {string.Join(", ", figure.Failed.Select(one => $"{one.Key} × {one.Value}"))}");
        }

        if (sheet.Rows.Count > 0)
        {
            to.WriteLine();
            Columns(to, [Tongue.Say("指标", "number to reach"), Tongue.Say("测得", "measured"), Tongue.Say("目标", "target"), ""], sheet.Rows.Select(row => new[]
            {
                Tongue.Say(row.Zh, row.En), row.Value is { } value ? $"{value.ToString(row.Format, CultureInfo.InvariantCulture)}{row.Unit}" : "-",
                $"{(row.AtLeast ? "≥" : "≤")} {Text(row.Target)}{row.Unit}",
                row.Reached switch { true => Tongue.Say("达到", "pass"), false => Tongue.Say("未达到", "MISS"), null => Tongue.Say("未测", "not measured") },
            }));
        }

        foreach (var curve in sheet.Curves)
        {
            to.WriteLine();
            to.WriteLine($"{Tongue.Say(curve.Zh, curve.En)} ({curve.X} → {curve.Y})");
            foreach (var point in curve.Points)
                to.WriteLine($"  {point.X:#,0.###}  {point.Y:#,0.##}{(point.Series.Length > 0 ? $"  {point.Series}" : "")}");
        }

        if (sheet.Notes.Count > 0)
            to.WriteLine();
        foreach (var note in sheet.Notes)
            to.WriteLine($"- {Tongue.Say(note.Zh, note.En)}");
    }

    private static void Columns(TextWriter to, string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(heads).ToList();
        var widths = heads.Select((_, at) => all.Max(row => Width(row[at]))).ToArray();
        foreach (var row in all)
            to.WriteLine(string.Join("  ", row.Select((cell, at) => cell + new string(' ', widths[at] - Width(cell)))).TrimEnd());
    }

    /// <summary>Chinese characters take two columns of a terminal.</summary>
    private static int Width(string text) => text.Sum(letter => letter is >= '\u2E80' and <= '\uFFEF' ? 2 : 1);

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
