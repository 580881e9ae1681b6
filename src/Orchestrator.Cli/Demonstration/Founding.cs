using Google.Protobuf.WellKnownTypes;
using Orchestrator.Cli.Mes;
using Orchestrator.Client;
using Orchestrator.V1;
using File = Orchestrator.V1.File;

namespace Orchestrator.Cli.Demonstration;

/// <summary>Gives the demonstration's plant its master data and what was true before: each proposed by one person and approved by another.</summary>
internal static class Founding
{
    public static async Task Found(OrchestratorClient engineer, OrchestratorClient quality, Examples examples, DateTimeOffset from, CancellationToken cancel)
    {
        var change = new ProposeChangeRequest { Change = "PLT-001", EffectiveFrom = Timestamp.FromDateTimeOffset(from), Plant = examples.File("plant.yaml") };
        change.Recipes.Add(examples.File("car-t-closed.yaml"));
        change.Recipes.Add(examples.File("car-t-open.yaml"));
        Must(await engineer.Give(engineer.Plant.ProposeChangeAsync, change, "found.propose", cancel));
        Must(await quality.Give(quality.Plant.ApproveChangeAsync, new ApproveChangeRequest { Change = "PLT-001" }, "found.approve", cancel));
        Must(await engineer.Give(engineer.Plant.ProposeOpeningBalanceAsync, new ProposeOpeningBalanceRequest { Opening = "OPB-001", Balance = examples.File("opening-balance.yaml") }, "found.opening", cancel));
        Must(await quality.Give(quality.Plant.ApproveOpeningBalanceAsync, new ApproveOpeningBalanceRequest { Opening = "OPB-001" }, "found.opening-approve", cancel));
    }

    private static void Must(Outcome outcome)
    {
        if (outcome is Outcome.Refused refused)
            throw new InvalidDataException(string.Join("; ", refused.Reasons.Select(reason => $"{reason.Rule} {reason.Sentence.En} {string.Join(", ", reason.Facts.Select(fact => $"{fact.Name}={fact.Value}"))}")));
    }
}

/// <summary>The example plant's files, beside the program.</summary>
internal sealed record Examples(string Folder)
{
    public static Examples BesideTheProgram { get; } = new(Path.Combine(AppContext.BaseDirectory, "examples"));

    public string PathOf(string name) => Path.Combine(Folder, name);

    public File File(string name) => new() { Name = name, Text = System.IO.File.ReadAllText(PathOf(name)) };

    /// <exception cref="InvalidDataException">The schedule cannot be read; the message says where.</exception>
    public WorkSchedule Schedule()
    {
        var (schedule, errors) = WorkScheduleReader.Read(System.IO.File.ReadAllText(PathOf("schedule.xml")));
        return schedule ?? throw new InvalidDataException(string.Join('\n', errors));
    }
}
