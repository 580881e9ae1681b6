using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Cli.Mes;

/// <summary>One command that the MES gives at an instant of the plan, under an id that can be made again from the plan.</summary>
internal sealed class Act
{
    private readonly Func<OrchestratorClient, string, CancellationToken, Task<Outcome>> _give;

    private Act(string id, string batch, Moment at, string caller, IMessage request, Func<OrchestratorClient, string, CancellationToken, Task<Outcome>> give)
    {
        Id = id;
        Batch = batch;
        At = at;
        Caller = caller;
        Request = request;
        _give = give;
    }

    /// <summary>The command id: job order and action, so that a player that starts again sends the very same.</summary>
    public string Id { get; }

    public Moment At { get; }

    /// <summary>Whose token gives it: the MES itself, or a person of quality whose decision it is.</summary>
    public string Caller { get; }

    public IMessage Request { get; }

    /// <summary>The method, as the JSON door names it: <c>service/Method</c>.</summary>
    public string Call => AnyCall.All.First(call => call.Method.InputType == Request.Descriptor).Name;

    /// <summary>What it is given for, when it is given to be refused; null for lawful work.</summary>
    public Provocation? For { get; init; }

    /// <summary>The batch it is about; acts of one batch are given one after the other.</summary>
    public string Batch { get; }

    /// <summary>Acts of one race are given at the same moment over connections of their own; null for everything else.</summary>
    public string? Race { get; private init; }

    /// <summary>The race that its caller must have won for the act to be given; null for everything else.</summary>
    public string? AfterRace { get; private init; }

    /// <summary>The same act as part of a provocation, in which it is what must be granted.</summary>
    public Act Within(Provocation provocation) => new(Id, Batch, At, Caller, Request, _give) { For = provocation with { Expected = null } };

    public Act In(string race) => new(Id, Batch, At, Caller, Request, _give) { For = For, Race = race };

    public Act IfWonIn(string race) => new(Id, Batch, At, Caller, Request, _give) { For = For, AfterRace = race };

    public static Act Of<TRequest>(string id, string batch, Moment at, string caller, Func<OrchestratorClient, Func<TRequest, CallOptions, AsyncUnaryCall<Ruling>>> call, TRequest request, Provocation? provocation = null)
        where TRequest : IMessage =>
        new(id, batch, at, caller, request, (client, commandId, cancel) => client.Give(call(client), request, commandId, cancel)) { For = provocation };

    public Task<Outcome> Give(OrchestratorClient client, CancellationToken cancel) => _give(client, Id, cancel);
}

/// <summary>When something is done: at an instant of the plan, with what ends there or with what begins there.</summary>
internal readonly record struct Moment(DateTimeOffset Instant, Phase Phase) : IComparable<Moment>
{
    public int CompareTo(Moment other) => Instant != other.Instant ? Instant.CompareTo(other.Instant) : Phase.CompareTo(other.Phase);
}

/// <summary>At one instant work ends before other work begins.</summary>
internal enum Phase
{
    Ends,
    Begins,
}

/// <summary>Who gives the commands of the example plan; the names are the tokens'.</summary>
internal static class Callers
{
    public const string Mes = "mes-1";

    /// <summary>A second MES that knows nothing of the first.</summary>
    public const string OtherMes = "mes-2";

    public const string Quality = "quality-1";

    public const string SecondQuality = "quality-2";
}
