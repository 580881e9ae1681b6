namespace Orchestrator.Domain.Segregation;

/// <summary>What the segregation table says of one combination, from loosest to strictest: of several, the largest counts.</summary>
public enum Verdict
{
    /// <summary>Allowed without condition.</summary>
    Allow,

    /// <summary>Allowed while every required measure is in effect.</summary>
    Conditional,

    /// <summary>Allowed while every required measure is in effect and an approved risk assessment is in date.</summary>
    ConditionalWithRiskAssessment,

    /// <summary>Refused; an override (GMP-1) is conceivable only where the ruling names what it would lead to.</summary>
    Refuse,

    /// <summary>Refused by a 不得 of the text: no override exists.</summary>
    Prohibited,
}

/// <summary>What a row does when its condition holds.</summary>
public enum RowEffect
{
    /// <summary>It gives its verdict.</summary>
    Decides,

    /// <summary>The system counts as open in every other row (S-06).</summary>
    CountsAsOpen,

    /// <summary>It turns the verdict of the row it modifies into its own (S-38).</summary>
    Tightens,

    /// <summary>It holds the batches it names and alerts (S-46, S-47).</summary>
    HoldsAndAlerts,
}
