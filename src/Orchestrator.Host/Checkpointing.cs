using Orchestrator.Api.Doors;
using Orchestrator.Engine;
using Orchestrator.Engine.Evidence;
using Orchestrator.Engine.States;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Orchestrator.Host;

/// <summary>Signs where the journal ends, apart from the journal: every so many turns, every so often while turns come, and when the server stops.</summary>
internal sealed class Checkpointing : IDisposable
{
    private const long TurnsBetween = 1000;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly KeyRing _keys;
    private readonly CheckpointLog _log;
    private readonly TimeProvider _time;
    private RecordedTurn? _latest;

    private Checkpointing(KeyRing keys, CheckpointLog log, TimeProvider time)
    {
        _keys = keys;
        _log = log;
        _time = time;
    }

    /// <summary>Opens keys and checkpoints and asks whether the journal agrees with what was signed last; null where the options name none.</summary>
    /// <exception cref="UsageException">The journal was rolled back or rewritten since: nothing is served on it.</exception>
    public static async Task<Checkpointing?> Open(ServeOptions options, IJournal journal, CancellationToken cancel)
    {
        if (options is not { Keys: { } folder, Checkpoints: { } place })
            return null;
        var keys = KeyRing.Open(folder);
        CheckpointLog? log = null;
        try
        {
            log = CheckpointLog.Open(place, options.Plant, keys);
            await log.Agree(journal, cancel);
            return new Checkpointing(keys, log, TimeProvider.System);
        }
        catch (Exception wrong)
        {
            log?.Dispose();
            keys.Dispose();
            throw wrong is TamperedException tampered ? new UsageException(Text(tampered, options)) : wrong;
        }
    }

    /// <summary>What kept states are sealed with on this server.</summary>
    public SealSecret Secret => new(_keys.Current, _keys.Derive("kept states"));

    /// <summary>Follows the plant from where its view begins.</summary>
    public void Follow(PlantView view, ILogger log)
    {
        view.Began += (turn, _) => Sign(turn, log);
        view.Folded += (turn, _, _) => Sign(turn, log);
    }

    private void Sign(RecordedTurn? turn, ILogger log)
    {
        if (turn is null)
            return;
        lock (_gate)
        {
            _latest = turn;
            if (_log.Last is { } last && (turn.Position <= last.Position || (turn.Position - last.Position < TurnsBetween && _time.GetUtcNow() - last.At < Between)))
                return;
            try
            {
                _log.Add(turn, _time.GetUtcNow());
            }
            catch (IOException failure)
            {
                // The plant works on; the next turn tries again.
                Log.NoCheckpoint(log, failure);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                if (_latest is { } latest && latest.Position > (_log.Last?.Position ?? 0))
                    _log.Add(latest, _time.GetUtcNow());
            }
            finally
            {
                _log.Dispose();
                _keys.Dispose();
            }
        }
    }

    private static string Text(TamperedException tampered, ServeOptions options)
    {
        var at = tampered.Checkpoint.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var what = tampered.RolledBack
            ? Tongue.Say($"{at} 的检查点签有第 {tampered.Checkpoint.Position} 条记录，而日志在此之前就结束了：日志被退回到较早的状态。", $"the checkpoint of {at} signed turn {tampered.Checkpoint.Position}, and the journal ends before it: the journal was rolled back.")
            : Tongue.Say($"第 {tampered.Checkpoint.Position} 条记录不是 {at} 的检查点所签的那一条：日志被改写。", $"turn {tampered.Checkpoint.Position} is not the one that the checkpoint of {at} signed: the journal was rewritten.");
        var then = Tongue.Say(
            "未提供服务。请保全数据库并调查；若确系从备份恢复，由质量部门用 orchestrator journal restored 签名声明。",
            "Nothing is served. Secure the database and investigate; if it is a restore from a backup, quality states so with: orchestrator journal restored");
        return $"{options.Plant}: {what}\n{then}";
    }
}
