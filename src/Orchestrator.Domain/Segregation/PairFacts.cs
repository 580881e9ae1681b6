namespace Orchestrator.Domain.Segregation;

/// <summary>Pattern over the two exposures, the first column of the pair table; the other columns follow, each an <c>Any</c> of its names.</summary>
[Flags]
public enum Systems
{
    BothClosed = 1,
    AnyOpen = 2,
    Any = BothClosed | AnyOpen,
}

[Flags]
public enum Likeness
{
    Same = 1,
    Different = 2,
    Any = Same | Different,
}

[Flags]
public enum Places
{
    DifferentAreas = 1,
    DifferentRooms = 2,
    SameRoom = 4,
    SameArea = DifferentRooms | SameRoom,
    Any = DifferentAreas | SameArea,
}

[Flags]
public enum StepPair
{
    BothCulture = 1,
    Mixed = 2,
    NeitherCulture = 4,
    SomeCulture = BothCulture | Mixed,
    SomeNonCulture = Mixed | NeitherCulture,
    Any = BothCulture | SomeNonCulture,
}

[Flags]
public enum PathogenPair
{
    NonePositive = 1,
    OnePositive = 2,
    SameAgents = 4,
    DifferentAgents = 8,
    BothUnknown = 16,
    OneUnknown = 32,
    SomeUnknown = BothUnknown | OneUnknown,
    Equal = NonePositive | SameAgents | BothUnknown,
    Any = NonePositive | OnePositive | SameAgents | DifferentAgents | SomeUnknown,
}

[Flags]
public enum Enclosures
{
    /// <summary>At most one of the two is in an incubator, and neither is in an isolator.</summary>
    NoneShared = 1,
    OneIsolator = 2,
    OwnIsolators = 4,
    SameIsolator = 8,
    OwnIncubators = 16,
    SameChamber = 32,
    OwnCompartments = 64,
    SameIncubator = SameChamber | OwnCompartments,
    Any = NoneShared | OneIsolator | OwnIsolators | SameIsolator | OwnIncubators | SameIncubator,
}

[Flags]
public enum Branches
{
    Declared = 1,
    NotDeclared = 2,
    Any = Declared | NotDeclared,
}

/// <summary>Two parties seen through the columns of the pair table: one value a column, the same from either side.</summary>
public readonly record struct PairFacts(
    Systems System,
    Likeness Product,
    Likeness Batch,
    Places Place,
    StepPair Steps,
    PathogenPair Pathogen,
    Enclosures Enclosure,
    Branches Parallel,
    bool OpenStepInProcess)
{
    /// <summary>Reads the columns off two parties; where the parties' data contradict each other, the nearer place counts.</summary>
    /// <param name="parallelDeclared">Whether the recipe declares the two steps of one batch parallel.</param>
    /// <param name="sameArea">Whether the two areas are one for segregation (<see cref="SegregationArea"/>).</param>
    public static PairFacts Of(Party a, Party b, bool parallelDeclared, bool sameArea)
    {
        var sameIsolator = a.Isolator is not null && a.Isolator == b.Isolator;
        var sameIncubator = a.Incubator is not null && a.Incubator == b.Incubator;
        var sameRoom = a.Room == b.Room || sameIsolator || sameIncubator;
        var batch = Alike(a.Batch, b.Batch);
        return new(
            a.IsOpen || b.IsOpen ? Systems.AnyOpen : Systems.BothClosed,
            Alike(a.Product, b.Product),
            batch,
            sameRoom ? Places.SameRoom : sameArea || a.Area == b.Area ? Places.DifferentRooms : Places.DifferentAreas,
            (a.Step, b.Step) switch
            {
                (StepClass.Culture, StepClass.Culture) => StepPair.BothCulture,
                (StepClass.NonCulture, StepClass.NonCulture) => StepPair.NeitherCulture,
                _ => StepPair.Mixed,
            },
            PathogenOf(a, b, batch),
            EnclosureOf(a, b, sameIsolator, sameIncubator),
            parallelDeclared ? Branches.Declared : Branches.NotDeclared,
            a.ProcessHasOpenStep || b.ProcessHasOpenStep);
    }

    private static Likeness Alike(string a, string b) => a == b ? Likeness.Same : Likeness.Different;

    private static PathogenPair PathogenOf(Party a, Party b, Likeness batch) => (a.Pathogen, b.Pathogen) switch
    {
        (PathogenStatus.Unknown, PathogenStatus.Unknown) => PathogenPair.BothUnknown,
        (PathogenStatus.Unknown, _) or (_, PathogenStatus.Unknown) => PathogenPair.OneUnknown,
        (PathogenStatus.NegativeScreened, PathogenStatus.NegativeScreened) => PathogenPair.NonePositive,
        (PathogenStatus.Positive, PathogenStatus.Positive) => SameAgents(a, b, batch),
        _ => PathogenPair.OnePositive,
    };

    // Two batches whose agents are not named cannot be shown to carry the same ones; one batch carries its own.
    private static PathogenPair SameAgents(Party a, Party b, Likeness batch) =>
        a.Agents.ToHashSet(StringComparer.Ordinal).SetEquals(b.Agents) && (a.Agents.Count > 0 || batch == Likeness.Same)
            ? PathogenPair.SameAgents
            : PathogenPair.DifferentAgents;

    // An isolator outranks an incubator inside it: two batches behind one wall are not parted by a shelf.
    private static Enclosures EnclosureOf(Party a, Party b, bool sameIsolator, bool sameIncubator) =>
        sameIsolator ? Enclosures.SameIsolator
        : sameIncubator ? OwnCompartments(a, b) ? Enclosures.OwnCompartments : Enclosures.SameChamber
        : a.Isolator is not null && b.Isolator is not null ? Enclosures.OwnIsolators
        : a.Incubator is not null && b.Incubator is not null ? Enclosures.OwnIncubators
        : a.Isolator is not null || b.Isolator is not null ? Enclosures.OneIsolator
        : Enclosures.NoneShared;

    private static bool OwnCompartments(Party a, Party b) =>
        a.IncubatorDivided && b.IncubatorDivided
        && a.Compartment is not null && b.Compartment is not null && a.Compartment != b.Compartment;
}
