using System.Threading.Channels;
using Grpc.Core;
using Orchestrator.Api.Services;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;
using Controller = Orchestrator.Domain.Controllers.Controller;

namespace Orchestrator.Api.Equipment;

/// <summary>One controller's open session: what it is told, in order, and the device commands it is sent.</summary>
/// <param name="give">Gives a command of the session to the law.</param>
public sealed class Session(string controller, long epoch, IServerStreamWriter<ToController> outgoing, Func<Command, Task<Answer.Ruled>> give)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public string Controller => controller;

    public long Epoch => epoch;

    /// <summary>Looks at a turn: when it touched the controller, <see cref="SendCommands"/> looks at its newest memory.</summary>
    /// <param name="body">Null to look at the picture as it is.</param>
    public void Notice(TurnBody? body)
    {
        var actor = new ActorId(ActorKind.Controller, controller);
        if (body is null || body.Facts.Any(written => written.Actor == actor))
            _news.Writer.TryWrite(true);
    }

    /// <summary>Sends every command without an answer once in this session, for as long as the session is the newest.</summary>
    /// <param name="newest">The newest picture of the plant; it holds whatever was noticed.</param>
    public async Task SendCommands(Func<Picture> newest, CancellationToken cancel)
    {
        await foreach (var _ in _news.Reader.ReadAllAsync(cancel))
        {
            var now = newest().Get<Controller>(controller);
            if (now.Epoch != epoch)
                throw Sessions.Superseded(controller);
            var commands = now.Outstanding.Values
                .Where(command => command.Delivery == DeviceDelivery.Waiting && _sent.Add(command.Id))
                .OrderBy(command => command.IssuedAt).ThenBy(command => command.Id, StringComparer.Ordinal)
                .ToList();
            // A device that cannot recognise a repetition is sent a command only after the sending is on record.
            if (commands.Count > 0 && !now.Deduplicates && !(await give(new ControllerCommand.MarkSent(controller, epoch, [.. commands.Select(command => command.Id)]))).Turn.Granted)
                throw Sessions.Superseded(controller);
            foreach (var command in commands)
                await Tell(new ToController { Command = Wire.Command(command, epoch) });
        }
    }

    /// <summary>Writes one message; two writers of the session never write at once.</summary>
    public async Task Tell(ToController message)
    {
        await _one.WaitAsync();
        try
        {
            await outgoing.WriteAsync(message);
        }
        finally
        {
            _one.Release();
        }
    }
}
