using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Sensors;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Controllers and sensors: sessions and numbers rise, a command to a device has one id and one end.</summary>
internal sealed class DevicesAreToldOnce : Fold
{
    private readonly Promise _epoch, _session, _sequence, _issued, _sent, _sentOnce, _ended, _doubt, _resolved, _series, _lost, _restored, _stale;
    private readonly Dictionary<string, (long Epoch, bool Connected, long Sequence, bool Deduplicates)> _controllers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceDelivery?> _commands = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);

    public DevicesAreToldOnce()
    {
        _epoch = Promised("INV-146", "ORC-010", "each session of a controller has the next epoch", "控制器的每次会话使用下一纪元");
        _session = Promised("INV-147", "ORC-010", "a session ends under its own epoch", "会话以其自身纪元结束");
        _sequence = Promised("INV-148", "ORC-010", "the number up to which a controller is heard only rises", "控制器已受理的序号只增不减");
        _issued = Promised("INV-149", "journal", "a device command's id is issued once for ever", "设备指令编号永远只发一次");
        _sent = Promised("INV-150", "journal", "only a command that waits is sent, under the session that runs", "只发送待发的指令，且在当前会话下");
        _sentOnce = Promised("INV-151", "journal", "a device that cannot recognise a repetition is told once", "不能识别重复的设备只通知一次");
        _ended = Promised("INV-152", "journal", "a device command ends once: acknowledged, superseded or resolved", "设备指令只结束一次：确认、取代或人工判定");
        _doubt = Promised("INV-153", "journal", "in doubt is only what was sent and not answered", "只有已发送而未应答的指令才存疑");
        _resolved = Promised("INV-154", "journal", "a person resolves only what is in doubt", "人员只判定存疑的指令");
        _series = Promised("INV-155", "product", "good readings lie between their extremes, and no series ends before it begins", "良好读数在其极值之间，序列不倒置");
        _lost = Promised("INV-156", "GMP-4.2.3a", "a signal is lost once until it is restored", "信号恢复前只记一次丢失");
        _restored = Promised("INV-157", "GMP-4.2.3a", "only a lost signal is restored", "只恢复已丢失的信号");
        _stale = Promised("INV-158", "product", "good data of a sensor reach no further than the turn that records them", "传感器的良好数据不超过记录它的回合");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case ControllerFact controller:
                    Read(turn, actor.Key, controller);
                    break;
                case SensorFact.ReadingsRecorded recorded:
                    var series = recorded.Series;
                    _series.Demand(series.From <= series.To && (recorded.Quality == ReadingQuality.Bad || (series.Min <= series.Last && series.Last <= series.Max && series.Count > 0)), turn, $"{actor.Key} read {series.Min} to {series.Max}, last {series.Last}");
                    _stale.Demand(!(recorded.Coverage.ContinuousUntil > body.At) && !(recorded.Coverage.Beyond?.To > body.At), turn, $"the data of {actor.Key} reach {recorded.Coverage.ContinuousUntil}");
                    break;
                case SensorFact.SignalLost:
                    _lost.Demand(_silent.Add(actor.Key), turn, $"the signal of {actor.Key} is lost again");
                    break;
                case SensorFact.SignalRestored:
                    _restored.Demand(_silent.Remove(actor.Key), turn, $"the signal of {actor.Key} is restored and was not lost");
                    break;
            }
    }

    private void Read(RecordedTurn turn, string id, ControllerFact fact)
    {
        var state = _controllers.GetValueOrDefault(id);
        switch (fact)
        {
            case ControllerFact.Connected connected:
                _epoch.Demand(connected.Epoch == state.Epoch + 1, turn, $"{id} connects under {connected.Epoch} after {state.Epoch}");
                state = (connected.Epoch, true, state.Sequence, connected.Deduplicates);
                break;
            case ControllerFact.Disconnected gone:
                _session.Demand(gone.Epoch == state.Epoch, turn, $"{id} disconnects under {gone.Epoch} and is under {state.Epoch}");
                state.Connected = false;
                break;
            case ControllerFact.SequenceReached reached:
                _sequence.Demand(reached.Sequence > state.Sequence, turn, $"{id} is heard up to {reached.Sequence} after {state.Sequence}");
                state.Sequence = reached.Sequence;
                break;
            case ControllerFact.CommandIssued issued:
                _issued.Demand(_commands.TryAdd(issued.Command.Id, DeviceDelivery.Waiting), turn, $"{issued.Command.Id} is issued again");
                break;
            case ControllerFact.CommandSent sent:
                _sent.Demand(_commands.GetValueOrDefault(sent.Command) is DeviceDelivery.Waiting or DeviceDelivery.Sent && sent.Epoch == state.Epoch && state.Connected, turn, $"{sent.Command} is sent under {sent.Epoch} and is {_commands.GetValueOrDefault(sent.Command)?.ToString() ?? "ended"}");
                if (!state.Deduplicates)
                    _sentOnce.Demand(_commands.GetValueOrDefault(sent.Command) == DeviceDelivery.Waiting, turn, $"{sent.Command} is sent again to a device that would do it again");
                _commands[sent.Command] = DeviceDelivery.Sent;
                break;
            case ControllerFact.CommandInDoubt doubt:
                _doubt.Demand(_commands.GetValueOrDefault(doubt.Command) == DeviceDelivery.Sent, turn, $"{doubt.Command} is in doubt and was never sent");
                _commands[doubt.Command] = DeviceDelivery.InDoubt;
                break;
            case ControllerFact.CommandAcknowledged acknowledged:
                End(turn, acknowledged.Command);
                break;
            case ControllerFact.CommandSuperseded superseded:
                End(turn, superseded.Command);
                break;
            case ControllerFact.CommandResolved resolved:
                _resolved.Demand(_commands.GetValueOrDefault(resolved.Command) == DeviceDelivery.InDoubt, turn, $"{resolved.Command} is resolved and was not in doubt");
                End(turn, resolved.Command);
                break;
        }

        _controllers[id] = state;
    }

    private void End(RecordedTurn turn, string command)
    {
        _ended.Demand(_commands.TryGetValue(command, out var known) && known is not null, turn, $"{command} ends again, or was never issued");
        _commands[command] = null;
    }
}
