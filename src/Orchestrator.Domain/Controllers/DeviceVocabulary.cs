using System.Collections.Frozen;

namespace Orchestrator.Domain.Controllers;

/// <summary>What a device's state means to the plant, whatever the device calls it.</summary>
public enum DeviceCondition
{
    Ready,
    Running,
    Held,
    Complete,
    Stopped,
    Aborted,
    Open,
    Closed,
    Locked,
}

/// <summary>
/// The state names that controllers may use, by vocabulary: PackML of ISA-TR88.00.02, command execution of SiLA 2, and the
/// positions of doors and ports. A number, or a name of no vocabulary, means nothing and is refused.
/// </summary>
public static class DeviceVocabulary
{
#pragma warning disable format // A table is a page: the columns are read downwards.
    private static readonly FrozenDictionary<(string Vocabulary, string State), DeviceCondition> Conditions = new Dictionary<(string, string), DeviceCondition>
    {
        [("PackML", "Resetting")]     = DeviceCondition.Ready,
        [("PackML", "Idle")]          = DeviceCondition.Ready,
        [("PackML", "Starting")]      = DeviceCondition.Running,
        [("PackML", "Execute")]       = DeviceCondition.Running,
        [("PackML", "Unholding")]     = DeviceCondition.Running,
        [("PackML", "Unsuspending")]  = DeviceCondition.Running,
        [("PackML", "Completing")]    = DeviceCondition.Running,
        [("PackML", "Holding")]       = DeviceCondition.Held,
        [("PackML", "Held")]          = DeviceCondition.Held,
        [("PackML", "Suspending")]    = DeviceCondition.Held,
        [("PackML", "Suspended")]     = DeviceCondition.Held,
        [("PackML", "Complete")]      = DeviceCondition.Complete,
        [("PackML", "Stopping")]      = DeviceCondition.Stopped,
        [("PackML", "Stopped")]       = DeviceCondition.Stopped,
        [("PackML", "Clearing")]      = DeviceCondition.Stopped,
        [("PackML", "Aborting")]      = DeviceCondition.Aborted,
        [("PackML", "Aborted")]       = DeviceCondition.Aborted,
        [("SiLA2", "Waiting")]                   = DeviceCondition.Ready,
        [("SiLA2", "Running")]                   = DeviceCondition.Running,
        [("SiLA2", "Finished_Successfully")]     = DeviceCondition.Complete,
        [("SiLA2", "Finished_With_Error")]       = DeviceCondition.Aborted,
        [("Door", "Open")]            = DeviceCondition.Open,
        [("Door", "Closed")]          = DeviceCondition.Closed,
        [("Door", "Locked")]          = DeviceCondition.Locked,
        [("Port", "Open")]            = DeviceCondition.Open,
        [("Port", "Closed")]          = DeviceCondition.Closed,
    }.ToFrozenDictionary();
#pragma warning restore format

    public static IEnumerable<string> Names => Conditions.Keys.Select(key => key.Vocabulary).Distinct().Order(StringComparer.Ordinal);

    /// <summary>What the state means; null when the vocabulary or the state in it is unknown.</summary>
    public static DeviceCondition? Find(string vocabulary, string state) =>
        Conditions.TryGetValue((vocabulary, state), out var condition) ? condition : null;
}
