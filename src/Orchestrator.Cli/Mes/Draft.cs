using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Cli.Mes.Scripts;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Mes;

/// <summary>A plan as it is being written: every job order with its people and its acts, and what is put between them.</summary>
internal sealed class Draft
{
    private readonly Dictionary<string, JobOrder> _jobs;
    private readonly Dictionary<string, JobTeam> _teams;
    private readonly Func<JobOrder, JobTeam, IReadOnlyList<Act>> _script;
    private readonly Dictionary<string, int> _given = [];
    private readonly List<Act> _acts;

    /// <param name="script">Writes the acts of a job for a team.</param>
    public Draft(IEnumerable<JobOrder> jobs, Func<JobOrder, JobTeam> team, Func<JobOrder, JobTeam, IReadOnlyList<Act>> script, IEnumerable<Stay> stays)
    {
        _jobs = jobs.ToDictionary(job => job.Id);
        _teams = _jobs.Values.ToDictionary(job => job.Id, team);
        _script = script;
        _acts = [.. _jobs.Values.SelectMany(job => script(job, _teams[job.Id]))];
        Stays = [.. stays];
    }

    public IReadOnlyList<Act> Acts => _acts;

    public List<Stay> Stays { get; }

    public JobOrder Job(string id) => _jobs[id];

    public JobTeam TeamOf(string job) => _teams[job];

    /// <summary>The start of a job's step, as the plan would have it, to be changed.</summary>
    /// <param name="scannedAt">When its inputs were scanned; the planned start when it is not said.</param>
    public StartStepRequest StartOf(string job, DateTimeOffset? scannedAt = null) => StepScript.StartRequest(_jobs[job] with { Start = scannedAt ?? _jobs[job].Start }, _teams[job]);

    /// <summary>Gives a command just before a planned one.</summary>
    /// <param name="refused">True when the provocation's rule must refuse it.</param>
    public void Before<TRequest>(string anchor, Provocation provocation, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, bool refused, string caller = Callers.Mes)
        where TRequest : IMessage => _acts.Insert(Find(anchor), Next(provocation, _acts[Find(anchor)], call, request, refused, caller));

    /// <summary>Gives a command at the same moment as the others of its race; exactly one of them may be granted.</summary>
    public void Race<TRequest>(string anchor, Provocation provocation, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, string caller)
        where TRequest : IMessage => _acts.Insert(Find(anchor), Next(provocation, _acts[Find(anchor)], call, request, refused: true, caller).In(provocation.Id));

    /// <summary>Gives a command if its caller has won the race.</summary>
    public void IfWon<TRequest>(string anchor, Provocation provocation, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, string caller)
        where TRequest : IMessage => _acts.Insert(Find(anchor), Next(provocation, _acts[Find(anchor)], call, request, refused: false, caller).IfWonIn(provocation.Id));

    /// <summary>Gives a command at a moment of its own, in the course of a job.</summary>
    public void Give<TRequest>(Moment at, JobOrder job, Provocation provocation, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, bool refused, string caller = Callers.Mes)
        where TRequest : IMessage => _acts.Add(Act.Of(IdOf(provocation), job.Request, at, caller, call, request, Marked(provocation, refused)));

    /// <summary>Counts a planned command among those of a provocation: it must be granted.</summary>
    public void Count(string anchor, Provocation provocation)
    {
        var at = Find(anchor);
        _acts[at] = _acts[at].Within(provocation);
    }

    /// <summary>Lets other people do a job.</summary>
    public void Team(string job, JobTeam team)
    {
        _teams[job] = team;
        var rewritten = _script(_jobs[job], team).ToDictionary(act => act.Id);
        for (var at = 0; at < _acts.Count; at++)
            _acts[at] = rewritten.GetValueOrDefault(_acts[at].Id, _acts[at]);
    }

    /// <summary>Strikes out what is not done any more.</summary>
    public void Drop(Predicate<Act> dropped) => _acts.RemoveAll(act => act.For is null && dropped(act));

    private Act Next<TRequest>(Provocation provocation, Act anchor, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, bool refused, string caller)
        where TRequest : IMessage => Act.Of(IdOf(provocation), anchor.Batch, anchor.At, caller, call, request, Marked(provocation, refused));

    private static Provocation Marked(Provocation provocation, bool refused) => refused ? provocation : provocation with { Expected = null };

    private int Find(string id)
    {
        var at = _acts.FindIndex(act => act.Id == id);
        return at >= 0 ? at : throw new InvalidDataException($"the plan has no act {id}");
    }

    private string IdOf(Provocation provocation)
    {
        var number = _given[provocation.Id] = _given.GetValueOrDefault(provocation.Id) + 1;
        return $"{provocation.Id}.{number}";
    }
}
