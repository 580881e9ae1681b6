using System.Collections.Immutable;

namespace Orchestrator.Cli.Mes;

/// <summary>A work schedule (ISA-95 part 4) as an MES hands it out: per batch a request, per piece of work a job order.</summary>
public sealed record WorkSchedule(string Id, DateTimeOffset Start, DateTimeOffset End, ImmutableArray<WorkRequest> Requests)
{
    /// <summary>Every job order in the order of its start.</summary>
    public IEnumerable<JobOrder> Jobs => Requests.SelectMany(request => request.Jobs).OrderBy(job => job.Start).ThenBy(job => job.Id, StringComparer.Ordinal);
}

/// <param name="Id">The batch.</param>
public sealed record WorkRequest(string Id, ImmutableArray<JobOrder> Jobs);

/// <summary>One piece of work with what it needs.</summary>
public sealed record JobOrder
{
    public required string Id { get; init; }

    /// <summary>The request it belongs to: the batch.</summary>
    public required string Request { get; init; }

    public required string Description { get; init; }

    /// <summary>What is to be done: <c>recipe/step</c>, or a kind of work such as <c>line-clearance</c>.</summary>
    public required string WorkMaster { get; init; }

    public string? WorkMasterVersion { get; init; }

    /// <summary>Production, Quality, Inventory or Maintenance.</summary>
    public required string WorkType { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public ImmutableArray<JobParameter> Parameters { get; init; } = [];

    public ImmutableArray<JobPerson> Personnel { get; init; } = [];

    public ImmutableArray<JobEquipment> Equipment { get; init; } = [];

    public ImmutableArray<JobMaterial> Materials { get; init; } = [];

    public int Line { get; init; }

    /// <summary>The first equipment with a use such as <c>room</c> or <c>closed-system</c>; null when there is none.</summary>
    public string? EquipmentFor(string use) => Equipment.FirstOrDefault(one => one.Use == use)?.Id;

    /// <summary>The person in a role; null when there is none.</summary>
    public string? PersonAs(string role) => Personnel.FirstOrDefault(one => one.Role == role)?.Person;

    /// <summary>A value of a parameter by its key; null when there is none.</summary>
    public string? ValueOf(string parameter, string key = "value") =>
        Parameters.FirstOrDefault(one => one.Id == parameter)?.Values.FirstOrDefault(one => one.Key == key)?.Text;
}

public sealed record JobParameter(string Id, ImmutableArray<JobValue> Values);

public sealed record JobValue(string Key, string Text, string Unit);

public sealed record JobPerson(string Role, string Person);

public sealed record JobEquipment(string Use, string Id);

/// <param name="Name">The recipe's name of the input or output.</param>
/// <param name="Lot">The lot, or the container itself.</param>
/// <param name="SubLot">The serial of a single-use piece.</param>
/// <param name="Use">Consumed, Produced or Inventoried.</param>
public sealed record JobMaterial(string Name, string Class, string Definition, string Lot, string? SubLot, string Use);
