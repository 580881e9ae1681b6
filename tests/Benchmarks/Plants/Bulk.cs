using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;

namespace Orchestrator.Benchmarks.Plants;

/// <summary>
/// Makes a prepared plant big: opening balances of batches at which nobody works, each proposed by one person, approved by
/// another and brought in by the law like the first. Every batch has its donor material and its codes: four actors.
/// </summary>
internal static class Bulk
{
    private const int BatchesPerBalance = 1000;

    private const int ActorsPerBatch = 4;

    /// <summary>Adds this many actors, rounded up to whole balances.</summary>
    public static async Task Add(IJournal journal, int actors, TextWriter progress)
    {
        ImmutableSortedSet<string> roles = ["mes", "quality", "engineer"];
        var runner = await Preparation.Open(journal);
        for (var balance = 0; balance * BatchesPerBalance * ActorsPerBatch < actors; balance++)
        {
            var opening = $"BULK-{balance}";
            var content = new OpeningBalance
            {
                Plant = Floor.Plant,
                Document = $"{opening} v1",
                AsOf = DateTimeOffset.UtcNow,
                Batches = [.. Enumerable.Range(balance * BatchesPerBalance, BatchesPerBalance).Select(number => Floor.UnderWay(IdleBatch(number), $"BULK-{number}"))],
            };
            await Preparation.Must(runner, new Order(new PlantCommand.ProposeOpening(opening, content), "engineer", $"{opening}-propose", roles, "EN-1"));
            await Preparation.Must(runner, new Order(new PlantCommand.ApproveOpening(opening), "quality", $"{opening}-approve", roles, "QA-1"));
            if (balance % 25 == 24)
                await progress.WriteLineAsync($"  {(balance + 1) * BatchesPerBalance * ActorsPerBatch} actors");
        }

        await runner.Stop();
    }

    public static string IdleBatch(int number) => $"B-IDLE-{number:0000000}";
}
