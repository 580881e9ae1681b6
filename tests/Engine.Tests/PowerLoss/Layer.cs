using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>
/// A file layer between SQLite and its own for this system: everything goes on to the real files, and for the folders that a
/// <see cref="Disk"/> watches each call is told to it first, which notes it or makes it fail. Layouts as in sqlite3.h (3.35).
/// </summary>
internal static unsafe class Layer
{
    private const string Sqlite = "e_sqlite3";
    private const int Ok = 0;
    private const int CannotOpen = 14;

    private static readonly ConcurrentDictionary<string, Disk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<int, (Disk Disk, string Path)> Open = new();
    private static readonly Vfs* Real = Install();
    private static int _files;

    /// <summary>Watches a folder from now on.</summary>
    public static void Watch(string folder, Disk disk)
    {
        if (Real is null)
            throw new InvalidOperationException("SQLite has no file layer");
        Disks[folder] = disk;
    }

    public static void Forget(string folder) => Disks.TryRemove(folder, out _);

    private static readonly delegate* unmanaged[Cdecl]<byte*, int*, int> RealOpenDirectory =
        (delegate* unmanaged[Cdecl]<byte*, int*, int>)Real->GetSystemCall(Real, Name("openDirectory"));

    private static readonly IoMethods* Methods = MakeMethods();

    private static Vfs* Install()
    {
        SQLitePCL.Batteries_V2.Init();
        var real = Find(null);
        var ours = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *ours = *real;
        ours->Next = null;
        ours->ZName = Name("watched");
        ours->FileSize = real->FileSize + sizeof(WatchedFile);
        ours->Open = &OnOpen;
        ours->Delete = &OnDelete;
        if (Register(ours, 1) != Ok)
            throw new InvalidOperationException("SQLite does not take another file layer");
        return real;
    }

    private static IoMethods* MakeMethods()
    {
        // Whoever syncs a directory opens it first: the one call that shows it, for all of SQLite's own file layer.
        Real->SetSystemCall(Real, Name("openDirectory"), (void*)(delegate* unmanaged[Cdecl]<byte*, int*, int>)&OnOpenDirectory);
        var methods = (IoMethods*)NativeMemory.AllocZeroed((nuint)sizeof(IoMethods));
        *methods = new IoMethods
        {
            Version = 2,
            Close = &OnClose,
            Read = &OnRead,
            Write = &OnWrite,
            Truncate = &OnTruncate,
            Sync = &OnSync,
            FileSize = &OnFileSize,
            Lock = &OnLock,
            Unlock = &OnUnlock,
            CheckReservedLock = &OnCheckReservedLock,
            FileControl = &OnFileControl,
            SectorSize = &OnSectorSize,
            DeviceCharacteristics = &OnDeviceCharacteristics,
            ShmMap = &OnShmMap,
            ShmLock = &OnShmLock,
            ShmBarrier = &OnShmBarrier,
            ShmUnmap = &OnShmUnmap,
        };
        return methods;
    }

    private static Disk? DiskOf(string? path) => path is not null && Disks.TryGetValue(Path.GetDirectoryName(path)!, out var disk) ? disk : null;

    private static byte* Name(string name) => (byte*)Marshal.StringToCoTaskMemUTF8(name);

    private static WatchedFile* Under(WatchedFile* file) => file + 1;

