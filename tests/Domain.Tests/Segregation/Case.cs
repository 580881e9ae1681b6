using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>One combination of the columns of the test vectors, and the two parties it stands for.</summary>
internal sealed record Case(
    bool AskingOpen,
    bool PresentOpen,
    bool SameProduct,
    bool SameBatch,
    string Location,
    bool AskingCulture,
    bool PresentCulture,
    bool AskingPositive,
    bool PresentPositive,
    bool SameAgents,
    bool Parallel,
    bool OpenStepInProcess)
{
    public static ImmutableArray<string> Locations { get; } =
    [
        "diff_area", "diff_room", "same_room", "same_room_iso1", "same_room_iso2", "same_isolator",
        "inc_other_room", "inc_same_room", "inc_compartments", "inc_shared",
    ];

    /// <summary>Every combination of the columns, those no plant can reach included.</summary>
    public static ImmutableArray<Case> All { get; } = [.. Enumerate()];

    /// <summary>Whether a plant can meet it: one batch has one product and one status, an open step makes the process open, incubators hold cultures.</summary>
    public bool Reachable =>
        (SameProduct || !SameBatch)
        && (!SameBatch || (AskingPositive == PresentPositive && SameAgents))
        && (SameAgents || (AskingPositive && PresentPositive))
        && (SameBatch || !Parallel)
        && (OpenStepInProcess || (!AskingOpen && !PresentOpen))
        && (!Location.StartsWith("inc_", StringComparison.Ordinal) || (AskingCulture && PresentCulture))
        && (Location is not ("same_room_iso2" or "same_isolator") || (!AskingOpen && !PresentOpen));

    public bool SameArea => Location != "diff_area";

    public Case Turned() => this with
    {
        AskingOpen = PresentOpen,
        PresentOpen = AskingOpen,
        AskingCulture = PresentCulture,
        PresentCulture = AskingCulture,
        AskingPositive = PresentPositive,
        PresentPositive = AskingPositive,
    };

    public Party Asking => new()
    {
        Batch = "B-1",
        Product = "CD19",
        Area = "A-1",
        Room = "R-1",
        Exposure = AskingOpen ? Exposure.Open : Exposure.Closed,
        Step = AskingCulture ? StepClass.Culture : StepClass.NonCulture,
        Pathogen = AskingPositive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened,
        Agents = AskingPositive ? ["HBV"] : [],
        ProcessHasOpenStep = OpenStepInProcess,
        Isolator = Location is "same_room_iso1" or "same_room_iso2" or "same_isolator" ? "I-1" : null,
        Incubator = Location.StartsWith("inc_", StringComparison.Ordinal) ? "N-1" : null,
        Compartment = Location == "inc_compartments" ? "C-1" : null,
        IncubatorDivided = Location == "inc_compartments",
    };

    public Party Present => new()
    {
        Batch = SameBatch ? "B-1" : "B-2",
        Product = SameProduct ? "CD19" : "BCMA",
        Area = SameArea ? "A-1" : "A-2",
        Room = Location is "diff_area" or "diff_room" or "inc_other_room" ? "R-2" : "R-1",
        Exposure = PresentOpen ? Exposure.Open : Exposure.Closed,
        Step = PresentCulture ? StepClass.Culture : StepClass.NonCulture,
        Pathogen = PresentPositive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened,
        Agents = !PresentPositive ? [] : SameAgents ? ["HBV"] : ["HCV"],
        ProcessHasOpenStep = OpenStepInProcess,
        Isolator = Location switch { "same_room_iso2" => "I-2", "same_isolator" => "I-1", _ => null },
        Incubator = Location switch
        {
            "inc_other_room" or "inc_same_room" => "N-2",
            "inc_shared" or "inc_compartments" => "N-1",
            _ => null,
        },
        Compartment = Location == "inc_compartments" ? "C-2" : null,
        IncubatorDivided = Location == "inc_compartments",
    };

    public TableRuling Judge() => Pair.Judge(Asking, Present, Parallel, SameArea);

    /// <summary>The test vectors that came with the requirements: the case, its verdict and its row.</summary>
    public static ImmutableArray<(Case Case, string Verdict, string Row)> Vectors() =>
    [
        .. File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "vectors.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Select(cell => (
                new Case(
                    cell[0] == "open", cell[1] == "open", cell[2] == "same", cell[3] == "same", cell[4],
                    cell[5] == "culture", cell[6] == "culture", cell[7] == "pos", cell[8] == "pos",
                    cell[9] == "same", cell[10] == "yes", cell[11] == "yes"),
                cell[12],
                cell[13])),
    ];

    private static string ThisFile([CallerFilePath] string file = "") => file;

    private static IEnumerable<Case> Enumerate()
    {
        foreach (var location in Locations)
        {
            for (var bits = 0; bits < 1 << 11; bits++)
            {
                bool Bit(int index) => (bits >> index & 1) == 1;
                yield return new(
                    Bit(0), Bit(1), Bit(2), Bit(3), location, Bit(4), Bit(5), Bit(6), Bit(7), Bit(8), Bit(9), Bit(10));
            }
        }
    }
}
