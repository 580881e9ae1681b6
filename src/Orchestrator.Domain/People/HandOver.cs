using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.People;

/// <summary>
/// Hands a running step over from people who leave it to people who take it on; checked like a start (readings: shift).
/// Until it is granted the outgoing people stay on the step.
/// </summary>
/// <param name="Outgoing">Operators of the step who leave it.</param>
/// <param name="Incoming">Who takes over, each with the role; they are in the room.</param>
/// <param name="State">How the step stands, in the words of those who leave.</param>
/// <param name="OpenPoints">What is still to be done or watched; "none" where nothing is.</param>
[CommandName("manufacturing.hand-over.v1")]
public sealed record HandOver(
    string Batch, string Step, ImmutableArray<string> Outgoing, ImmutableArray<AssignedOperator> Incoming, string State, string OpenPoints) : Command;
