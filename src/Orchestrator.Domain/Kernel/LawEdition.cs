namespace Orchestrator.Domain.Kernel;

/// <summary>Which edition of the law a turn was ruled under; raised when a rule, a table or a reading changes its verdicts or the grounds that are recorded with them.</summary>
public static class LawEdition
{
    public const string Current = "2026.2";
}
