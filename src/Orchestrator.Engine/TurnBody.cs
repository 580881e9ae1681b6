using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// What a turn says, in the order in which it is written as JSON: who asked what when, under which law, on whom it
/// rested, and what came of it. Readable without this software.
/// </summary>
public sealed record TurnBody
{
    public required string Caller { get; init; }

    public required string CommandId { get; init; }

    public string? Person { get; init; }

    /// <summary>SHA-256 of the canonical command, hex: binds the id to the content.</summary>
    public required string Payload { get; init; }

    public required Command Command { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Edition of the law that ruled.</summary>
    public required string Law { get; init; }

    public required bool Granted { get; init; }

    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>What the ruling rested on: readings, verdicts of the segregation table, assessments, overrides.</summary>
    public ImmutableArray<Basis> Bases { get; init; } = [];

    public ImmutableArray<CastMember> Cast { get; init; } = [];

    public ImmutableArray<Written> Facts { get; init; } = [];
}
