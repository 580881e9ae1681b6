namespace Orchestrator.Domain.Kernel;

/// <summary>Marks the function that enforces a requirement, so that a page of all rules can be made by machine.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EnforcesAttribute(string requirement) : Attribute
{
    public string Requirement { get; } = requirement;
}
