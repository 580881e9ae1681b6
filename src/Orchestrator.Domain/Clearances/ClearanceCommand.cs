using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Clearances;

/// <summary>What can be asked of one line clearance.</summary>
public abstract record ClearanceCommand(string Clearance) : Command
{
    /// <summary>Records that a room was cleared, with the answers to every item of the checklist.</summary>
    [CommandName("manufacturing.perform-clearance.v1")]
    public sealed record Perform(
        string Clearance, string Room, ClearanceScope Scope, string Batch, ImmutableArray<ClearanceAnswer> Answers, string Performer) : ClearanceCommand(Clearance);

    /// <summary>A second person, in the room, finds it clear; from now on it serves one start (GMP-9.5.2c, GMP-9.5.4c).</summary>
    [CommandName("manufacturing.verify-clearance.v1")]
    public sealed record Verify(string Clearance, string Verifier) : ClearanceCommand(Clearance);

    [CommandName("manufacturing.reject-clearance.v1")]
    public sealed record Reject(string Clearance, string Verifier, string Reason) : ClearanceCommand(Clearance);
}
