using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Orchestrator.GrpcTests;

/// <summary>A child process that speaks gRPC with an implementation that is not ours; killed with whoever started it.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Peers");
    private readonly Process _process;

    private Peer(string program, string script, string? modules, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        if (modules is not null)
            start.Environment["NODE_PATH"] = modules;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    internal TextReader Output => _process.StandardOutput;

    /// <summary>Node.js with its gRPC.</summary>
    /// <exception cref="SkipException">It is not installed.</exception>
    internal static Peer Node(string script, params string[] arguments)
    {
        var modules = Path.Combine(RepositoryRoot(), "artifacts", "peers", "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")))
            throw new SkipException("@grpc/grpc-js is not installed; tests/Grpc.Tests/Peers/setup.sh installs it.");
        return new Peer("node", script, modules, arguments);
    }

    /// <summary>Debian's Python with its gRPC.</summary>
    /// <exception cref="SkipException">It is not installed.</exception>
    internal static Peer Python(string script, params string[] arguments)
    {
        const string Interpreter = "/usr/bin/python3";
        if (!File.Exists(Interpreter) || !HasModule(Interpreter))
            throw new SkipException("python3-grpcio is not installed; tests/Grpc.Tests/Peers/setup.sh installs it.");
        return new Peer(Interpreter, script, modules: null, arguments);
    }

    /// <summary>Writes what a peer needs to know of the services: a file descriptor set, every file after those it imports.</summary>
    internal static string WriteDescriptors(string name, params FileDescriptor[] files)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name);
        var set = new FileDescriptorSet { File = { files.SelectMany(WithImports).Distinct().Select(file => file.ToProto()) } };
        File.WriteAllBytes(path, set.ToByteArray());
        return path;

        static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) => file.Dependencies.SelectMany(WithImports).Append(file);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static bool HasModule(string interpreter)
    {
        using var probe = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import grpc, google.protobuf"])
        {
            RedirectStandardError = true,
        })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    internal static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
