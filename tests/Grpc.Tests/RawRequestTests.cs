using System.Net;
using Google.Protobuf;
using Grpc.Testing;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>What our server answers to requests that are malformed, hostile or not gRPC at all.</summary>
public sealed class RawRequestTests(OwnServer server) : IClassFixture<OwnServer>
{
    private const string Unary = "/grpc.testing.TestService/UnaryCall";
    private const string Empty = "/grpc.testing.TestService/EmptyCall";
    private const string Streaming = "/grpc.testing.TestService/StreamingInputCall";
    private const string Ok = "0";
    private const string ResourceExhausted = "8";
    private const string Unimplemented = "12";
    private const string Internal = "13";

    /// <summary>
    /// What a request gets whose bytes cannot be read. The specification says INTERNAL; grpc-dotnet says UNKNOWN where a decoder,
    /// rather than the framing, finds the fault.
    /// </summary>
#if PUBLISHED_PACKAGES
    private const string Undecodable = "2";
#else
    private const string Undecodable = Internal;
#endif

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/grpcx")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused_by_http(string? contentType)
    {
        var response = await new RawRequest(server.Address, Empty) { ContentType = contentType }.SendAsync(RawRequest.Frame(0, []));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Http);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task Every_spelling_of_the_content_type_is_served(string contentType)
    {
        var response = await new RawRequest(server.Address, Empty) { ContentType = contentType }.SendAsync(RawRequest.Frame(0, []));

        Assert.Equal((HttpStatusCode.OK, Ok), (response.Http, response.GrpcStatus));
        Assert.Equal(RawRequest.Frame(0, []), response.Body);
        Assert.Contains("grpc-status", response.Trailers.Keys);
    }

    [Fact]
    public async Task A_status_without_messages_is_in_the_headers()
    {
        var response = await new RawRequest(server.Address, "/grpc.testing.TestService/UnimplementedCall").SendAsync(RawRequest.Frame(0, []));

        Assert.Equal((HttpStatusCode.OK, Unimplemented), (response.Http, response.Headers["grpc-status"]));
        Assert.Empty(response.Body);
    }

    [Theory]
    [InlineData("/grpc.testing.TestService/NoSuchMethod")]
    [InlineData("/no.such.Service/Method")]
    public async Task An_unknown_path_is_unimplemented(string path)
    {
        var response = await new RawRequest(server.Address, path).SendAsync(RawRequest.Frame(0, []));

        Assert.Equal((HttpStatusCode.OK, Unimplemented), (response.Http, response.GrpcStatus));
    }

    [Fact]
    public async Task An_unknown_path_that_is_not_asked_as_grpc_is_not_found()
    {
        var response = await new RawRequest(server.Address, "/no.such.Service/Method") { ContentType = "text/plain" }.SendAsync([1]);

        Assert.Equal(HttpStatusCode.NotFound, response.Http);
    }

    [Fact]
    public async Task A_unary_request_without_a_message_is_malformed() =>
        Assert.Equal(Internal, (await new RawRequest(server.Address, Unary).SendAsync()).GrpcStatus);

    [Fact]
    public async Task A_second_message_in_a_unary_request_is_malformed() =>
        Assert.Equal(Internal, (await new RawRequest(server.Address, Empty)
            .SendAsync(RawRequest.Frame(0, []), RawRequest.Frame(0, []))).GrpcStatus);

    [Theory]
    [InlineData(Unary)]
    [InlineData(Streaming)]
    public async Task A_message_cut_short_is_malformed(string path)
    {
        var whole = RawRequest.Frame(0, new SimpleRequest { Payload = InteropService.Zeros(100) }.ToByteArray());

        foreach (var length in new[] { 1, 4, 5, 20, whole.Length - 1 })
            Assert.Equal(Internal, (await new RawRequest(server.Address, path).SendAsync(whole[..length])).GrpcStatus);
    }

    [Fact]
    public async Task A_flag_that_is_neither_0_nor_1_is_malformed() =>
        Assert.Equal(Undecodable, (await new RawRequest(server.Address, Empty).SendAsync(RawRequest.Frame(2, []))).GrpcStatus);

    [Fact]
    public async Task A_compressed_message_without_an_announced_encoding_is_malformed() =>
        Assert.Equal(Internal, (await new RawRequest(server.Address, Empty)
            .SendAsync(RawRequest.Frame(1, RawRequest.Gzip([])))).GrpcStatus);

    [Fact]
    public async Task Bytes_that_are_no_gzip_are_malformed() =>
        Assert.Equal(Undecodable, (await new RawRequest(server.Address, Empty).With("grpc-encoding", "gzip")
            .SendAsync(RawRequest.Frame(1, [1, 2, 3, 4]))).GrpcStatus);

