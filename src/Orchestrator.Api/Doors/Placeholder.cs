namespace Orchestrator.Api.Doors;

/// <summary>
/// What stands in an advised request where only a person knows what to write. It is good for asking what would be ruled, and is
/// turned away when it is sent: no record may say it.
/// </summary>
public static class Placeholder
{
    private const string Zh = "［由人员填写］";
    private const string En = "[a person fills this in]";

    /// <summary>It in the caller's language.</summary>
    public static string Text => Tongue.Say(Zh, En);

    public static bool Is(string text) => text is Zh or En;
}