    private static IoMethods* MethodsOf(WatchedFile* file) => Under(file)->Methods;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* name, WatchedFile* file, int flags, int* outFlags)
    {
        var path = Marshal.PtrToStringUTF8((nint)name);
        if (DiskOf(path) is not { } disk)
            return Real->Open(Real, name, file, flags, outFlags);
        file->Methods = null;
        var isNew = !File.Exists(path);
        if (disk.Fault(IoKind.Open, path!) != Ok)
            return CannotOpen;
        var result = Real->Open(Real, name, Under(file), flags, outFlags);
        if (result != Ok)
            return result;
        disk.Opened(path!, isNew);
        file->Id = Interlocked.Increment(ref _files);
        Open[file->Id] = (disk, path!);
        file->Methods = Methods;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* name, int syncDirectory)
    {
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if (DiskOf(path) is { } disk)
        {
            if (disk.Fault(IoKind.Delete, path) is var fault and not Ok)
                return fault;
            // Before the real one, so that a sync of the directory within it finds it noted.
            if (File.Exists(path))
                disk.Deleted(path);
        }

        return Real->Delete(Real, name, syncDirectory);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpenDirectory(byte* name, int* descriptor)
    {
        var result = RealOpenDirectory(name, descriptor);
        if (result == Ok)
            DiskOf(Marshal.PtrToStringUTF8((nint)name))?.DirectorySynced();
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(WatchedFile* file)
    {
        Open.TryRemove(file->Id, out _);
        return MethodsOf(file)->Close(Under(file));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(WatchedFile* file, byte* to, int count, long offset)
    {
        var (disk, path) = Open[file->Id];
        return disk.Fault(IoKind.Read, path) is var fault and not Ok ? fault : MethodsOf(file)->Read(Under(file), to, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(WatchedFile* file, byte* from, int count, long offset)
    {
        var (disk, path) = Open[file->Id];
        var fault = disk.Fault(IoKind.Write, path);
        // A disk that is full takes what fits.
        var written = fault == Ok ? count : count / 2;
        disk.Written(path, offset, new ReadOnlySpan<byte>(from, written));
        var result = written == 0 ? Ok : MethodsOf(file)->Write(Under(file), from, written, offset);
        return fault == Ok ? result : fault;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(WatchedFile* file, long size)
    {
        var (disk, path) = Open[file->Id];
        if (disk.Fault(IoKind.Truncate, path) is var fault and not Ok)
            return fault;
        disk.Truncated(path, size);
        return MethodsOf(file)->Truncate(Under(file), size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(WatchedFile* file, int flags)
    {
        var (disk, path) = Open[file->Id];
        var fault = disk.Fault(IoKind.Sync, path);
        disk.Synced(path, failed: fault != Ok);
        return fault != Ok ? fault : MethodsOf(file)->Sync(Under(file), flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileSize(WatchedFile* file, long* size) => MethodsOf(file)->FileSize(Under(file), size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLock(WatchedFile* file, int level) => MethodsOf(file)->Lock(Under(file), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnUnlock(WatchedFile* file, int level) => MethodsOf(file)->Unlock(Under(file), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCheckReservedLock(WatchedFile* file, int* held) => MethodsOf(file)->CheckReservedLock(Under(file), held);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileControl(WatchedFile* file, int operation, void* argument) => MethodsOf(file)->FileControl(Under(file), operation, argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSectorSize(WatchedFile* file) => MethodsOf(file)->SectorSize(Under(file));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDeviceCharacteristics(WatchedFile* file) => MethodsOf(file)->DeviceCharacteristics(Under(file));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmMap(WatchedFile* file, int page, int size, int extend, void** at) => MethodsOf(file)->ShmMap(Under(file), page, size, extend, at);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmLock(WatchedFile* file, int offset, int count, int flags) => MethodsOf(file)->ShmLock(Under(file), offset, count, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnShmBarrier(WatchedFile* file) => MethodsOf(file)->ShmBarrier(Under(file));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmUnmap(WatchedFile* file, int delete) => MethodsOf(file)->ShmUnmap(Under(file), delete);

    [DllImport(Sqlite, EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    private static extern Vfs* Find(byte* name);

    [DllImport(Sqlite, EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    private static extern int Register(Vfs* vfs, int makeDefault);

    /// <summary>sqlite3_file, as SQLite allocates it for us: ours first, the real layer's behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WatchedFile
    {
        public IoMethods* Methods;
        public int Id;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int PathMax;
        public Vfs* Next;
        public byte* ZName;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, WatchedFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public void* Access;
        public void* FullPathname;
        public void* DlOpen;
        public void* DlError;
        public void* DlSym;
        public void* DlClose;
        public void* Randomness;
        public void* Sleep;
        public void* CurrentTime;
        public void* GetLastError;
        public void* CurrentTimeInt64;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, void*, int> SetSystemCall;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, void*> GetSystemCall;
        public void* NextSystemCall;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int> Close;
        public delegate* unmanaged[Cdecl]<WatchedFile*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<WatchedFile*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<WatchedFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int> Sync;
        public delegate* unmanaged[Cdecl]<WatchedFile*, long*, int> FileSize;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int> Lock;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int> Unlock;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int*, int> CheckReservedLock;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, void*, int> FileControl;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int> SectorSize;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int> DeviceCharacteristics;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int, int, void**, int> ShmMap;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int, int, int> ShmLock;
        public delegate* unmanaged[Cdecl]<WatchedFile*, void> ShmBarrier;
        public delegate* unmanaged[Cdecl]<WatchedFile*, int, int> ShmUnmap;
    }
}
