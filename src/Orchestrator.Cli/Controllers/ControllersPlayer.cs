using Orchestrator.Cli.Mes;
using Orchestrator.Client;

namespace Orchestrator.Cli.Controllers;

/// <summary>All controllers of the example plant in one process, each with a session and a token of its own.</summary>
internal sealed class ControllersPlayer(IReadOnlyList<VirtualController> controllers) : IAsyncDisposable
{
    public const string Participant = "controllers";

    public static async Task<ControllersPlayer> Connect(
        IReadOnlyList<ControllerSetup> setups, IReadOnlyList<Passage> passages, Func<string, OrchestratorClient> clientOf, Action<string, Delivered> answered, CancellationToken cancel) =>
        new(await Task.WhenAll(setups.Select(setup => VirtualController.Connect(clientOf(setup.Id), setup, passages, answered, cancel))));

    /// <summary>Lets every controller report up to an instant, and tells when the next of them wants to.</summary>
    public async Task<DateTimeOffset?> ActUntil(DateTimeOffset now)
    {
        await Task.WhenAll(controllers.Select(controller => controller.ActUntil(now)));
        return controllers.Min(controller => controller.Next);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in controllers)
            await controller.DisposeAsync();
    }
}
