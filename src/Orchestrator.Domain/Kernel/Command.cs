namespace Orchestrator.Domain.Kernel;

/// <summary>
/// What somebody asks for or reports. A request may be refused; a report (<see cref="IReport"/>) tells what has already
/// happened and is always recorded, with holds where the law would have refused it.
/// </summary>
public abstract record Command;

/// <summary>Marks a command that tells what has already happened and therefore cannot be refused by a rule.</summary>
public interface IReport;

/// <summary>
/// Marks a command that stops, holds or warns: it waits behind nobody, and there is room for it where nothing else is let in.
/// </summary>
public interface IAlarm;

/// <summary>The canonical name of a command, <c>service.verb-noun.vN</c>: part of the hash that binds a command id to its content.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Where a fact about the world came from.</summary>
public enum Origin
{
    /// <summary>Told as it happened.</summary>
    Live,

    /// <summary>Kept by the device while it could not reach the plant.</summary>
    DeviceBuffer,

    /// <summary>Written on a paper form while the system was down and entered afterwards.</summary>
    Paper,
}

/// <summary>What the engine stamps on a command before the law sees it.</summary>
/// <param name="Now">The turn's instant (UTC); never before the plant's last turn.</param>
/// <param name="Caller">The name the connection proved, never a field of the message.</param>
/// <param name="CommandId">The caller's id of the command; with the caller it identifies the turn.</param>
/// <param name="Roles">What the caller's token allows: <c>mes</c>, <c>equipment</c>, <c>supervisor</c>, <c>quality</c>, <c>engineer</c>, <c>demo</c>.</param>
/// <param name="Person">The person behind the token, where the token belongs to one (operator id), else null.</param>
public sealed record Moment(DateTimeOffset Now, string Caller, string CommandId, IReadOnlySet<string> Roles, string? Person = null);
