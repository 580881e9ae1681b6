using Orchestrator.Domain;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine.Evidence;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Engine.Tests.Evidence;

/// <summary>A folder with keys and archives, and records to put into them: a small one, and one day of a simulated plant.</summary>
internal sealed class Record : IDisposable
{
    public const string Plant = "SMALL";

    private static readonly DateTimeOffset Day = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<(IJournal Journal, string Batch)> OneDay = new(Simulated);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-evidence-");

    public Record()
    {
        Keys = KeyRing.Create(In("keys"), Day);
        Small = Founded("first", "second");
    }

    public KeyRing Keys { get; }

    /// <summary>Two turns: a plant is founded, and refused a second founding.</summary>
    public IJournal Small { get; }

    /// <summary>A day of the example plant, as the simulation plays it, and a batch in it.</summary>
    public static (IJournal Journal, string Batch) Simulation => OneDay.Value;

    public VirtualTime Time { get; } = new(Day);

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public async Task<string> Archive(IJournal journal, string plant, ArchiveScope? scope = null, byte[]? checkpoints = null, string name = "record.zip")
    {
        var path = In(name);
        await new ArchiveWriter(journal, plant, Keys, "orchestrator test", Time).Write(path, scope ?? new ArchiveScope(ArchiveKind.Plant, plant), checkpoints, default);
        return path;
    }

    public Task<string> SmallArchive() => Archive(Small, Plant);

    /// <summary>One turn: the founding alone.</summary>
    public Task<string> SmallestArchive() => Archive(Founded("first"), Plant);

    public void Dispose()
    {
        Keys.Dispose();
        _folder.Delete(recursive: true);
    }

    private static MemoryJournal Founded(params string[] commands)
    {
        var journal = new MemoryJournal();
        var process = new VirtualProcess();
        var runner = Run(process, PlantRunner.Open(journal, Plant, "record", new VirtualTime(Day), process, PlantLaw.Decide, new RunnerLimits(), default));
        foreach (var id in commands)
            Run(process, runner.Submit(new Order(new PlantCommand.Found(Plant, TimeMode.Real), "mes", id, [])));
        return journal;
    }

    private static T Run<T>(VirtualProcess process, Task<T> task)
    {
        while (!task.IsCompleted)
            process.Step();
        return task.GetAwaiter().GetResult();
    }

    private static (IJournal Journal, string Batch) Simulated()
    {
        var run = new SimulationRun(seed: 7, days: 1, Scene.Example(), FaultProfile.Gentle);
        run.Run();
        return (run.Journal, Scene.Example().Schedule.Requests[0].Id);
    }
}
