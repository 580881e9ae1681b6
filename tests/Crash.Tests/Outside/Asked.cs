using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.V1;

namespace Orchestrator.Crash.Tests.Outside;

/// <summary>A command as a client asks it, the same bytes however often it is sent.</summary>
/// <param name="Caller">Whose token it is sent with.</param>
/// <param name="Method">Service and method as the JSON door names them.</param>
internal sealed record Asked(string Caller, string CommandId, string Method, IMessage Request)
{
    public string TurnId => $"{Caller}/{CommandId}";

    /// <summary>Equal exactly when two commands ask the same.</summary>
    public string Mark => $"{Method} {JsonFormatter.Default.Format(Request)}";

    public static Asked Enter(string caller, string id, string person, string room, Timestamp at) =>
        new(caller, id, "manufacturing/EnterRoom", new EnterRoomRequest { Header = Head(id), Operator = person, Room = room, At = at });

    public static Asked Leave(string caller, string id, string person, string room, Timestamp at) =>
        new(caller, id, "manufacturing/LeaveRoom", new LeaveRoomRequest { Header = Head(id), Operator = person, Room = room, At = at });

    public static Asked Disinfect(string caller, string id, string room, string cycle) => new(caller, id, "equipment/RecordRoomDisinfection", new RecordRoomDisinfectionRequest
    {
        Header = Head(id),
        Room = room,
        Cycle = cycle,
        Agent = "H2O2",
        Contact = Duration.FromTimeSpan(TimeSpan.FromMinutes(5)),
        By = "OP-01",
    });

    private static CommandHeader Head(string id) => new() { CommandId = id };
}
