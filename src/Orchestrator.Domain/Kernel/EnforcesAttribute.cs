namespace Orchestrator.Domain.Kernel;

/// <summary>Marks the function that enforces a requirement, so that a page of all rules can be made by machine.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EnforcesAttribute(string requirement) : Attribute
{
    public string Requirement { get; } = requirement;

    /// <summary>What the requirement demands and nothing enforces yet, in English; null where it is enforced whole.</summary>
    public string? Lacks { get; init; }

    /// <summary>The same in Chinese.</summary>
    public string? LacksZh { get; init; }
}
