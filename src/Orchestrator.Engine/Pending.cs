using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>A command on its way through the runner: who waits for its ruling, and what was decided so far.</summary>
internal sealed class Pending(Order order, string payload)
{
    public Order Order { get; } = order;

    public string Payload { get; } = payload;

    /// <summary>More than one where the same command id came again before it was answered.</summary>
    public List<(TaskCompletionSource<Answer> Asker, CancellationToken GivesUp)> Askers { get; } = [];

    /// <summary>False once everybody who asked has given up: nobody would hear the answer.</summary>
    public bool IsAwaited => Askers.Exists(asker => !asker.GivesUp.IsCancellationRequested);

    public TurnBody? Body { get; set; }

    public Turn? Turn { get; set; }

    /// <summary>Every actor that the turn writes, as it leaves it.</summary>
    public IReadOnlyDictionary<ActorId, IActor>? Evolved { get; set; }

    /// <summary>How often it was decided on states that turned out to be old.</summary>
    public int Attempts { get; set; }

    public void Answer(Answer answer)
    {
        foreach (var (asker, _) in Askers)
            asker.SetResult(answer);
    }

    public void Fail(Exception bug)
    {
        foreach (var (asker, _) in Askers)
            asker.SetException(bug);
    }
}
