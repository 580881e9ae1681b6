using System.Globalization;
using System.Net;
using System.Text;

namespace Orchestrator.Benchmarks.Report;

/// <summary>The sheet as pictures: what everybody does a second, and how things grow. SVG, for light and dark pages alike.</summary>
internal static class Plots
{
    private const int Width = 640;

    private const int Left = 190;

    private const int Right = 90;

    private static readonly string[] Inks = ["#2b6cb0", "#c05621", "#2f855a", "#6b46c1"];

    /// <summary>File names and what they hold.</summary>
    public static IEnumerable<(string Name, string Svg)> Of(Sheet sheet)
    {
        if (sheet.Figures.Count > 0)
        {
            yield return ("steps.svg", Bars("Durable steps a second, 64 in flight (median)", [.. sheet.Figures.Where(figure => figure.Name != "gRPC echo").Select(figure => (figure.Name, figure.Median))]));
            yield return ("cpu.svg", Bars("Processor time a step, all processes (µs)", [.. sheet.Figures.Select(figure => (figure.Name, figure.CpuMicros))]));
        }

        foreach (var curve in sheet.Curves)
            yield return ($"{curve.Id}.svg", Line(curve));
    }

    private static string Bars(string title, (string Name, double Value)[] bars)
    {
        const int Step = 30;
        var height = 50 + (bars.Length * Step);
        var most = bars.Max(bar => bar.Value);
        var text = Open(height, title);
        foreach (var (at, bar) in bars.Index())
        {
            var y = 40 + (at * Step);
            var length = most > 0 ? bar.Value / most * (Width - Left - Right) : 0;
            text.AppendLine($"""<text x="{Left - 8}" y="{y + 15}" text-anchor="end">{Escaped(bar.Name)}</text>""");
            text.AppendLine($"""<rect x="{Left}" y="{y}" width="{Text(Math.Max(1, length))}" height="20" fill="{(bar.Name.StartsWith("orchestrator", StringComparison.Ordinal) ? Inks[0] : "#a0aec0")}"/>""");
            text.AppendLine($"""<text x="{Text(Left + length + 6)}" y="{y + 15}">{bar.Value.ToString("#,0", CultureInfo.InvariantCulture)}</text>""");
        }

        return Close(text);
    }

    private static string Line(Curve curve)
    {
        const int Top = 50, Bottom = 290, Height = 340, From = 70, To = Width - 30;
        double Place(double x) => curve.LogX ? Math.Log10(x) : x;
        var (low, high) = (curve.Points.Min(point => Place(point.X)), curve.Points.Max(point => Place(point.X)));
        var most = curve.Points.Max(point => point.Y) * 1.1;
        double X(double x) => From + ((Place(x) - low) / Math.Max(1e-9, high - low) * (To - From));
        double Y(double y) => Bottom - (y / most * (Bottom - Top));
        var text = Open(Height, curve.En);
        text.AppendLine($"""<path d="M{From} {Top}V{Bottom}H{To}" fill="none" stroke="#a0aec0"/>""");
        for (var part = 0; part <= 4; part++)
            text.AppendLine($"""<text x="{From - 6}" y="{Text(Y(most * part / 4) + 4)}" text-anchor="end">{(most * part / 4).ToString(most < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture)}</text>""");
        foreach (var x in curve.Points.Select(point => point.X).Distinct())
            text.AppendLine($"""<text x="{Text(X(x))}" y="{Bottom + 18}" text-anchor="middle">{x.ToString("#,0.##", CultureInfo.InvariantCulture)}</text>""");
        text.AppendLine($"""<text x="{(From + To) / 2}" y="{Bottom + 38}" text-anchor="middle">{Escaped(curve.X)}</text><text x="{From}" y="{Top - 8}">{Escaped(curve.Y)}</text>""");
        foreach (var (at, series) in curve.Points.GroupBy(point => point.Series).Index())
        {
            var ink = Inks[at % Inks.Length];
            text.AppendLine($"""<polyline points="{string.Join(' ', series.Select(point => $"{Text(X(point.X))},{Text(Y(point.Y))}"))}" fill="none" stroke="{ink}" stroke-width="2"/>""");
            foreach (var point in series)
                text.AppendLine($"""<circle cx="{Text(X(point.X))}" cy="{Text(Y(point.Y))}" r="3" fill="{ink}"/>""");
            if (series.Key.Length > 0)
                text.AppendLine($"""<text x="{To}" y="{Top + (at * 16)}" text-anchor="end" style="fill:{ink}">{Escaped(series.Key)}</text>""");
        }

        return Close(text);
    }

    private static StringBuilder Open(int height, string title) => new StringBuilder()
        .AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12">""")
        .AppendLine("<style>text{fill:#4a5568}@media(prefers-color-scheme:dark){text{fill:#cbd5e0}}</style>")
        .AppendLine($"""<text x="10" y="20" font-size="14">{Escaped(title)}</text>""");

    private static string Close(StringBuilder text) => text.AppendLine("</svg>").ToString();

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
