using System.Runtime.InteropServices;

namespace Orchestrator.Crash.Tests.Outside;

/// <summary>
/// Becomes another program for which, and for whose children, <c>fdatasync</c> fails with an error of the device, always: the kernel
/// itself says so (a filter of system calls). What uses <c>fsync</c> notices nothing, so a database can be sent over the edge by a
/// setting of its own.
/// </summary>
internal static unsafe partial class WithoutDataSync
{
    public const string Word = "without-fdatasync";

    private const int NoNewPrivileges = 38;
    private const int SetFilter = 22;
    private const int FilterMode = 2;
    private const uint Allow = 0x7fff0000;
    private const uint FailWithIoError = 0x00050005;

    /// <summary>Returns only where it could not be done.</summary>
    public static int Become(string[] program)
    {
        var number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 75u,
            Architecture.Arm64 => 83u,
            var other => throw new PlatformNotSupportedException($"the number of fdatasync on {other} is not known here"),
        };
        // Load the call's number; is it the one; then the error; else go on.
        var filter = stackalloc Instruction[] { new(0x20, 0, 0, 0), new(0x15, 0, 1, number), new(0x06, 0, 0, FailWithIoError), new(0x06, 0, 0, Allow) };
        var whole = new Filter { Length = 4, Instructions = filter };
        if (Control(NoNewPrivileges, 1, 0, 0, 0) != 0 || Control(SetFilter, FilterMode, (nint)(&whole), 0, 0) != 0)
            return 77;
        var arguments = stackalloc byte*[program.Length + 1];
        for (var at = 0; at < program.Length; at++)
            arguments[at] = (byte*)Marshal.StringToCoTaskMemUTF8(program[at]);
        arguments[program.Length] = null;
        return Execute(arguments[0], arguments);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint one, nint two, nint three, nint four);

    [LibraryImport("libc", EntryPoint = "execvp")]
    private static partial int Execute(byte* file, byte** arguments);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
