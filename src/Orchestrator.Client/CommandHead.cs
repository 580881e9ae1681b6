using Google.Protobuf;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>The head that every command message carries as its field <c>header</c>.</summary>
public static class CommandHead
{
    /// <summary>The head of a command, made when it has none.</summary>
    /// <exception cref="ArgumentException">The message is no command.</exception>
    public static CommandHeader Of(IMessage command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var field = command.Descriptor.FindFieldByName("header");
        if (field?.MessageType != CommandHeader.Descriptor)
            throw new ArgumentException($"{command.Descriptor.FullName} has no header: it is no command", nameof(command));
        if (field.Accessor.GetValue(command) is CommandHeader head)
            return head;
        var made = new CommandHeader();
        field.Accessor.SetValue(command, made);
        return made;
    }

    /// <summary>Gives a command its id: the given one, else the one it has, else a new one.</summary>
    public static void Stamp(IMessage command, string? commandId)
    {
        var head = Of(command);
        if (commandId is not null)
            head.CommandId = commandId;
        else if (head.CommandId.Length == 0)
            head.CommandId = Guid.NewGuid().ToString("N");
    }
}
