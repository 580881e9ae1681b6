using Orchestrator.Api.Doors;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;
using Xunit;

namespace Orchestrator.Api.Tests.Law;

/// <summary>A refusal leaves in both languages, each in its place.</summary>
public sealed class WordsTests
{
    [Fact]
    public void What_is_refused_is_told_in_Chinese_and_in_English()
    {
        var told = Words.Of(Refusal.Of("GMP-9.5.2a", new Seen("batch", "B-1")).Remedied("choose-other-room"));

        Assert.Equal((LawBook.Sentence("GMP-9.5.2a", Language.Zh), LawBook.Sentence("GMP-9.5.2a", Language.En)), (told.Sentence.Zh, told.Sentence.En));
        Assert.Equal((LawBook.FactLabel("batch", Language.Zh), LawBook.FactLabel("batch", Language.En)), (told.Facts[0].Label.Zh, told.Facts[0].Label.En));
        Assert.Equal((LawBook.RemedyText("choose-other-room", [], Language.Zh), LawBook.RemedyText("choose-other-room", [], Language.En)), (told.Remedies[0].Sentence.Zh, told.Remedies[0].Sentence.En));
    }
}
