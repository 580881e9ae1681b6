using System.Runtime.CompilerServices;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Something that must be so, how often it was looked at, and what was found otherwise.</summary>
/// <param name="id">Its number, for example <c>INV-005</c>; never used for another.</param>
/// <param name="requirement">The requirement or standard it comes from, or the part of the product that promises it.</param>
public sealed class Promise(string id, string requirement, string en, string zh)
{
    private const int KeptMax = 5;

    public string Id { get; } = id;

    public string Requirement { get; } = requirement;

    public string En { get; } = en;

    public string Zh { get; } = zh;

    /// <summary>What was found, the first few of each.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>How often there was something to check: a promise that was never tested was not kept.</summary>
    public long Checked { get; private set; }

    public void Demand(bool kept, RecordedTurn turn, [InterpolatedStringHandlerArgument(nameof(kept))] ref Otherwise otherwise)
    {
        Checked++;
        if (!kept && Broken.Count < KeptMax)
            Broken.Add($"turn {turn.Position} ({turn.Id}): {otherwise.Text()}");
    }

    public void Demand(bool kept, RecordedTurn turn, string otherwise) => Demand(kept, turn, $"{otherwise}");

    public void Demand(bool kept, [InterpolatedStringHandlerArgument(nameof(kept))] ref Otherwise otherwise)
    {
        Checked++;
        if (!kept && Broken.Count < KeptMax)
            Broken.Add(otherwise.Text());
    }

    public void Demand(bool kept, string otherwise) => Demand(kept, $"{otherwise}");
}

/// <summary>The words for a broken promise; put together only where it is broken.</summary>
[InterpolatedStringHandler]
public ref struct Otherwise
{
    private DefaultInterpolatedStringHandler _text;

    public Otherwise(int literalLength, int formattedCount, bool kept, out bool wanted)
    {
        wanted = !kept;
        _text = kept ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string Text() => _text.ToStringAndClear();
}
