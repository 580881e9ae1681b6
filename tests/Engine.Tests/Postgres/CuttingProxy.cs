using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Engine.Tests.Postgres;

/// <summary>
/// A way to a server that breaks when it is told to: everything passes, until a client's bytes contain the word waited for;
/// then the connection is cut, before those bytes have reached the server or after it has answered them.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private Cut? _cut;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the next connection that says the word; once.</summary>
    public void CutAt(string word, bool afterTheAnswer) => Volatile.Write(ref _cut, new Cut(System.Text.Encoding.ASCII.GetBytes(word), afterTheAnswer));

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var answering = new TaskCompletionSource();
            var swallow = false;
            var back = Back(client.GetStream(), server.GetStream(), () => swallow, answering);
            var buffer = new byte[1 << 16];
            try
            {
                while (await client.GetStream().ReadAsync(buffer) is > 0 and var read)
                {
                    var cut = Volatile.Read(ref _cut);
                    var cutting = cut is not null && buffer.AsSpan(0, read).IndexOf(cut.Word) >= 0 && Interlocked.CompareExchange(ref _cut, null, cut) == cut;
                    swallow = cutting;
                    if (!cutting || cut!.AfterTheAnswer)
                        await server.GetStream().WriteAsync(buffer.AsMemory(0, read));
                    if (!cutting)
                        continue;
                    if (cut!.AfterTheAnswer)
                        await answering.Task;
                    return;
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
            }
            finally
            {
                client.Client.Close(0);
                server.Close();
                await back;
            }
        }
    }

    private static async Task Back(NetworkStream client, NetworkStream server, Func<bool> swallow, TaskCompletionSource answering)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await server.ReadAsync(buffer) is > 0 and var read)
            {
                if (swallow())
                    answering.TrySetResult();
                else
                    await client.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            answering.TrySetResult();
        }
    }

    private sealed record Cut(byte[] Word, bool AfterTheAnswer);
}
