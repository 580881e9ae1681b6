using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>What service code may rely on: its instance, its context, its interceptors, and that nothing of it leaks to callers.</summary>
public sealed class ServiceTests : IAsyncLifetime
{
    private readonly OwnServer _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_unforeseen_exception_keeps_its_secrets()
    {
        await _server.StartAsync(_ => { });

        var failed = await FailureAsync("throw");

        Assert.Equal(StatusCode.Unknown, failed.StatusCode);
        Assert.DoesNotContain("secret", failed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unforeseen_exception_is_told_in_full_where_that_is_allowed()
    {
        await _server.StartAsync(options => options.EnableDetailedErrors = true);

        var failed = await FailureAsync("throw");

        Assert.Equal(StatusCode.Unknown, failed.StatusCode);
        Assert.Contains("InvalidOperationException: a secret of the server's", failed.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_returns_nothing_does_not_succeed()
    {
        await _server.StartAsync(_ => { });

        Assert.Equal(StatusCode.Cancelled, (await FailureAsync("null")).StatusCode);
    }

    [Fact]
    public async Task A_trailer_that_no_header_can_carry_does_not_pass_for_success()
    {
        await _server.StartAsync(_ => { });

        Assert.NotEqual(StatusCode.OK, (await FailureAsync("unfit-trailer")).StatusCode);
    }

    [Fact]
    public async Task A_message_of_five_megabytes_is_over_the_limit_unless_that_is_set()
    {
        await _server.StartAsync(_ => { });

        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(new SimpleRequest { Payload = InteropService.Zeros(5 << 20) }));
        Assert.Equal(StatusCode.OK, await StatusAsync(new SimpleRequest { Payload = InteropService.Zeros(3 << 20) }));
    }

    [Fact]
    public async Task A_rich_error_arrives_with_its_details()
    {
        await _server.StartAsync(_ => { });

        var failed = await FailureAsync("rich");

        Assert.Equal(StatusCode.FailedPrecondition, failed.StatusCode);
        Assert.Equal(InteropService.RichError(), failed.GetRpcStatus());
        Assert.Equal("R-101", failed.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["room"]);
        Assert.Null(failed.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>());
    }

    [Fact]
    public async Task Limits_hold_for_what_is_received_and_what_is_sent()
    {
        await _server.StartAsync(options =>
        {
            options.MaxReceiveMessageSize = 1000;
            options.MaxSendMessageSize = 1000;
        });

        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(new SimpleRequest { Payload = InteropService.Zeros(1000) }));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(new SimpleRequest { ResponseSize = 1000 }));
        Assert.Equal(StatusCode.OK, await StatusAsync(new SimpleRequest { ResponseSize = 900, Payload = InteropService.Zeros(900) }));
    }

    [Fact]
    public async Task A_client_holds_to_its_own_limits()
    {
        await _server.StartAsync(_ => { });
        using var channel = _server.Open(new GrpcChannelOptions { MaxReceiveMessageSize = 1000, MaxSendMessageSize = 1000 });
        var client = new TestService.TestServiceClient(channel);

        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(new SimpleRequest { Payload = InteropService.Zeros(1000) }, client));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(new SimpleRequest { ResponseSize = 1000 }, client));
        Assert.Equal(StatusCode.OK, await StatusAsync(new SimpleRequest { ResponseSize = 900, Payload = InteropService.Zeros(900) }, client));
    }

    [Fact]
    public async Task No_limit_means_none()
    {
        await _server.StartAsync(options => options.MaxReceiveMessageSize = null);
        using var channel = _server.Open(new GrpcChannelOptions { MaxReceiveMessageSize = null });

        var response = await new TestService.TestServiceClient(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = 20 << 20, Payload = InteropService.Zeros(12 << 20) });

        Assert.Equal(20 << 20, response.Payload.Body.Length);
    }

    [Fact]
    public async Task Each_call_has_its_own_instance_and_disposes_it()
    {
        var journal = new Journal();
        await _server.StartAsync(_ => { }, builder => builder.Services.AddSingleton(journal), app => app.MapGrpcService<Watched>());
        var client = new UnimplementedService.UnimplementedServiceClient(_server.Channel);

        await client.UnimplementedCallAsync(new Empty());
        await client.UnimplementedCallAsync(new Empty());

        Assert.Equal(["made", "/grpc.testing.UnimplementedService/UnimplementedCall", "disposed"], journal.Lines.Take(3));
        Assert.Equal(6, journal.Lines.Count);
    }

    [Fact]
    public async Task Server_interceptors_see_calls_outermost_first_and_may_refuse_them()
    {
        var journal = new Journal();
        await _server.StartAsync(
            options =>
            {
                options.Interceptors.Add<Noting>("outer");
                options.Interceptors.Add<Noting>("inner");
            },
            builder => builder.Services.AddSingleton(journal));

        await _server.Client.UnaryCallAsync(new SimpleRequest());
        using var duplex = _server.Client.FullDuplexCall();
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => _server.Client.UnaryCallAsync(new SimpleRequest(), new Metadata { { "x-refuse", "inner" } }).ResponseAsync);

        Assert.Equal(["outer UnaryCall", "inner UnaryCall", "outer FullDuplexCall", "inner FullDuplexCall"], journal.Lines.Take(4));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task Client_interceptors_see_calls_and_may_add_to_them()
    {
        await _server.StartAsync(_ => { });
        var invoker = _server.Channel.Intercept(headers =>
        {
            headers.Add(InteropService.EchoInitial, "added");
            return headers;
        });

        using var call = new TestService.TestServiceClient(invoker).UnaryCallAsync(new SimpleRequest());

        Assert.Equal("added", (await call.ResponseHeadersAsync).GetValue(InteropService.EchoInitial));
        await call;
    }

    [Fact]
    public async Task The_context_tells_of_the_caller()
    {
        await _server.StartAsync(_ => { });

        var response = await _server.Client.UnaryCallAsync(new SimpleRequest { FillUsername = true });

        Assert.StartsWith("ipv4:127.0.0.1:", response.Username, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_reach_every_method_of_a_service()
    {
        await _server.StartAsync(
            _ => { }, builder => builder.Services.AddSingleton(new Journal()),
            app => app.MapGrpcService<Watched>().WithMetadata("a convention"));
        var client = new UnimplementedService.UnimplementedServiceClient(_server.Channel);

        using var call = client.UnimplementedCallAsync(new Empty());
        await call;

        Assert.Equal("a convention", call.GetTrailers().GetValue("x-endpoint"));
    }

    private async Task<RpcException> FailureAsync(string misbehaviour) => await Assert.ThrowsAsync<RpcException>(
        () => _server.Client.EmptyCallAsync(new Empty(), new Metadata { { InteropService.Misbehave, misbehaviour } }).ResponseAsync);

    private async Task<StatusCode> StatusAsync(SimpleRequest request, TestService.TestServiceClient? client = null)
    {
        using var call = (client ?? _server.Client).UnaryCallAsync(request);
        try
        {
            await call;
        }
        catch (RpcException failed)
        {
            Assert.Equal(failed.StatusCode, call.GetStatus().StatusCode);
        }
        return call.GetStatus().StatusCode;
    }

    /// <summary>What happened inside the server, in order.</summary>
    private sealed class Journal
    {
        internal List<string> Lines { get; } = [];
    }

    private sealed class Watched : UnimplementedService.UnimplementedServiceBase, IDisposable
    {
        private readonly Journal _journal;

        public Watched(Journal journal)
        {
            _journal = journal;
            _journal.Lines.Add("made");
        }

        public override Task<Empty> UnimplementedCall(Empty request, ServerCallContext context)
        {
            _journal.Lines.Add(context.Method);
            if (context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<string>() is { } convention)
                context.ResponseTrailers.Add("x-endpoint", convention);
            return Task.FromResult(new Empty());
        }

        public void Dispose() => _journal.Lines.Add("disposed");
    }

    private sealed class Noting(string name, Journal journal) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Note(context);
            return continuation(request, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            Note(context);
            return continuation(requestStream, responseStream, context);
        }

        private void Note(ServerCallContext context)
        {
            journal.Lines.Add($"{name} {context.Method.Split('/')[^1]}");
            if (context.RequestHeaders.GetValue("x-refuse") == name)
                throw new RpcException(new Status(StatusCode.PermissionDenied, "Refused."));
        }
    }
}
