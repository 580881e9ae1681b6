using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>A paragraph of the pair table: a pattern over the columns, each "any" unless it says otherwise.</summary>
public sealed record PairRow : TableRow
{
    public Systems System { get; init; } = Systems.Any;

    public Likeness Product { get; init; } = Likeness.Any;

    public Likeness Batch { get; init; } = Likeness.Any;

    public Places Place { get; init; } = Places.Any;

    public StepPair Steps { get; init; } = StepPair.Any;

    public PathogenPair Pathogen { get; init; } = PathogenPair.Any;

    public Enclosures Enclosure { get; init; } = Enclosures.Any;

    public Branches Parallel { get; init; } = Branches.Any;

    /// <summary>The row adds to the row that would match were none Positive: the stricter of both counts, with both's measures.</summary>
    public bool AddsToNonePositive { get; init; }

    /// <summary>S-38 applies: an open step anywhere in either process makes the verdict conditional on a risk assessment.</summary>
    public bool TightenedByOpenProcess { get; init; }

    public bool Matches(PairFacts facts) =>
        (System & facts.System) != 0
        && (Product & facts.Product) != 0
        && (Batch & facts.Batch) != 0
        && (Place & facts.Place) != 0
        && (Steps & facts.Steps) != 0
        && (Pathogen & facts.Pathogen) != 0
        && (Enclosure & facts.Enclosure) != 0
        && (Parallel & facts.Parallel) != 0;
}

/// <summary>The pair table of 004 九(五)1 to 6, rows S-10 to S-38: the first paragraph that matches decides.</summary>
public static class PairTable
{
#pragma warning disable format // A paragraph is a page: what belongs together stands on a line.
    /// <summary>Turns a conditional row for closed systems into one that needs a risk assessment.</summary>
    public static TableRow OpenProcess { get; } = new()
    {
        Id = "S-38", Clause = "九(五)3", Effect = RowEffect.Tightens,
        Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M3,
        Requirements = ["GMP-9.5.3b"], AssessmentRule = "GMP-9.5.3b",
        En = "Both are closed now, but a step of either process is open: a risk assessment is needed, and the transfer measures with it.",
        Zh = "双方当前均为密闭，但其中一方的工艺含有非密闭步骤：还需风险评估和转移控制措施。",
    };

    /// <summary>What no paragraph names.</summary>
    public static TableRow Unnamed { get; } = new()
    {
        Id = "default", Clause = "九(五)",
        Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.0"],
        En = "The table names no such combination; what it does not name is refused.",
        Zh = "表中没有列出这种组合；未列出的一律拒绝。",
    };

    /// <summary>Whoever is in another area: nobody there need be asked.</summary>
    public static PairRow DifferentAreas { get; } = new()
    {
        Id = "S-10", Clause = "十三(五)",
        Place = Places.DifferentAreas,
        Verdict = Verdict.Allow, Requirements = ["GMP-13.5"],
        En = "Different areas, each with its own air handling and its own routes for people and material, do not bear on each other.",
        Zh = "两个生产区域各有独立的空调系统和人、物流通道，互不影响。",
    };
#pragma warning restore format

