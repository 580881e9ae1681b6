using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Rooms;

/// <summary>
/// The cleanliness grade a step needs where the product is handled and around it, and what the location offers (六(四)
/// table). A cabinet or an isolator is a zone of grade A in its room; whether it is fit for use is its own rule.
/// </summary>
public static class RoomGrade
{
    public static IEnumerable<Refusal> ForStepStart(StepStart start)
    {
        Refusal?[] answers = [.. Sufficient(start), OpenInAOverB(start), PuncturedInAOverC(start), ReducedOnlyWhenClosed(start)];
        return answers.OfType<Refusal>();
    }

    /// <summary>GMP-6.4.0 (S-05): zone and background reach what the recipe asks for.</summary>
    [Enforces("GMP-6.4.0")]
    public static IEnumerable<Refusal> Sufficient(StepStart start) => TableRefusals.Of(Unary.Grade(
        start.Room.Id, Text(start.Step.Grade, start.Step.Background), Text(Zone(start), start.Room.Grade), Reaches(start, start.Step.Grade, start.Step.Background)));

    /// <summary>GMP-6.4.1.1: open handling needs grade A in a background of B; a culture that only stands open is not handled.</summary>
    [Enforces("GMP-6.4.1.1")]
    public static Refusal? OpenInAOverB(StepStart start) =>
        start.Effective == Exposure.Open && start.Step.Class == StepClass.NonCulture ? Needs(start, Grade.B, "GMP-6.4.1.1") : null;

    /// <summary>GMP-6.4.2.1: sampling a closed product with a needle needs grade A in a background of C.</summary>
    [Enforces("GMP-6.4.2.1")]
    public static Refusal? PuncturedInAOverC(StepStart start) =>
        start.Effective == Exposure.ClosedPuncture ? Needs(start, Grade.C, "GMP-6.4.2.1") : null;

    /// <summary>GMP-6.3b and GMP-6.4.4.1: the lower grade is for a system that counts as closed; one that does not needs what open work needs.</summary>
    [Enforces("GMP-6.3b")]
    [Enforces("GMP-6.4.4.1")]
    public static Refusal? ReducedOnlyWhenClosed(StepStart start) =>
        start.Step.Exposure == Exposure.Closed && start.Effective != Exposure.Closed && start.Step.Class == StepClass.NonCulture
            ? Needs(start, Grade.B, "GMP-6.3b")?.Remedied("re-verify-closed-system", new Seen("closedSystem", start.Place.ClosedSystem ?? "none"))
            : null;

    private static Refusal? Needs(StepStart start, Grade background, string rule) =>
        Reaches(start, Grade.A, background)
            ? null
            : Refusal.Of(rule,
                    new Seen("room", start.Room.Id), new Seen("exposure", start.Effective.ToString()),
                    new Seen("requiredGrade", Text(Grade.A, background)), new Seen("grade", Text(Zone(start), start.Room.Grade)))
                .Remedied("choose-room-of-grade", new Seen("requiredGrade", Text(Grade.A, background)));

    // Grades are ordered from the cleanest: a smaller one is better.
    private static bool Reaches(StepStart start, Grade zone, Grade background) => Zone(start) <= zone && start.Room.Grade <= background;

    private static Grade Zone(StepStart start) =>
        start.Place.Isolator is not null || start.Place.Cabinet is not null ? Grade.A : start.Room.Grade;

    private static string Text(Grade zone, Grade background) => $"{zone} in {background}";
}
