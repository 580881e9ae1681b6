using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Identity;

/// <summary>
/// One register of every code that is printed on something or stands for somebody: labels, containers, donors, chains of
/// identity and lots. A code belongs to one of them for ever, however it is spelled.
/// </summary>
public static class CodeRegister
{
    /// <summary>How a code is filed: what differs only in letter case or in blanks around it is one code to a person who reads it.</summary>
    public static string Spelling(string code) => code.Trim().ToUpperInvariant();

    /// <summary>
    /// True for a code that can be issued: readable, and of printable ASCII and Han characters alone, in which no two look the
    /// same or fold into one another beside letter case (full-width forms, ligatures and invisible characters do).
    /// </summary>
    public static bool IsIssuable(string code) =>
        ContainerCodes.IsReadable(code) && code.Trim().Length == code.Length && code.All(letter => letter is >= ' ' and <= '~' or >= '\u4E00' and <= '\u9FFF');

    /// <summary>Files a new code; refuses one that something else bears, or that bears another spelling.</summary>
    /// <param name="bearer">What bears the code, by its own name.</param>
    /// <param name="rule">The requirement that asks for the code to be unique.</param>
    /// <param name="carrier">The container that a label is for: its label may repeat its code.</param>
    [Enforces("GMP-9.7.2")]
    [Enforces("GMP-11.2")]
    public static Refusal? Issue(Desk desk, CodeBearer bearer, string code, string rule = "GMP-9.7.2", string? carrier = null)
    {
        var key = IdentityCode.OfSpelling(Spelling(code));
        var known = desk.Get<IdentityCode>(key);
        if (known.Bearer is null && !IsOfThePlant(desk, code))
        {
            desk.Write(new ActorId(ActorKind.IdentityCode, key), new IdentityCodeFact.Issued(bearer, code));
            return null;
        }

        var own = known.Code == code && (known.Bearer == bearer || (bearer == CodeBearer.Label && known.Bearer == CodeBearer.Container && carrier == code));
        return own
            ? null
            : Refusal.Of(rule, new Seen("code", code), new Seen("otherCode", known.Code), new Seen("codeOf", known.Bearer?.ToString() ?? "master data")).Remedied("choose-other-code", new Seen("code", code));
    }

    /// <summary>The codes of one command are told apart among themselves.</summary>
    [Enforces("GMP-9.7.2")]
    public static IEnumerable<Refusal> Distinct(params IEnumerable<string> codes) =>
        from same in codes.GroupBy(Spelling)
        where same.Count() > 1
        select Refusal.Of("GMP-9.7.2", new Seen("code", same.First()), new Seen("otherCode", same.Last()), new Seen("count", same.Count())).Remedied("choose-other-code", new Seen("code", same.Last()));

    private static bool IsOfThePlant(Desk desk, string code) =>
        desk.Get<Plant>(ActorId.Plant.Key).Site is { } site
        && (site.Room(code) is not null || site.Person(code) is not null || site.Incubator(code) is not null || site.Equipment(code) is not null || site.ClosedSystem(code) is not null);
}

/// <summary>What a code stands for.</summary>
public enum CodeBearer
{
    Label,
    Container,
    Donor,
    ChainOfIdentity,
    Lot,
}
