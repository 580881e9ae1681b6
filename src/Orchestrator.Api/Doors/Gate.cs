using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Orchestrator.Engine;

namespace Orchestrator.Api.Doors;

/// <summary>
/// Stands before every method of ours, whichever door the call came through: finds out who asks and lets in only whom
/// the <see cref="Access"/> table names. A service method cannot forget it, because without it there is no caller.
/// </summary>
public sealed class Gate(Callers callers) : Interceptor
{
    /// <summary>Paths of our own services; health and reflection tell nothing about the plant and pass.</summary>
    private const string Ours = "/orchestrator.";

    private static readonly object Key = new();

    /// <summary>Finds the caller and keeps it with the call.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    public void Admit(ServerCallContext context)
    {
        Tongue.Of(context);
        if (!context.Method.StartsWith(Ours, StringComparison.Ordinal))
            return;
        var caller = callers.Of(context);
        var allowed = Access.RolesOf(context.Method);
        if (!allowed.Any(caller.Roles.Contains))
        {
            throw CommandDoor.Told(StatusCode.PermissionDenied,
                $"{caller.Name} 不具有可调用 {Access.NameOf(context.Method)} 的任何角色：{string.Join("、", allowed)}",
                $"{caller.Name} has none of the roles that may call {Access.NameOf(context.Method)}: {string.Join(", ", allowed)}");
        }

        context.UserState[Key] = caller;
    }

    /// <summary>Turns away what cannot be read as it was meant.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with the field.</exception>
    private static void Understand<TRequest>(ServerCallContext context, TRequest request)
    {
        if (context.Method.StartsWith(Ours, StringComparison.Ordinal) && request is IMessage message)
            Decency.Check(message);
    }

    /// <summary>What the journal cannot tell now is no bug of the call: whoever asked may ask again.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the journal does not answer.</exception>
    internal static async Task Reading(Func<Task> question)
    {
        try
        {
            await question();
        }
        catch (JournalException)
        {
            throw CommandDoor.Unavailable(NoRulingReason.StoreUnavailable);
        }
    }

    /// <inheritdoc cref="Reading(Func{Task})"/>
    internal static async Task<T> Reading<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (JournalException)
        {
            throw CommandDoor.Unavailable(NoRulingReason.StoreUnavailable);
        }
    }

    /// <summary>The caller of an admitted call.</summary>
    public static Caller CallerOf(ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var caller) ? (Caller)caller : throw new InvalidOperationException($"{context.Method} was not admitted");

    /// <summary>Asks a question in the name of a person who would have to sign; the caller of the call is put back when it is answered.</summary>
    /// <remarks>For dry runs alone: what is recorded bears the caller that the connection proved.</remarks>
    internal static async Task<T> AskingAs<T>(ServerCallContext context, string person, Func<Task<T>> question)
    {
        var caller = CallerOf(context);
        context.UserState[Key] = caller with { Person = person };
        try
        {
            return await question();
        }
        finally
        {
            context.UserState[Key] = caller;
        }
    }

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        Understand(context, request);
        return await Reading(() => continuation(request, context));
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        Understand(context, request);
        await Reading(() => continuation(request, responseStream, context));
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, responseStream, context);
    }
}
