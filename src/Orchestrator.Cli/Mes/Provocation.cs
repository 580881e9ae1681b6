namespace Orchestrator.Cli.Mes;

/// <summary>Something done on purpose that the law must answer in a known way: what it is, in both languages, and the rule that answers.</summary>
/// <param name="Id">Names the provocation in command ids and in the account.</param>
/// <param name="Expected">The rule that must be among the reasons; null for the acts around it that are lawful.</param>
internal sealed record Provocation(string Id, string Zh, string En, string? Expected);
