namespace Orchestrator.Cli.Demonstration;

/// <summary>
/// Who acts in which order at an instant: instruments report and people go where work ends, work ends, people go where other
/// work begins, it begins, and whoever is not needed any more leaves.
/// </summary>
internal sealed record DemoStage(int Number, string Participant)
{
    public static readonly DemoStage Controllers = new(0, "controllers");
    public static readonly DemoStage Ends = new(1, "mes-ends");
    public static readonly DemoStage Doors = new(2, "doors");
    public static readonly DemoStage Begins = new(3, "mes-begins");
    public static readonly DemoStage Exits = new(4, "exits");

    public static IEnumerable<DemoStage> All => [Controllers, Ends, Doors, Begins, Exits];
}
