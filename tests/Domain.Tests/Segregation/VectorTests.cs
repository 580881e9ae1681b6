using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds the pair table to the test vectors of the requirements.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Every_vector_gets_its_verdict_and_its_row()
    {
        var vectors = Case.Vectors();

        Assert.Equal(623, vectors.Length);
        Assert.All(vectors, vector =>
        {
            var ruling = vector.Case.Judge();
            Assert.Equal((vector.Verdict, vector.Row), (Written(ruling.Verdict), ruling.Name));
        });
    }

    [Fact]
    public void Every_vector_gets_the_same_answer_when_the_occupant_asks() =>
        Assert.All(Case.Vectors(), vector =>
        {
            var ruling = Pair.Judge(vector.Case.Present, vector.Case.Asking, vector.Case.Parallel, vector.Case.SameArea);
            Assert.Equal((vector.Verdict, vector.Row), (Written(ruling.Verdict), ruling.Name));
        });

    [Fact]
    public void Every_vector_is_a_combination_a_plant_can_reach() =>
        Assert.All(Case.Vectors(), vector => Assert.True(vector.Case.Reachable));

    private static string Written(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "ALLOW",
        Verdict.Conditional => "COND",
        Verdict.ConditionalWithRiskAssessment => "COND_RA",
        Verdict.Refuse or Verdict.Prohibited => "REFUSE",
    };
}
