using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>
/// A process of the benchmark's own that makes load: what it does not share with the server it cannot flatter. It reads jobs
/// as lines of JSON and lives until its input is closed; of each it says <c>measuring</c> and <c>measured</c> as counting
/// begins and ends, and then, as a line of JSON, what it counted.
/// </summary>
internal sealed class Worker : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public Worker(string program, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>This program again, in one of its parts.</summary>
    public static Worker OfThisProgram(string part) => new("dotnet", typeof(Worker).Assembly.Location, part);

    /// <summary>Has a job done.</summary>
    /// <param name="begins">Called as counting begins, <paramref name="ends"/> as it ends.</param>
    /// <exception cref="InvalidOperationException">The process ended; the message is what it said.</exception>
    public async Task<TResult> Do<TJob, TResult>(TJob job, Action begins, Action ends)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job, Json));
        await _process.StandardInput.FlushAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "measuring")
                begins();
            else if (line == "measured")
                ends();
            else if (line.StartsWith('{'))
                return JsonSerializer.Deserialize<TResult>(line, Json)!;
        }

        await _process.WaitForExitAsync();
        throw new InvalidOperationException($"{Path.GetFileName(_process.StartInfo.FileName)} {string.Join(' ', _process.StartInfo.ArgumentList)}: {_errors}");
    }

    /// <summary>The other end: does every job that comes, until none comes any more; a job that nobody waits for ends where it is.</summary>
    public static async Task Serve<TJob, TResult>(Func<TJob, Task<TResult>> work)
    {
        var jobs = Channel.CreateUnbounded<string>();
        var reader = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
                jobs.Writer.TryWrite(line);
            Environment.Exit(0);
        });
        reader.IsBackground = true;
        reader.Start();
        await foreach (var line in jobs.Reader.ReadAllAsync())
            Console.WriteLine(JsonSerializer.Serialize(await work(JsonSerializer.Deserialize<TJob>(line, Json)!), Json));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }
}
