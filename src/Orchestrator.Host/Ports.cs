using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Orchestrator.Api.Doors;

namespace Orchestrator.Host;

/// <summary>
/// The server's two ports, taken before it takes the plant over: a server that cannot listen must not push out the one that does.
/// Callers who come early wait until the doors open.
/// </summary>
internal sealed class Ports : IDisposable
{
    private readonly Dictionary<EndPoint, Socket> _taken = [];
    private readonly Socket _grpc;
    private readonly Socket _web;

    private Ports(Socket grpc, Socket web)
    {
        (_grpc, _web) = (grpc, web);
        foreach (var socket in new[] { grpc, web })
            _taken.Add(socket.LocalEndPoint!, socket);
    }

    public IPEndPoint Grpc => (IPEndPoint)_grpc.LocalEndPoint!;

    public IPEndPoint Web => (IPEndPoint)_web.LocalEndPoint!;

    /// <exception cref="UsageException">One of the two is not to be had; the option is named.</exception>
    public static Ports Take(ServeOptions options)
    {
        var grpc = Listen(options.Address, options.GrpcPort, "--grpc-port");
        try
        {
            return new Ports(grpc, Listen(options.Address, options.WebPort, "--web-port"));
        }
        catch
        {
            grpc.Dispose();
            throw;
        }
    }

    /// <summary>Hands a port to the web server, which owns it from then on.</summary>
    public Socket HandOver(EndPoint endpoint) =>
        _taken.Remove(endpoint, out var socket) ? socket : throw new InvalidOperationException($"{endpoint} was not taken");

    /// <summary>Gives up what was not handed over.</summary>
    public void Dispose()
    {
        foreach (var socket in _taken.Values)
            socket.Dispose();
    }

    private static Socket Listen(IPAddress address, int port, string option)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(address, port));
            // On Linux two sockets may be bound to one port for as long as neither of them listens.
            socket.Listen();
            return socket;
        }
        catch (SocketException taken)
        {
            socket?.Dispose();
            throw new UsageException(taken.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? Tongue.Say($"{option}: {address} 的端口 {port} 已被占用；是否已有服务器在运行？", $"{option}: port {port} of {address} is in use; is a server running already?")
                : Tongue.Say($"{option}: 不能在 {address} 的端口 {port} 监听（{taken.SocketErrorCode}）", $"{option}: cannot listen on port {port} of {address} ({taken.SocketErrorCode})"));
        }
    }
}