    [Fact]
    public async Task Bytes_that_are_no_protobuf_are_malformed()
    {
        byte[] garbage = [0x1a, 0x7f, 0x01];

        var response = await new RawRequest(server.Address, Unary).SendAsync(RawRequest.Frame(0, garbage));

        Assert.Equal(Undecodable, response.GrpcStatus);
        Assert.DoesNotContain("protocol", response.GrpcMessage, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Fields_nobody_knows_are_skipped()
    {
        byte[] unknown = [0xfa, 0x7f, 0x02, 0x01, 0x02];

        Assert.Equal(Ok, (await new RawRequest(server.Address, Empty).SendAsync(RawRequest.Frame(0, unknown))).GrpcStatus);
    }

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_the_known_ones_are_listed()
    {
        var response = await new RawRequest(server.Address, Empty).With("grpc-encoding", "snappy").SendAsync(RawRequest.Frame(1, [1]));

        Assert.Equal(Unimplemented, response.GrpcStatus);
        Assert.Contains("gzip", response.Headers["grpc-accept-encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_over_the_limit_is_refused_before_its_bytes_arrive()
    {
        byte[] header = [0, 0x7f, 0xff, 0xff, 0xff];

        Assert.Equal(ResourceExhausted, (await new RawRequest(server.Address, Unary).SendAsync(header)).GrpcStatus);
    }

#if !PUBLISHED_PACKAGES
    // Three promises that grpc-dotnet does not make.
    [Fact]
    public async Task A_length_that_no_array_could_have_is_over_the_limit() =>
        Assert.Equal(ResourceExhausted, (await new RawRequest(server.Address, Unary).SendAsync([0, 0xff, 0xff, 0xff, 0xff])).GrpcStatus);

    [Fact]
    public async Task A_small_message_that_unpacks_to_a_large_one_is_refused()
    {
        var bomb = RawRequest.Gzip(new SimpleRequest { Payload = InteropService.Zeros(64 << 20) }.ToByteArray());
        Assert.True(bomb.Length < 1 << 20);

        var response = await new RawRequest(server.Address, Unary).With("grpc-encoding", "gzip").SendAsync(RawRequest.Frame(1, bomb));

        Assert.Equal(ResourceExhausted, response.GrpcStatus);
    }

    [Fact]
    public async Task The_shortest_deadline_passes() =>
        Assert.Equal("4", (await new RawRequest(server.Address, Empty).With("grpc-timeout", "1n")
            .With(InteropService.Misbehave, "wait").SendAsync(RawRequest.Frame(0, []))).GrpcStatus);
#endif

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("identity,gzip", 1)]
    [InlineData("identity,deflate", 0)]
    [InlineData("", 0)]
    public async Task A_response_is_compressed_for_those_who_accept_it(string accepted, byte flag)
    {
        var request = new SimpleRequest { ResponseSize = 1000, ResponseCompressed = new BoolValue { Value = true } };

        var response = await new RawRequest(server.Address, Unary).With("grpc-accept-encoding", accepted)
            .SendAsync(RawRequest.Frame(0, request.ToByteArray()));

        Assert.Equal((Ok, flag), (response.GrpcStatus, response.Body[0]));
        Assert.Equal(flag == 1 ? "gzip" : null, response.Headers.GetValueOrDefault("grpc-encoding"));
    }

    [Fact]
    public async Task A_message_that_asks_not_to_be_compressed_is_not()
    {
        var request = new SimpleRequest { ResponseSize = 1000, ResponseCompressed = new BoolValue { Value = false } };

        var response = await new RawRequest(server.Address, Unary).With("grpc-accept-encoding", "gzip")
            .SendAsync(RawRequest.Frame(0, request.ToByteArray()));

        Assert.Equal((Ok, 0), (response.GrpcStatus, response.Body[0]));
    }

    [Fact]
    public async Task A_status_message_is_percent_encoded_on_the_wire()
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 9, Message = "拒\n50%" } };

        var response = await new RawRequest(server.Address, Unary).SendAsync(RawRequest.Frame(0, request.ToByteArray()));

        Assert.Equal(("9", "%E6%8B%92%0A50%25"), (response.GrpcStatus, response.GrpcMessage));
    }

    [Theory]
    [InlineData("q6ur")]
    [InlineData("q6s=")]
    [InlineData("q6s")]
    public async Task Binary_metadata_is_read_with_and_without_padding(string base64)
    {
        var response = await new RawRequest(server.Address, Unary).With(InteropService.EchoTrailing, base64)
            .SendAsync(RawRequest.Frame(0, []));

        Assert.Equal(Ok, response.GrpcStatus);
        Assert.Equal(base64.TrimEnd('='), response.Trailers[InteropService.EchoTrailing].TrimEnd('='));
    }

    [Theory]
    [InlineData("100u")]
    [InlineData("20m")]
    public async Task A_deadline_is_answered_while_the_service_still_waits(string timeout) =>
        Assert.Equal("4", (await new RawRequest(server.Address, Empty).With("grpc-timeout", timeout)
            .With(InteropService.Misbehave, "wait").SendAsync(RawRequest.Frame(0, []))).GrpcStatus);

    [Theory]
    [InlineData("1H")]
    [InlineData("99999999H")]
    [InlineData("5M")]
    [InlineData("12S")]
    [InlineData("soon")]
    [InlineData("-1S")]
    [InlineData("1")]
    public async Task A_deadline_far_away_or_unreadable_does_not_hinder(string timeout) =>
        Assert.Equal(Ok, (await new RawRequest(server.Address, Empty).With("grpc-timeout", timeout)
            .SendAsync(RawRequest.Frame(0, []))).GrpcStatus);
}
