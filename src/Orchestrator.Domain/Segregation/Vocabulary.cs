namespace Orchestrator.Domain.Segregation;

/// <summary>How far the product meets its surroundings (requirements 0.7.4); a punctured system counts as open for segregation (AMB-44).</summary>
public enum Exposure
{
    Closed,
    ClosedPuncture,
    Open,
}

/// <summary>Culture is unattended incubation in a closed vessel or instrument; everything attended is not (AMB-05).</summary>
public enum StepClass
{
    Culture,
    NonCulture,
}

/// <summary>What is known of infectious agents in the material and all that derives from it (requirements 0.7.5).</summary>
public enum PathogenStatus
{
    Unknown,
    NegativeScreened,
    Positive,
}

/// <summary>What an area is dedicated to (六(一), 六(二)).</summary>
public enum AreaDesignation
{
    Cell,
    Vector,
    PathogenDedicated,
}
