using Google.Protobuf.WellKnownTypes;
using Orchestrator.Domain.Law;
using Orchestrator.Engine;
using Orchestrator.V1;

namespace Orchestrator.Api.Doors;

/// <summary>A ruling in the words of the wire: ids become clause, 原文 and sentences in both languages. The one place that does.</summary>
public static class Words
{
    public static Ruling Of(Answer.Ruled ruled)
    {
        var turn = ruled.Turn;
        var ruling = new Ruling
        {
            Granted = turn.Granted,
            Position = ruled.Position,
            At = Timestamp.FromDateTimeOffset(turn.At),
            Repeated = !ruled.First,
            Law = turn.Law,
        };
        ruling.Refusals.AddRange(turn.Refusals.Select(Of));
        ruling.Bases.AddRange(turn.Bases.Select(basis =>
        {
            var words = new Basis { Kind = basis.Kind };
            words.Facts.AddRange(basis.Seen.Select(Of));
            return words;
        }));
        ruling.Facts.AddRange(turn.Facts.Select(written => new RecordedFact { Actor = written.Actor.ToString(), Name = TurnCodec.NameOf(written.Fact) }));
        return ruling;
    }

    public static Refusal Of(Domain.Kernel.Refusal refusal)
    {
        var requirement = LawBook.TryGet(refusal.Rule);
        var words = new Refusal
        {
            Rule = refusal.Rule,
            Clause = requirement is null ? "" : $"{requirement.Source} {requirement.Clause}",
            Original = requirement?.Original ?? "",
            Sentence = Both(language => LawBook.Sentence(refusal.Rule, language)),
            EarliestLegal = refusal.EarliestLegal is { } instant ? Timestamp.FromDateTimeOffset(instant) : null,
        };
        words.Facts.AddRange(refusal.Seen.Select(Of));
        words.Remedies.AddRange(refusal.Remedies.Select(remedy => new Remedy
        {
            Code = remedy.Code,
            Sentence = Both(language => LawBook.RemedyText(remedy.Code, remedy.With, language)),
            Command = LawBook.RemedyCommand(remedy.Code) ?? "",
        }));
        return words;
    }

    public static Seen Of(Domain.Kernel.Seen seen) => new()
    {
        Name = seen.Name,
        Value = seen.Value,
        Label = Both(language => LawBook.FactLabel(seen.Name, language)),
    };

    public static Text Both(Func<Language, string> inLanguage) => new() { Zh = inLanguage(Language.Zh), En = inLanguage(Language.En) };
}
