using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;
using Orchestrator.V1;
using AssignedOperator = Orchestrator.V1.AssignedOperator;
using Batch = Orchestrator.Domain.Batches.Batch;

namespace Orchestrator.Api.NextActions;

/// <summary>The plant around one batch: who and what is at hand for its next command.</summary>
/// <param name="Asker">The person behind the asker's token, or null.</param>
public sealed record Scene(Picture Picture, Site Site, Batch Batch, RecipeDocument Recipe, DateTimeOffset Now, NextActionsRequest Asked, string? Asker)
{
    /// <summary>The donor material of the batch's therapy order.</summary>
    public ImmutableArray<DonorMaterial> DonorMaterials { get; } =
        [.. Picture.All<DonorMaterial>().Select(pair => pair.Value).Where(material => material.ChainOfIdentity == Batch.ChainOfIdentity)];

    /// <summary>Every container of the batch, and the one that its donor material came in.</summary>
    public IEnumerable<Container> Containers =>
        Batch.Containers.Union(DonorMaterials.Select(material => material.Container)).Select(Picture.Get<Container>).Where(container => container.Status != ContainerStatus.Unknown);

    /// <summary>The executions that are not over, with what the recipe says of them.</summary>
    public IEnumerable<(StepExecution Execution, StepDefinition Step)> Running =>
        from execution in Batch.RunningSteps
        let step = Recipe.Steps.FirstOrDefault(step => step.Id == execution.Step)
        where step is not null
        select (execution, step);

    /// <summary>Somebody who may act in a room: whom the asker named, else who is on the work, else who is there, else who could come.</summary>
    public string Person(string room, params IEnumerable<string> onTheWork) =>
        Asked.By.Length > 0 ? Asked.By : onTheWork.FirstOrDefault() ?? People("operator", room).FirstOrDefault() ?? "";

    /// <summary>A second person beside the first.</summary>
    public string Second(string first, string role, string room) =>
        Asked.Verifier.Length > 0 && Asked.Verifier != first ? Asked.Verifier : People(role, room).FirstOrDefault(person => person != first) ?? "";

    /// <summary>Two people who hold a role, the asker first where they do.</summary>
    public (string First, string Second) Two(string role) => People(role, "").OrderBy(person => person == Asker ? 0 : 1).ToList() is [var first, var second, ..] ? (first, second) : ("", "");

    /// <summary>The people of a role, those in the room first.</summary>
    public IEnumerable<string> People(string role, string room)
    {
        var present = Picture.Get<Room>(room).Persons;
        return Site.Document.People.Where(person => person.Roles.Contains(role)).OrderBy(person => present.ContainsKey(person.Id) ? 0 : 1).Select(person => person.Id);
    }

    /// <summary>The team that the recipe asks for, those in the room and authorised for the operation first.</summary>
    public IReadOnlyList<AssignedOperator> Team(StepDefinition step, RoomDefinition room)
    {
        if (Asked.Operators.Count > 0)
            return Asked.Operators;
        var team = new List<AssignedOperator>();
        foreach (var (role, count) in step.Roles)
        {
            var people = People(role, room.Id).OrderBy(id => Authorised(id, step, room) ? 0 : 1).OrderBy(id => Picture.Get<Room>(room.Id).Persons.ContainsKey(id) ? 0 : 1);
            team.AddRange(people.Where(id => team.All(member => member.Operator != id)).Take(count).Select(id => new AssignedOperator { Operator = id, Role = role }));
        }

        return team;
    }

    /// <summary>Readings of the labels that the record has on the batch's containers of a kind, as a scanner would make them now.</summary>
    public IEnumerable<V1.Scan> Scans(StepDefinition step, string person) =>
        from input in step.Inputs
        where input.Kind is InputKind.DonorMaterial or InputKind.Intermediate
        from container in Containers
        where container.Type == input.What && container.IsLive
        select new V1.Scan { Input = input.Name, Container = container.Id, Code = container.Label, By = person, At = Services.Wire.Instant(Now) };

    /// <summary>A new id that nobody uses yet, for the asker to replace.</summary>
    public string New(string kind) => $"{Batch.Id}-{kind}-{Picture.Position + 1}";

    private bool Authorised(string id, StepDefinition step, RoomDefinition room) =>
        Site.Person(id) is { } person && person.Authorisations.ContainsKey(step.Operation) && person.Authorisations.ContainsKey(room.Area);
}
