using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>The paragraphs S-01 to S-09: what the asking step must be, whoever else is present.</summary>
public static class UnaryTable
{
#pragma warning disable format // A paragraph is a page: what belongs together stands on a line.
    public static TableRow PathogenKnown { get; } = new()
    {
        Id = "S-01", Clause = "四(一)1",
        Verdict = Verdict.Refuse, Requirements = ["GMP-4.1.1"],
        Remedies = ["obtain-pathogen-status"],
        En = "Material whose pathogen status is unknown stays in quarantine and enters no production area.",
        Zh = "病原体状态未知的供者材料留在待验区，不进入生产区域。",
    };

    public static TableRow PositiveNeedsDedicatedArea { get; } = new()
    {
        Id = "S-02", Clause = "六(二)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-6.2a"],
        Remedies = ["move-to-dedicated-area"],
        En = "A batch that carries a pathogen is worked on only in an area dedicated to pathogens, even alone and even closed.",
        Zh = "含有病原体的批次只在专用生产区域操作，即使区域内无其他批次、即使密闭。",
    };

    public static TableRow DedicatedAreaIsForPositive { get; } = new()
    {
        Id = "S-03", Clause = "六(二)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-6.2b"],
        Remedies = ["choose-other-area", "redesignate-area"],
        En = "An area dedicated to pathogens serves no other batch until it is re-designated.",
        Zh = "病原体专用区域在重新指定用途前不用于其他批次。",
    };

    public static TableRow NegativePressure { get; } = new()
    {
        Id = "S-04", Clause = "六(二)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-6.2d"],
        En = "Where a positive product is exposed, the room reads a lower pressure than every adjoining space, on fresh readings.",
        Zh = "阳性产品暴露的操作间，其压力应低于所有相邻空间，且读数须在有效时间内。",
    };

    public static TableRow Grade { get; } = new()
    {
        Id = "S-05", Clause = "六(四)",
        Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment, AssessmentRule = "GMP-6.4.0",
        Requirements = ["GMP-6.4.0"],
        Remedies = ["choose-room-of-grade"],
        En = "The location's cleanliness grade reaches the grade that the operation needs at its closure.",
        Zh = "操作地点的洁净度级别应达到该操作在其密闭状态下所需的级别。",
    };

    public static TableRow CountsAsOpen { get; } = new()
    {
        Id = "S-06", Clause = "十三(七)", Effect = RowEffect.CountsAsOpen,
        Verdict = Verdict.Allow, Requirements = ["GMP-13.7a", "GMP-13.7b", "GMP-13.7c", "GMP-13.7d", "GMP-6.3c", "GMP-9.5.7a"],
        Remedies = ["re-verify-closed-system", "validate-closure"],
        En = "A system counts as closed only while it is validated, in date of integrity and unopened, or closed again as validated.",
        Zh = "系统只有经过验证、完整性检查在有效期内且未被打开，或按验证方式恢复密闭后，才视为密闭。",
    };

    public static TableRow Integrity { get; } = new()
    {
        Id = "S-07", Clause = "六(三), 九(五)5",
        Verdict = Verdict.Refuse, Requirements = ["GMP-6.3c", "GMP-9.5.5a"],
        Remedies = ["check-integrity"],
        En = "The integrity check of each closed system, equipment and isolator in use has passed and is in date.",
        Zh = "所用密闭系统、设备和隔离器的完整性检查均已通过且在有效期内。",
    };

    public static TableRow Clearance { get; } = new()
    {
        Id = "S-08", Clause = "九(五)2, 4",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.2c", "GMP-9.5.4c"],
        Remedies = ["clear-step", "clear-room"],
        En = "The room has been cleared since the last operation of another batch and since the last completed step.",
        Zh = "自其他批次最后一次操作以及上一个步骤完成以来，操作间已完成清场。",
    };

    public static TableRow VectorApart { get; } = new()
    {
        Id = "S-09", Clause = "六(一)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-6.1a"],
        Remedies = ["choose-other-area"],
        En = "Vectors are made in vector areas and cell products in theirs.",
        Zh = "病毒载体与细胞产品分别在各自的生产区域生产。",
    };
#pragma warning restore format

    public static ImmutableArray<TableRow> Rows { get; } =
    [
        PathogenKnown, PositiveNeedsDedicatedArea, DedicatedAreaIsForPositive, NegativePressure, Grade,
        CountsAsOpen, Integrity, Clearance, VectorApart,
    ];
}