    public static ImmutableArray<PairRow> Rows { get; } =
    [
        DifferentAreas,

        // ---- pathogens: these paragraphs never loosen what would hold were none Positive ----
        new()
        {
            Id = "S-01", Clause = "四(一)1",
            Batch = Likeness.Different, Place = Places.SameArea, Pathogen = PathogenPair.SomeUnknown, AddsToNonePositive = true,
            Verdict = Verdict.Refuse, Requirements = ["GMP-4.1.1"],
            Remedies = ["obtain-pathogen-status"],
            En = "The pathogen status of one of the two batches is unknown, and unknown never counts as negative.",
            Zh = "其中一批的病原体状态未知，未知不视为阴性。",
        },
        new()
        {
            Id = "S-11", Clause = "九(五)1, 六(二)",
            Batch = Likeness.Different, Place = Places.SameArea, Pathogen = PathogenPair.OnePositive, AddsToNonePositive = true,
            Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.1a", "GMP-6.2a"],
            Remedies = ["choose-other-area"],
            En = "A batch that carries a pathogen and one that does not never share an area.",
            Zh = "含有病原体的批次与不含病原体的批次应相互隔离，不共用生产区域。",
        },
        new()
        {
            Id = "S-12", Clause = "七(九)",
            Batch = Likeness.Different, Place = Places.SameArea, Pathogen = PathogenPair.DifferentAgents, AddsToNonePositive = true,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment,
            Measures = MeasureSet.M3, AssessmentRule = "GMP-9.5.3b", Requirements = ["GMP-7.9a"],
            Remedies = ["choose-other-area"],
            En = "Two positive batches with different agents do not share an area.",
            Zh = "病原体不同的两个阳性批次不共用生产区域。",
        },
        new()
        {
            Id = "S-13", Clause = "七(九)",
            Batch = Likeness.Different, Place = Places.SameRoom, Pathogen = PathogenPair.SameAgents, AddsToNonePositive = true,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment,
            Measures = MeasureSet.M3, AssessmentRule = "GMP-9.5.3b", Requirements = ["GMP-7.9a"],
            Remedies = ["choose-other-room"],
            En = "Two positive batches do not share a room, even with the same agents.",
            Zh = "两个阳性批次即使病原体相同，也不共用操作间。",
        },
        new()
        {
            Id = "S-14", Clause = "九(五)2",
            Product = Likeness.Different, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Pathogen = PathogenPair.SameAgents, AddsToNonePositive = true,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment,
            Measures = MeasureSet.M3, AssessmentRule = "GMP-9.5.3b",
            Remedies = ["choose-other-area"],
            En = "Two positive batches of different products do not share an area, even with the same agents.",
            Zh = "不同品种的两个阳性批次即使病原体相同，也不共用生产区域。",
        },
        new()
        {
            Id = "S-15", Clause = "七(九), 九(五)3",
            Product = Likeness.Same, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Pathogen = PathogenPair.SameAgents, AddsToNonePositive = true,
            Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M3, AssessmentRule = "GMP-9.5.3b",
            Requirements = ["GMP-7.9a", "GMP-9.5.3b"],
            En = "Two positive batches of one product with the same agents work in different rooms only with a risk assessment and the measures a negative pair would need too.",
            Zh = "同一品种、病原体相同的两个阳性批次可在不同操作间生产，须有风险评估，并落实阴性批次同样需要的措施。",
        },

        // ---- one batch with itself ----
        new()
        {
            Id = "S-16", Clause = "九(一)",
            Product = Likeness.Same, Batch = Likeness.Same, Pathogen = PathogenPair.Equal, Steps = StepPair.SomeCulture,
            Verdict = Verdict.Allow, Requirements = ["GMP-9.1a"],
            En = "A batch's own culture does not stand in its way.",
            Zh = "同一批次自身的培养不妨碍该批次的操作。",
        },
        new()
        {
            Id = "S-16", Clause = "九(一)",
            Product = Likeness.Same, Batch = Likeness.Same, Pathogen = PathogenPair.Equal,
            Enclosure = Enclosures.SameIsolator | Enclosures.SameIncubator,
            Verdict = Verdict.Allow, Requirements = ["GMP-9.1a"],
            En = "A batch does not stand in its own way inside one isolator or incubator.",
            Zh = "同一批次在同一隔离器或培养箱内互不妨碍。",
        },
        new()
        {
            Id = "S-17", Clause = "九(五)3",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Same, Place = Places.DifferentRooms,
            Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.Equal, Parallel = Branches.Declared,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M3, Requirements = ["GMP-9.5.3e"],
            En = "The recipe declares the two steps parallel: one batch is worked on in two rooms with the transfer measures in effect.",
            Zh = "工艺规程声明两个步骤并行：同一批次可在两个操作间操作，须落实转移控制措施。",
        },
        new()
        {
            Id = "S-18", Clause = "九(五)3, 4",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Same, Place = Places.DifferentRooms,
            Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.Equal, Parallel = Branches.NotDeclared,
            Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.3e"],
            Remedies = ["use-declared-parallel-branch"],
            En = "One batch is not worked on in two rooms at once while a step is open, unless the recipe declares the steps parallel.",
            Zh = "有非密闭步骤时，除非工艺规程声明并行，同一批次不同时在两个操作间操作。",
        },
        new()
        {
            Id = "S-19", Clause = "九(五)4",
            Product = Likeness.Same, Batch = Likeness.Same, Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.Equal,
            Parallel = Branches.Declared,
            Verdict = Verdict.Allow, Requirements = ["GMP-9.5.4a"],
            En = "The recipe declares the two steps of this batch parallel.",
            Zh = "工艺规程声明该批次的两个步骤并行。",
        },
        new()
        {
            Id = "S-20", Clause = "九(五)4",
            Product = Likeness.Same, Batch = Likeness.Same, Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.Equal,
            Parallel = Branches.NotDeclared,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.Allow, Requirements = ["GMP-9.5.4a"],
            Remedies = ["use-declared-parallel-branch"],
            En = "Two steps of one batch do not run at once unless the recipe declares them parallel.",
            Zh = "除非工艺规程声明并行，同一批次的两个步骤不同时进行。",
        },

        // ---- two batches, any open ----
        new()
        {
            Id = "S-21", Clause = "九(五)2",
            System = Systems.AnyOpen, Product = Likeness.Different, Batch = Likeness.Different, Place = Places.SameArea,
            Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Prohibited, Requirements = ["GMP-9.5.2a"],
            Remedies = ["choose-other-area", "wait-for-step-end"],
            En = "While one of them is open, two products are never in production in one area.",
            Zh = "采用非密闭系统时，同一生产区域内不得同时生产不同品种。",
        },
        new()
        {
            Id = "S-22", Clause = "九(五)6",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.SameChamber,
            Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.6c"],
            Remedies = ["use-other-compartment"],
            En = "An open culture shares no undivided incubator chamber with another batch.",
            Zh = "非密闭培养不与其他批次共用未分隔的培养箱腔室。",
        },
        new()
        {
            Id = "S-23", Clause = "九(五)6",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.OwnCompartments,
            Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M6, OpenCulture = true,
            Requirements = ["GMP-9.5.6c", "GMP-9.5.6f"], AssessmentRule = "GMP-9.5.6f",
            En = "Open cultures share an incubator only in physically separate compartments, with a risk assessment.",
            Zh = "非密闭培养共用培养箱时须各在物理隔离的腔室，并有风险评估。",
        },
        new()
        {
            Id = "S-24", Clause = "九(五)6, 3",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M3 | MeasureSet.M6, OpenCulture = true,
            Requirements = ["GMP-9.5.6d", "GMP-9.5.6f"], AssessmentRule = "GMP-9.5.6f",
            En = "Open cultures stand in independent incubators of different rooms, with a risk assessment and the transfer measures.",
            Zh = "非密闭培养可放在不同操作间的独立培养箱，须有风险评估和转移控制措施。",
        },
        new()
        {
            Id = "S-25", Clause = "九(五)6",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.OwnIncubators,
            Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M6, OpenCulture = true,
            Requirements = ["GMP-9.5.6d", "GMP-9.5.6f"], AssessmentRule = "GMP-9.5.6f",
            En = "Open cultures stand in two incubators of one room only with a risk assessment: the text names different rooms.",
            Zh = "非密闭培养放在同一操作间的两个培养箱须有风险评估：条文只列出不同操作间。",
        },
        new()
        {
            Id = "S-26", Clause = "九(五)2, 6",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Prohibited, Requirements = ["GMP-9.5.6c", "GMP-9.5.2b"],
            Remedies = ["use-other-compartment", "choose-other-room"],
            En = "An open culture never shares a room with another batch's culture unless each has its own incubator or compartment.",
            Zh = "非密闭培养若无各自的培养箱或腔室，不得与其他批次的培养同处一个操作间。",
        },
        new()
        {
            Id = "S-27", Clause = "九(五)3",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Steps = StepPair.SomeNonCulture, Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.ConditionalWithRiskAssessment, Measures = MeasureSet.M3,
            Requirements = ["GMP-9.5.3b"], AssessmentRule = "GMP-9.5.3b",
            En = "Two batches of one product work in different rooms while one is open only with a risk assessment and the transfer measures.",
            Zh = "同一品种两个批次在不同操作间生产且有非密闭步骤时，须有风险评估和转移控制措施。",
        },
        new()
        {
            Id = "S-28", Clause = "九(五)2",
            System = Systems.AnyOpen, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.SomeNonCulture, Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Prohibited, Requirements = ["GMP-9.5.2b"],
            Remedies = ["choose-other-room", "wait-for-step-end"],
            En = "While one of them is open, two batches are never in production in one room, a parked open culture included.",
            Zh = "采用非密闭系统时，同一操作间内不得同时生产不同批次，停放的非密闭培养也算在内。",
        },

        // ---- two batches, both closed ----
        new()
        {
            Id = "S-29", Clause = "九(五)4",
            System = Systems.BothClosed, Product = Likeness.Different, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.ConditionalWithRiskAssessment,
            Measures = MeasureSet.M4, AssessmentRule = "GMP-9.5.4x", Requirements = ["GMP-9.5.4x"],
            Remedies = ["choose-other-area"],
            En = "The text is silent on two products in closed systems in one area: refused unless an override with a risk assessment stands.",
            Zh = "条文未规定同一区域内不同品种的密闭生产：除非有附风险评估的例外批准，否则拒绝。",
        },
        new()
        {
            Id = "S-30", Clause = "九(五)4",
            System = Systems.BothClosed, Product = Likeness.Different, Batch = Likeness.Different, Place = Places.SameRoom,
            Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.4x"],
            Remedies = ["choose-other-area"],
            En = "Two products do not share a room, isolator or incubator, even closed.",
            Zh = "不同品种即使密闭，也不共用操作间、隔离器或培养箱。",
        },
        new()
        {
            Id = "S-31", Clause = "九(五)3, 4",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.DifferentRooms,
            Pathogen = PathogenPair.NonePositive, TightenedByOpenProcess = true,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M4, Requirements = ["GMP-9.5.3a"],
            En = "Two closed batches of one product work in different rooms of one area with the closed-work measures in effect.",
            Zh = "同一品种两个密闭批次可在同一区域的不同操作间生产，须落实密闭生产控制措施。",
        },
        new()
        {
            Id = "S-32", Clause = "九(五)5",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.SameIsolator,
            Verdict = Verdict.Refuse, Requirements = ["GMP-9.5.5d"],
            Remedies = ["use-own-isolator"],
            En = "An isolator holds one batch at a time.",
            Zh = "一个隔离器同一时间只容纳一个批次。",
        },
        new()
        {
            Id = "S-33", Clause = "九(五)6",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.BothCulture, Pathogen = PathogenPair.NonePositive, TightenedByOpenProcess = true,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M6, Requirements = ["GMP-9.5.6a", "GMP-9.5.6b"],
            En = "Closed cultures of one product share a room or an incubator with mix-up prevention in effect.",
            Zh = "同一品种的密闭培养可共用操作间或培养箱，须落实防混淆措施。",
        },
        new()
        {
            Id = "S-34", Clause = "九(五)4, 5",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.Mixed, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.OwnIsolators,
            TightenedByOpenProcess = true,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M4 | MeasureSet.M5, Requirements = ["GMP-9.5.4a", "GMP-9.5.4b"],
            En = "Beside another batch's closed culture one closed step runs, each in its own isolator, with the closed-work and isolator measures.",
            Zh = "其他批次密闭培养的同时可进行一个密闭步骤，各在自己的隔离器内，须落实密闭生产和隔离器控制措施。",
        },
        new()
        {
            Id = "S-34", Clause = "九(五)4",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.Mixed, Pathogen = PathogenPair.NonePositive, TightenedByOpenProcess = true,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M4, Requirements = ["GMP-9.5.4a", "GMP-9.5.4b"],
            En = "Beside another batch's closed culture one closed step runs in the room with the closed-work measures in effect.",
            Zh = "其他批次密闭培养的同时可在操作间内进行一个密闭步骤，须落实密闭生产控制措施。",
        },
        new()
        {
            Id = "S-35", Clause = "九(五)5, 九(三)2)",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.OwnIsolators,
            TightenedByOpenProcess = true,
            Verdict = Verdict.Conditional, Measures = MeasureSet.M5, Requirements = ["GMP-9.5.5f", "GMP-9.3.2a"],
            En = "Each batch works in its own isolator, up to the validated number, with the isolator measures in effect.",
            Zh = "各批次在各自的隔离器内操作，不超过经验证的数量，并落实隔离器控制措施。",
        },
        new()
        {
            Id = "S-36", Clause = "九(五)4",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.NonePositive, Enclosure = Enclosures.OneIsolator,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.Conditional, Measures = MeasureSet.M4,
            Requirements = ["GMP-9.5.5f", "GMP-9.5.4a"],
            Remedies = ["use-own-isolator", "choose-other-room"],
            En = "Only one of the two works in an isolator; steps of two batches share a room only when both do.",
            Zh = "两者中只有一方在隔离器内；两个批次的步骤只有都在各自隔离器内时才能共用操作间。",
        },
        new()
        {
            Id = "S-37", Clause = "九(五)4",
            System = Systems.BothClosed, Product = Likeness.Same, Batch = Likeness.Different, Place = Places.SameRoom,
            Steps = StepPair.NeitherCulture, Pathogen = PathogenPair.NonePositive,
            Verdict = Verdict.Refuse, IfOverridden = Verdict.Conditional, Measures = MeasureSet.M4, Requirements = ["GMP-9.5.4a"],
            Remedies = ["choose-other-room", "wait-for-step-end", "use-own-isolator"],
            En = "Steps of two batches, culture aside, do not run in one room at once, even closed.",
            Zh = "除细胞培养外，两个批次的步骤即使密闭，也应避免在同一操作间内同时进行。",
        },
    ];
}
