using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;
using Orchestrator.V1;
using Plant = Orchestrator.Domain.Plants.Plant;

namespace Orchestrator.Api.Services;

/// <summary>What files would change, and which batches under way rely on what changes.</summary>
public static class PlantChanges
{
    public static DiffReply Of(Picture picture, MasterDataFiles files)
    {
        var site = picture.Get<Plant>("plant").Site;
        var differences = files.Plant is null ? [] : PlantDiff.Between(site?.Document, files.Plant);
        var reply = new DiffReply { Position = picture.Position };
        reply.Findings.AddRange(files.Findings);
        reply.Differences.AddRange(differences.Select(difference => new Difference
        {
            Actor = difference.Actor.ToString(),
            Field = difference.Field,
            Before = difference.Before ?? "",
            After = difference.After ?? "",
            Gone = difference is { Field: "", After: null },
        }));
        reply.Differences.AddRange(files.Recipes.Where(recipe => IsNew(picture, recipe)).Select(recipe => new Difference
        {
            Actor = new ActorId(ActorKind.Recipe, Recipe.KeyOf(recipe.Id, recipe.Version)).ToString(),
            After = recipe.Document,
        }));

        var changed = differences.Select(difference => difference.Actor).ToHashSet();
        foreach (var (_, batch) in picture.All<Batch>())
        {
            if (!batch.IsLive)
                continue;
            var touched = ReliedOn(picture, site, batch).Where(changed.Contains).Distinct().Order().Select(actor => actor.ToString()).ToList();
            if (touched.Count == 0)
                continue;
            var affected = new AffectedBatch { Batch = batch.Id, Status = batch.Status.ToString() };
            affected.ReliesOn.AddRange(touched);
            reply.Affected.Add(affected);
        }

        return reply;
    }

    private static bool IsNew(Picture picture, RecipeDocument recipe) => picture.Get<Recipe>(Recipe.KeyOf(recipe.Id, recipe.Version)).Document is null;

    /// <summary>
    /// What the plant file defines and the batch works with now: its product and what was assessed for it, places, people and
    /// equipment of running steps, and where between two steps its kit is mounted, its vessels stand or its room is kept.
    /// </summary>
    private static IEnumerable<ActorId> ReliedOn(Picture picture, Site? site, Batch batch)
    {
        // Parameters, shifts and materials belong to the plant as a whole and touch everyone.
        yield return ActorId.Plant;
        yield return new ActorId(ActorKind.Product, batch.Product);
        foreach (var step in batch.RunningSteps)
        {
            (ActorKind Kind, string? Key)[] named =
            [
                (ActorKind.Area, step.Area), (ActorKind.Room, step.Room), (ActorKind.Line, step.Line), (ActorKind.Isolator, step.Isolator), (ActorKind.Cabinet, step.Cabinet),
                (ActorKind.ClosedSystem, step.ClosedSystem), (ActorKind.Incubator, step.Incubator),
                .. step.Equipment.Select(key => (ActorKind.Equipment, (string?)key)),
                .. step.Operators.Select(assigned => (ActorKind.Operator, (string?)assigned.Operator)),
                .. SensorsOf(site, step).Select(key => (ActorKind.Sensor, (string?)key)),
            ];
            foreach (var (kind, key) in named)
                if (key is not null)
                    yield return new ActorId(kind, key);
        }

        foreach (var (key, system) in picture.All<Domain.ClosedSystems.ClosedSystem>())
            if (system.Batch == batch.Id)
                yield return new ActorId(ActorKind.ClosedSystem, key);
        foreach (var (key, isolator) in picture.All<Domain.Isolators.Isolator>())
            if (isolator.Batch == batch.Id)
                yield return new ActorId(ActorKind.Isolator, key);
        foreach (var (key, incubator) in picture.All<Domain.Incubators.Incubator>())
            if (incubator.Batches.Contains(batch.Id))
                yield return new ActorId(ActorKind.Incubator, key);
        foreach (var container in batch.Containers.Select(picture.Get<Domain.Identity.Container>).Where(container => container.IsLive && container.Location.Room.Length > 0))
            yield return new ActorId(ActorKind.Room, container.Location.Room);
        foreach (var assessment in site?.Document.RiskAssessments.Where(assessment => assessment.Products.Contains(batch.Product)) ?? [])
            yield return new ActorId(ActorKind.RiskAssessment, assessment.Id);
        foreach (var relaxed in site?.Document.Overrides.Where(relaxed => relaxed.Products.Contains(batch.Product)) ?? [])
            yield return new ActorId(ActorKind.PolicyOverride, relaxed.Id);
        foreach (var (key, room) in picture.All<Domain.Rooms.Room>())
            if (room.Occupations.ContainsKey(batch.Id) || room.ReservedFor == batch.Id)
                yield return new ActorId(ActorKind.Room, key);
    }

    private static IEnumerable<string> SensorsOf(Site? site, StepExecution step)
    {
        string[] measured = [$"room/{step.Room}", $"area/{step.Area}", $"incubator/{step.Incubator}", $"closed-system/{step.ClosedSystem}"];
        return site?.Document.Sensors.Where(sensor => measured.Contains(sensor.Of)).Select(sensor => sensor.Id) ?? [];
    }
}
