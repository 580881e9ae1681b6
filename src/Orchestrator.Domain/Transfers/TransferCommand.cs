using System.Collections.Immutable;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Transfers;

/// <summary>What can be asked of one transfer.</summary>
public abstract record TransferCommand(string Transfer) : Command
{
    /// <summary>Sends containers of one batch on their way; where they start from is what their record says.</summary>
    /// <param name="Position">A fixed position at the destination, or null.</param>
    /// <param name="SafeStateOf">
    /// The step whose declared safe state the cells are brought to: then only identity, pathogen and physical reasons refuse,
    /// and everything else is recorded as a deviation that holds the batch. Null for an ordinary transfer.
    /// </param>
    [CommandName("manufacturing.start-transfer.v1")]
    public sealed record Start(string Transfer, ImmutableArray<ScannedContainer> Containers, string Room, string? Position, string? SafeStateOf, string By) : TransferCommand(Transfer);

    /// <summary>Receives them: every container is scanned again at its destination (identity check 16). A late arrival is recorded and held, never refused.</summary>
    [CommandName("manufacturing.arrive-transfer.v1")]
    public sealed record Arrive(string Transfer, ImmutableArray<ScannedContainer> Containers, string By) : TransferCommand(Transfer);
}
