using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>What every kind of job has in common: its people, its codes, and acts numbered in their order.</summary>
internal sealed class JobScript(JobOrder job, JobTeam team)
{
    private readonly List<Act> _acts = [];

    public JobOrder Job => job;

    public JobTeam Team => team;

    public IReadOnlyList<Act> Acts => _acts;

    /// <summary>The code a scanner reads from a container: that of its label.</summary>
    public static string LabelOf(string container) => $"LBL-{container}";

    public static ScannedContainer Scanned(string container) => new() { Container = container, Code = LabelOf(container) };

    public static Timestamp At(DateTimeOffset instant) => Timestamp.FromDateTimeOffset(instant);

    /// <summary>Adds a command that the MES gives when the job begins.</summary>
    /// <param name="verb">What it does, in the command id.</param>
    public void Begin<TRequest>(string verb, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, string caller = Callers.Mes)
        where TRequest : Google.Protobuf.IMessage => Do(new Moment(job.Start, Phase.Begins), verb, call, request, caller);

    /// <summary>Adds a command that the MES gives when the job ends.</summary>
    /// <param name="verb">What it does, in the command id.</param>
    public void End<TRequest>(string verb, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, string caller = Callers.Mes)
        where TRequest : Google.Protobuf.IMessage => Do(new Moment(job.End, Phase.Ends), verb, call, request, caller);

    private void Do<TRequest>(Moment at, string verb, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, string caller)
        where TRequest : Google.Protobuf.IMessage => _acts.Add(Act.Of($"{job.Id}.{verb}", job.Request, at, caller, call, request));
}

/// <summary>The two people of a job: who does it, and who sees that it was done.</summary>
/// <param name="Begins">Who is there at its start.</param>
/// <param name="Ends">Who is there at its end; for work that runs unattended it may be somebody else.</param>
internal sealed record JobTeam(Pair Begins, Pair Ends);

internal sealed record Pair(string Performer, string Verifier);
