using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>The paragraphs S-40 to S-47: what holds over all that is present, and what an event sets off.</summary>
public static class SetTable
{
#pragma warning disable format // A paragraph is a page: what belongs together stands on a line.
    public static TableRow Capacity { get; } = new()
    {
        Id = "S-40", Clause = "九(三)2)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.3.2a", "CMC-5.3b"],
        Remedies = ["raise-validated-maximum"],
        En = "Lines, isolators, cultures and batches of one stage at work stay within the validated maximum; without one it is 1.",
        Zh = "同时运行的生产线、隔离器、培养批次和同阶段批次不超过经验证的最大数量；没有验证数量时为1。",
    };

    public static TableRow Persons { get; } = new()
    {
        Id = "S-41", Clause = "九(三)2), 九(五)3, 4",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.3.2d", "GMP-9.5.3f", "GMP-9.5.4e"],
        Remedies = ["release-operator", "assign-other-operator"],
        En = "Persons stay within the validated number, and none is assigned to another batch of the area.",
        Zh = "人数不超过经验证的数量，且操作人员未被分配到同一区域的其他批次。",
    };

    public static TableRow OnePort { get; } = new()
    {
        Id = "S-42", Clause = "九(五)5",
        Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment, AssessmentRule = "GMP-9.5.5d",
        Requirements = ["GMP-9.5.5d"],
        Remedies = ["close-port"],
        En = "One isolator of a room has its port open at a time; the next waits.",
        Zh = "同一操作间同一时间只有一个隔离器打开传递口，其余等待。",
    };

    public static TableRow Exhaust { get; } = new()
    {
        Id = "S-43", Clause = "九(五)5",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.5b", "GMP-9.5.5c"],
        En = "An isolator neither exhausts into the room nor has its exhaust recirculated.",
        Zh = "隔离器不直接向操作间内排风，排风不循环利用。",
    };

    public static TableRow OpenCulture { get; } = new()
    {
        Id = "S-44", Clause = "九(五)6, 2",
        Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M6, OpenCulture = true,
        Requirements = ["GMP-9.5.6g", "GMP-9.5.6f"], AssessmentRule = "GMP-9.5.6f",
        Remedies = ["wait-for-step-end"],
        En = "An open culture is opened alone: its batch holds the room, other compartments are closed, and beside parked cultures it is only loaded or unloaded.",
        Zh = "打开非密闭培养时须独占：该批次占用操作间，其他腔室关闭，有其他批次停放时只可装载或取出。",
    };

    public static TableRow ChamberDisinfection { get; } = new()
    {
        Id = "S-45", Clause = "九(五)6",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.6e"],
        Remedies = ["disinfect-incubator"],
        En = "An incubator chamber is disinfected in date, and since the last open culture of another batch.",
        Zh = "培养箱腔室的消毒在有效期内，且在其他批次的非密闭培养之后已消毒。",
    };

    public static TableRow MeasureLost { get; } = new()
    {
        Id = "S-46", Clause = "九(五)3, 4, 5", Effect = RowEffect.HoldsAndAlerts,
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.0"],
        Remedies = ["put-measure-in-effect"],
        En = "A measure that the grant rests on is lost while the step runs.",
        Zh = "步骤进行中，其许可所依据的控制措施失效。",
    };

    public static TableRow Breach { get; } = new()
    {
        Id = "S-47", Clause = "九(五)7", Effect = RowEffect.HoldsAndAlerts,
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.7a", "GMP-9.5.7b"],
        Remedies = ["close-breach-assessment"],
        En = "A breached closed system is open from that instant: its batch is held, and so are all who may no longer be together with it.",
        Zh = "密闭系统意外开启或泄漏后即视为非密闭：该批次锁定，与其不能再同处的批次一并暂停。",
    };
#pragma warning restore format

    public static ImmutableArray<TableRow> Rows { get; } =
        [Capacity, Persons, OnePort, Exhaust, OpenCulture, ChamberDisinfection, MeasureLost, Breach];
}
