namespace Orchestrator.Domain.Tests;

/// <summary>Which way a test proves a requirement.</summary>
public enum Proof
{
    Grants,
    Refuses,
}

/// <summary>Marks a test as the proof that a requirement grants what is legal, or refuses what is not.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProvesAttribute(string requirement, Proof proof) : Attribute
{
    public string Requirement { get; } = requirement;

    public Proof Proof { get; } = proof;
}
