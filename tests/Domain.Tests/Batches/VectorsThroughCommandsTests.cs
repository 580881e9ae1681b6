using Orchestrator.Domain.Tests.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>The test vectors once more, but asked as a plant asks: a step start goes through the law, and the ruling says what it rests on.</summary>
public sealed class VectorsThroughCommandsTests
{
    [Fact]
    public void Every_vector_gets_its_verdict_and_its_row_from_a_step_start()
    {
        var wrong = Case.Vectors()
            .Select(vector => (vector.Case, Expected: (vector.Row, vector.Verdict), Said: VectorScene.Ask(vector.Case)))
            .Where(asked => asked.Said is not { } said || (said.Row, Written(said.Verdict)) != asked.Expected)
            .Select(asked => $"{asked.Case}: expected {asked.Expected}, got {asked.Said}")
            .ToList();

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Case.Vectors().Length}:\n{string.Join('\n', wrong.Take(20))}");
    }

    private static string Written(string verdict) => verdict switch
    {
        "COND+RA" => "COND_RA",
        "REFUSE!" => "REFUSE",
        _ => verdict,
    };
}
