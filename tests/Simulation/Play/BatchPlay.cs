using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// One patient's batch as its execution system plays it: try the next thing the recipe asks for, and when the law refuses
/// do what the refusal says would make it legal. Nothing is known in advance; a remedy that does not help shows here.
/// </summary>
public sealed class BatchPlay(Scene scene, int number, string recipe, string area, PathogenStatus pathogen)
{
    private const string Receiver = "OP-01";
    private const string SecondReceiver = "OP-02";
    private readonly LinkedList<Order> _todo = [];
    private readonly HashSet<string> _errands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);
    private int _commands;
    private StepPlace? _place;
    private (IReadOnlyList<AssignedOperator> Operators, string? Verifier)? _crew;

    public string Batch { get; } = string.Create(CultureInfo.InvariantCulture, $"B-{number:000}");

    public string Donation => $"DIN-{Batch}";

    public string Chain => $"COI-{Batch}";

    public string DonorCode => $"D-{Batch}";

    public string Bag => $"BAG-{Batch}";

    public RecipeDocument Recipe { get; } = scene.Recipes.Single(document => document.Id == recipe);

    /// <summary>When it wants to be asked again; null when it is finished.</summary>
    public DateTimeOffset? Wakes { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Remedies that were offered and nobody here knows how to take, with how often: blind spots of the play.</summary>
    public Dictionary<string, int> NotTaken { get; } = new(StringComparer.Ordinal);

    public Order? Next(Picture now, DateTimeOffset at, Random chance)
    {
        if (_todo.First is { } waiting)
        {
            _todo.RemoveFirst();
            return waiting.Value with { Command = Stamped(waiting.Value.Command, at) };
        }

        if (Wakes is not { } wakes || wakes > at)
            return null;

        var batch = now.Get<Batch>(Batch);
        var material = now.Get<DonorMaterial>(Donation);
        if (material.Status == DonorMaterialStatus.Unknown)
            return Mes(new DonorMaterialCommand.Register(Donation, null, DonorCode, Chain, Bag, "leukapheresis-bag", new Contents(200, 5_000_000_000), $"LBL-{Bag}", Store, Receiver, SecondReceiver));
        if (material.Pathogen == PathogenStatus.Unknown)
            return Quality(new DonorMaterialCommand.SetPathogenStatus(Donation, pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : [], "LAB-1", "QA-01"));
        if (material.Status == DonorMaterialStatus.Received)
            return Quality(new DonorMaterialCommand.Accept(Donation, "QE-1", "QA-01"));
        if (batch.Status == BatchStatus.Unknown)
            return Mes(new BatchCommand.Create(Batch, Recipe.Product, Recipe.Id, Recipe.Version, Chain, DonorCode, BatchPurpose.Commercial));
        if (material.Status == DonorMaterialStatus.Accepted)
            return Mes(new DonorMaterialCommand.Bind(Donation, Batch, $"LBL-{Bag}", Receiver, SecondReceiver));
        if (!batch.IsLive)
        {
            Wakes = null;
            return null;
        }

        if (batch.Holds.Values.FirstOrDefault(hold => hold.Kind is not (HoldKind.Identity or HoldKind.Breach)) is { } hold)
            return Quality(new BatchCommand.LiftHold(Batch, hold.Id, "assessed", "QA-01", "QA-02"));
        return batch.RunningSteps.FirstOrDefault() is { } running
            ? OnStep(running, at)
            : StartNext(batch, now, at, chance);
    }

    /// <summary>What the ruling means for what comes next.</summary>
    public void Told(Order order, Answer.Ruled ruled, Picture now, DateTimeOffset at, Random chance)
    {
        var what = order.Command.GetType().Name;
        if (ruled.Turn.Granted)
        {
            _tries.Remove(what);
            if (order.Command is BatchCommand.CompleteStep or BatchCommand.StartStep)
                _crew = order.Command is BatchCommand.StartStep ? _crew : null;
            return;
        }

        var tries = _tries[what] = _tries.GetValueOrDefault(what) + 1;
        var errand = _errands.Contains(order.CommandId);
        if (!errand)
            _todo.Clear();
        var remedies = new List<Order>();
        if (tries <= 6)
            foreach (var refusal in ruled.Turn.Refusals)
                remedies.AddRange(Remedies(refusal, order, now, at));
        foreach (var remedy in remedies.DistinctBy(remedy => remedy.Command))
            _errands.Add(remedy.CommandId);
        foreach (var next in remedies.DistinctBy(remedy => remedy.Command).Append(errand && remedies.Count > 0 ? Again(order) : null).OfType<Order>().Reverse())
            _todo.AddFirst(next);
        if (errand)
            return;
        var remedied = remedies.Count > 0;
        if (!remedied || tries > 6)
        {
            // Nothing helps now: come back later with fresh people, perhaps in another room.
            var earliest = ruled.Turn.Refusals.Select(refusal => refusal.EarliestLegal).Max();
            Wakes = earliest > at ? earliest : at + TimeSpan.FromMinutes(20 + chance.Next(60));
            _tries.Remove(what);
            if (order.Command is BatchCommand.StartStep)
                (_place, _crew) = (KeepsItsPlace(now) ? _place : null, null);
        }
    }

    /// <summary>An errand is done when it is sent, not when somebody thought of it.</summary>
    private static Command Stamped(Command command, DateTimeOffset at) => command switch
    {
        OperatorCommand.EnterRoom enter => enter with { At = at },
        OperatorCommand.LeaveRoom leave => leave with { At = at },
        OperatorCommand.RecordExitProcedure exit => exit with { At = at },
        _ => command,
    };

    /// <summary>Once its kit is mounted, or its bag is in the room, a batch does not look for another system.</summary>
    private bool KeepsItsPlace(Picture now) =>
        _place is { ClosedSystem: { } system } && (now.Get<ClosedSystem>(system).Batch == Batch || now.Get<Container>(Bag).Location.Room == _place.Room && now.Get<ClosedSystem>(system).Batch is null);

    /// <summary>The first remedy of a refusal that somebody here knows how to take.</summary>
    private IReadOnlyList<Order> Remedies(Refusal refusal, Order order, Picture now, DateTimeOffset at)
    {
        foreach (var remedy in refusal.Remedies)
        {
            var orders = RemedyBook.Take(remedy, new Need(scene, now, this, order.Command, refusal, _crew, at)).ToList();
            if (orders.Count > 0)
                return orders;
            NotTaken[remedy.Code] = NotTaken.GetValueOrDefault(remedy.Code) + 1;
        }

        return [];
    }

    private Order Again(Order order)
    {
        var again = order with { CommandId = Id() };
        _errands.Add(again.CommandId);
        return again;
    }

    public bool Knows(Domain.Plants.PersonDefinition person) => person.Authorisations.ContainsKey(area) && person.Roles.Contains("operator");

    public bool IsFree(Operator person) => Crew.IsFree(person, Batch);

    public bool IsOn(string shift, DateTimeOffset at) => Crew.IsOn(scene.Site, shift, at);

    public Order Mes(Command command, string? person = null) => new(command, "mes-1", Id(), Scene.AllRoles, person);

    public Order Quality(Command command) => new(command, "QA-01", Id(), Scene.AllRoles, "QA-01");

    public Order Device(string controller, Command command) => new(command, controller, Id(), Scene.AllRoles);

    public string Id() => string.Create(CultureInfo.InvariantCulture, $"{Batch}-{++_commands:00000}");

    private string Store => scene.Plant.Rooms.First(room => room.Area == area && room.Use == Domain.Plants.RoomUse.Store).Id;

    private Order? StartNext(Batch batch, Picture now, DateTimeOffset at, Random chance)
    {
        var step = Recipe.Steps.FirstOrDefault(step => !batch.Steps.ContainsKey(step.Id) && step.After.All(before => batch.Steps.TryGetValue(before, out var done) && done.Status == StepStatus.Complete));
        if (step is null)
        {
            Wakes = at + TimeSpan.FromHours(1);
            return null;
        }

        _place = Places.For(scene, now, batch, step, area, _place, chance);
        _crew ??= Crew.For(scene, now, Batch, step, area, at, chance);
        if (_place is null || _crew is null)
        {
            Wakes = at + TimeSpan.FromMinutes(30);
            return null;
        }

        var scanner = _crew.Value.Operators.FirstOrDefault()?.Operator ?? _crew.Value.Verifier ?? Receiver;
        var scans = step.Inputs.Where(input => input.Kind is InputKind.DonorMaterial or InputKind.Intermediate)
            .SelectMany(input => batch.Containers.Select(now.Get<Container>)
                .Where(container => container.Type == input.What && container.IsLive)
                .Select(container => new Scan(input.Name, container.Id, container.Label, scanner, at)));
        return Mes(new BatchCommand.StartStep(Batch, step.Id, _place, [.. _crew.Value.Operators], step.Class == StepClass.Culture ? null : _crew.Value.Verifier, [.. scans]));
    }

    private Order? OnStep(StepExecution running, DateTimeOffset at)
    {
        if (running.EarliestEnd is { } earliest && earliest > at)
        {
            Wakes = earliest;
            return null;
        }

        var step = Recipe.Steps.Single(step => step.Id == running.Step);
        var person = running.Operators.FirstOrDefault()?.Operator ?? _crew?.Operators.FirstOrDefault()?.Operator ?? Receiver;
        foreach (var check in step.Checks.Where(check => check.Required && !running.Checks.ContainsKey(check.Name)))
            return Mes(new BatchCommand.RecordCheck(Batch, step.Id, check.Name, check.Low ?? check.High ?? 1, check.Unit, person, null));
        var terminal = scene.Site.Room(running.Room)?.Terminals.FirstOrDefault() ?? "";
        return Mes(new BatchCommand.CompleteStep(Batch, step.Id, person, terminal));
    }
}
