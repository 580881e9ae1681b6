using System.Globalization;
using Orchestrator.Histories;

namespace Orchestrator.Crash.Tests.Outside;

/// <summary>
/// This assembly as a program: several clients of a server in a process of its own, which no kill of the tests touches. Each notes on
/// the disk what it sends before it sends it and what it hears as soon as it hears it, and sends a command whose answer it lost
/// again, under its id, until it has one.
/// </summary>
/// <remarks>
/// It obeys standard input, a word a line: <c>go</c>; <c>rest</c>, answered with <c>resting</c> once every command has its ruling.
/// It ends when its standard input does.
/// </remarks>
internal static class OutsideClient
{
    /// <param name="args">The file that tells the server's two addresses, the folder for the logs, the seed, how many clients, and how long one attempt may take (ms).</param>
    public static async Task<int> Main(string[] args)
    {
        if (args[0] == WithoutDataSync.Word)
            return WithoutDataSync.Become(args[1..]);
        var (addresses, folder) = (new Addresses(args[0]), args[1]);
        var (seed, clients, patience) = (Number(args[2]), Number(args[3]), TimeSpan.FromMilliseconds(Number(args[4])));
        var working = new Gate();
        var workers = Enumerable.Range(0, clients).Select(number =>
        {
            var log = new ClientLog(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"client-{number}.log")));
            IDoor door = number % 2 == 0 ? new JsonDoor(addresses, patience) : new GrpcDoor(addresses, patience);
            return new Worker(number, new Random(seed + number), door, log, working);
        }).ToArray();
        var running = workers.Select(worker => worker.Run()).ToArray();
        while (await Console.In.ReadLineAsync() is { } word)
        {
            switch (word)
            {
                case "go":
                    Array.ForEach(workers, worker => worker.Wake());
                    working.Open();
                    break;
                case "rest":
                    working.Close();
                    var resting = Task.WhenAll(workers.Select(worker => worker.Resting()));
                    // A client that fails says so by ending the process.
                    await await Task.WhenAny(resting, Task.WhenAny(running).Unwrap());
                    Console.WriteLine("resting");
                    break;
            }
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Whether the clients work; shared by all of them.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource _open = New();

    public bool IsOpen => _open.Task.IsCompleted;

    public Task Opened => _open.Task;

    public void Open() => _open.TrySetResult();

    public void Close() => _open = New();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Where the server is now: a restarted server listens elsewhere, and the tests write it down.</summary>
/// <param name="file">Two lines: the address for gRPC and that of the web door.</param>
internal sealed class Addresses(string file)
{
    public Uri Grpc => new(File.ReadAllLines(file)[0]);

    public Uri Web => new(File.ReadAllLines(file)[1]);
}
