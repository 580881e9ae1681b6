using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Services;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;
using Orchestrator.V1;
using Batch = Orchestrator.Domain.Batches.Batch;
using Plant = Orchestrator.Domain.Plants.Plant;

namespace Orchestrator.Api.NextActions;

/// <summary>
/// What may be done next with a batch: candidates are looked for in the plant, and the law is asked about each. No table
/// here says what is legal, so none can differ from the law's.
/// </summary>
public sealed class Advice(Views views, Rehearsal rehearsal)
{
    public async Task<NextActionsReply> For(NextActionsRequest request, ServerCallContext context)
    {
        if (request.Commands.FirstOrDefault(command => !rehearsal.Commands.Contains(command)) is { } unknown)
            throw CommandDoor.Invalid("commands", $"{unknown} 不是指令；写作 服务/方法，例如 manufacturing/StartStep", $"{unknown} is no command; write service/Method, for example manufacturing/StartStep");
        var picture = await views.At(request.MinPosition, context);
        var batch = picture.Get<Batch>(request.Batch);
        if (batch.Status == BatchStatus.Unknown || picture.Get<Plant>(ActorId.Plant.Key).Site is not { } site || picture.Get<Recipe>(batch.Recipe).Document is not { } recipe)
            throw CommandDoor.Missing($"没有批次 {request.Batch}", $"no batch {request.Batch}");

        var scene = new Scene(picture, site, batch, recipe, views.Instant, request, Gate.CallerOf(context).Person);
        var reply = new NextActionsReply { Position = picture.Position, At = Wire.Instant(scene.Now), Batch = batch.Id, Status = batch.Status.ToString() };
        var refused = new List<(Candidate Candidate, NextAction Action)>();
        var chosen = new HashSet<string>();
        foreach (var candidate in Candidates(scene).Where(candidate => request.Commands.Count == 0 || request.Commands.Contains(candidate.Command)))
        {
            var ruling = await rehearsal.Ask(candidate.Command, candidate.Request, candidate.Signer, context);
            var action = candidate.Answered(ruling);
            if (!ruling.Granted)
            {
                refused.Add((candidate, action));
                continue;
            }

            reply.Legal.Add(action);
            if (candidate.Choice is { } choice)
                chosen.Add(choice);
        }

        // Of one choice, one refusal is enough, and none where another candidate of it is legal.
        reply.Refused.AddRange(refused.Where(one => one.Candidate.Choice is null || !chosen.Contains(one.Candidate.Choice))
            .OrderBy(one => one.Action.Refusals.Count).DistinctBy(one => one.Candidate.Choice ?? (object)one).Select(one => one.Action));
        return reply;
    }

    private static IEnumerable<Candidate> Candidates(Scene scene) =>
        [.. StepCandidates.Of(scene), .. StartCandidates.Of(scene), .. ContainerCandidates.Of(scene), .. PlaceCandidates.Of(scene), .. BatchCandidates.Of(scene)];
}
