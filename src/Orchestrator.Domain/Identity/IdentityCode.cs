using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>
/// The memory of one issued code: whose it is, filed under its spelling, and of a donor code or a chain of identity the one
/// code it is tied to for ever: a donor code belongs to one chain, a chain to one donor (GMP-11.2, GMP-4.2.5).
/// </summary>
public sealed record IdentityCode(string Key) : IActor<IdentityCode>
{
    public static ActorKind Kind => ActorKind.IdentityCode;

    /// <summary>The chain of a donor code, or the donor code of a chain; empty while nobody has issued it.</summary>
    public string TiedTo { get; init; } = "";

    /// <summary>What bears the code that is filed under this spelling; null while nothing does.</summary>
    public CodeBearer? Bearer { get; init; }

    /// <summary>The code as it was issued.</summary>
    public string Code { get; init; } = "";

    public bool IsIssued => TiedTo.Length > 0;

    public static string OfDonor(string code) => $"donor:{code}";

    public static string OfChain(string code) => $"chain:{code}";

    public static string OfSpelling(string spelling) => $"code:{spelling}";

    public static IdentityCode Nothing(string key) => new(key);

    public IdentityCode Evolve(Fact fact) => fact switch
    {
        IdentityCodeFact.Tied tied => this with { TiedTo = tied.To },
        IdentityCodeFact.Issued issued => this with { Bearer = issued.Bearer, Code = issued.Code },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of an identity code"),
    };
}

/// <summary>What the journal keeps about one issued code.</summary>
public abstract record IdentityCodeFact : Fact
{
    [FactName("identity-code.tied.v1")]
    public sealed record Tied(string To) : IdentityCodeFact;

    [FactName("identity-code.issued.v1")]
    public sealed record Issued(CodeBearer Bearer, string Code) : IdentityCodeFact;
}
