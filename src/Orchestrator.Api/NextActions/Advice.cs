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
    private static readonly string[] Setbacks =
    [
        "manufacturing/HandOver", "manufacturing/ReleaseReservation", "manufacturing/PauseStep", "manufacturing/UnmountKit", "manufacturing/PlaceHold",
        "manufacturing/DiscardContainer", "manufacturing/AbortStep", "manufacturing/CancelBatch", "manufacturing/TerminateBatch", "manufacturing/DiscardBatch",
    ];

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
        var legal = new List<NextAction>();
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

            legal.Add(action);
            if (candidate.Choice is { } choice)
                chosen.Add(choice);
        }

        reply.Legal.AddRange(legal.OrderBy(action => Setback(action.Command)));
        // Of one choice, one refusal is enough, and none where another candidate of it is legal.
        reply.Refused.AddRange(refused.Where(one => one.Candidate.Choice is null || !chosen.Contains(one.Candidate.Choice))
            .OrderBy(one => one.Action.Refusals.Count).DistinctBy(one => one.Candidate.Choice ?? (object)one).Select(one => one.Action)
            .OrderBy(action => Setback(action.Command)).ThenBy(action => Ahead(scene, action.Step)));
        return reply;
    }

    /// <summary>Every candidate, the most useful kind first: what stops the batch is lifted, what runs goes on, what comes next begins.</summary>
    private static IEnumerable<Candidate> Candidates(Scene scene) =>
    [
        .. BatchCandidates.Lifts(scene), .. StepCandidates.Of(scene), .. BatchCandidates.Material(scene), .. StartCandidates.Of(scene),
        .. ContainerCandidates.Of(scene), .. PlaceCandidates.Of(scene), .. BatchCandidates.Ends(scene),
    ];

    /// <summary>0 for what brings the batch on; for what does not, the more of it is given up, the higher.</summary>
    private static int Setback(string command) => Array.IndexOf(Setbacks, command) + 1;

    /// <summary>How many steps of the recipe lie before this one that have not begun.</summary>
    private static int Ahead(Scene scene, string step) =>
        scene.Recipe.Steps.TakeWhile(before => before.Id != step).Count(before => step.Length > 0 && !scene.Batch.Steps.ContainsKey(before.Id));
}
