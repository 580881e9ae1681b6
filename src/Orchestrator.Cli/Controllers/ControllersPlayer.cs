using Google.Protobuf.WellKnownTypes;
using Orchestrator.Cli.Mes;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Controllers;

/// <summary>All controllers of the example plant in one process, each with a session and a token of its own, and the people who pass its doors.</summary>
internal sealed class ControllersPlayer : IAsyncDisposable
{
    private const string ExitProcedure = "SOP-EXIT-001";

    private readonly VirtualController[] _controllers;
    private readonly Dictionary<string, VirtualController> _doors;
    private readonly IReadOnlyList<Passage> _passages;
    private readonly Action<string, Ruling> _refused;
    private int _passed;

    private ControllersPlayer(VirtualController[] controllers, IReadOnlyList<Passage> passages, Action<string, Ruling> refused)
    {
        _controllers = controllers;
        _doors = controllers.SelectMany(controller => controller.Setup.Doors, (controller, door) => (controller, door)).ToDictionary(pair => pair.door, pair => pair.controller);
        _passages = passages;
        _refused = refused;
    }

    /// <param name="passages">Who passes which doors, in the order of their moments.</param>
    /// <param name="refused">Told of every badge or exit that was refused.</param>
    public static async Task<ControllersPlayer> Connect(
        IReadOnlyList<ControllerSetup> setups, IReadOnlyList<Passage> passages, Func<string, OrchestratorClient> clientOf, Action<string, Ruling> refused, CancellationToken cancel) =>
        new(await Task.WhenAll(setups.Select(setup => VirtualController.Connect(clientOf(setup.Id), setup, cancel))), passages, refused);

    /// <summary>Lets every controller report up to an instant and everybody pass the doors they are to pass by then; tells when the next of them does.</summary>
    public async Task<DateTimeOffset?> ActUntil(DateTimeOffset now, Doors when, CancellationToken cancel)
    {
        if (when == Doors.BeforeEnds)
            await Task.WhenAll(_controllers.Select(controller => controller.ReadUntil(now)));
        var due = new List<Passage>();
        while (_passed < _passages.Count && (_passages[_passed].At < now || (_passages[_passed].At == now && _passages[_passed].When <= when)))
            due.Add(_passages[_passed++]);

        // Who leaves makes room for who comes.
        await Task.WhenAll(due.Where(passage => !passage.Enters).Select(passage => Leave(passage, cancel)));
        await Task.WhenAll(due.Where(passage => passage.Enters).Select(Pass));
        return _passed < _passages.Count ? _passages[_passed].At : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in _controllers)
            await controller.DisposeAsync();
    }

    private async Task Leave(Passage passage, CancellationToken cancel)
    {
        await Pass(passage);
        var door = _doors[passage.Room];
        if (door.Setup.Gowning is not { } area)
            return;
        var exit = new RecordExitProcedureRequest { Operator = passage.Person, Area = area, Procedure = ExitProcedure, At = Timestamp.FromDateTimeOffset(passage.At) };
        var id = $"{passage.Person}.exit.{passage.At.UtcDateTime:yyyyMMddTHHmm}.{passage.When}";
        if (await door.Client.Give(door.Client.Manufacturing.RecordExitProcedureAsync, exit, id, cancel) is Outcome.Refused refused)
            _refused(id, refused.Ruling);
    }

    private async Task Pass(Passage passage)
    {
        var badge = $"{passage.Person} {(passage.Enters ? "in" : "out")} {passage.Room} {passage.At:yyyy-MM-dd HH:mm}";
        switch (await _doors[passage.Room].Pass(passage))
        {
            case Delivered.Refused refused:
                _refused(badge, refused.Ruling);
                break;
            case Delivered.Unknown:
                throw new InvalidOperationException($"{badge}: nobody can tell whether it is recorded");
            case Delivered.Invalid invalid:
                throw new InvalidOperationException($"{badge}: {invalid.Field}: {invalid.Fix}");
        }
    }
}
