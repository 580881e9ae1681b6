using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.V1;

namespace Orchestrator.Crash.Tests.Outside;

/// <summary>What came of one sending.</summary>
internal abstract record Heard
{
    public sealed record Ruled(long Position, bool Granted, bool Repeated) : Heard;

    /// <summary>The server itself said that nothing was ruled.</summary>
    public sealed record Denied(string Why) : Heard;

    /// <summary>The server said that the id was used for another command.</summary>
    public sealed record UsedForAnother : Heard;

    /// <summary>Nobody knows: the connection broke, or nothing came in time.</summary>
    public sealed record Nothing(string Why) : Heard;
}

/// <summary>One of the server's doors, and how its answers are told apart.</summary>
internal interface IDoor
{
    Task<Heard> Send(Asked asked);
}

/// <summary>Plain HTTP and JSON, with nothing of ours on the client's side.</summary>
internal sealed class JsonDoor(Addresses addresses, TimeSpan patience) : IDoor
{
    private readonly HttpClient _http = new() { Timeout = patience };

    public async Task<Heard> Send(Asked asked)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(addresses.Web, $"/v1/{asked.Method}"));
            request.Content = new StringContent(JsonFormatter.Default.Format(asked.Request), Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFile.TokenOf(asked.Caller));
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Ruled(JsonDocument.Parse(body).RootElement),
                HttpStatusCode.UnprocessableEntity => Ruled(JsonDocument.Parse(body).RootElement.GetProperty("details").EnumerateArray().First(detail => detail.TryGetProperty("granted", out _))),
                HttpStatusCode.Conflict => new Heard.UsedForAnother(),
                HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => new Heard.Denied(body),
                HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError or (HttpStatusCode)499 => new Heard.Nothing(body),
                _ => throw new InvalidOperationException($"{asked.Mark} was answered {(int)response.StatusCode}: {body}"),
            };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return new Heard.Nothing(broken.Message);
        }
    }

    private static Heard.Ruled Ruled(JsonElement ruling) => new(
        long.Parse(ruling.GetProperty("position").GetString()!, CultureInfo.InvariantCulture), ruling.GetProperty("granted").GetBoolean(),
        ruling.TryGetProperty("repeated", out var repeated) && repeated.GetBoolean());
}

/// <summary>gRPC, as an MES speaks it.</summary>
internal sealed class GrpcDoor(Addresses addresses, TimeSpan patience) : IDoor
{
    private GrpcChannel? _channel;
    private Uri? _address;

    public async Task<Heard> Send(Asked asked)
    {
        try
        {
            return Ruled(await Call(asked));
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
        {
            return Ruled(failure.GetRpcStatus()!.GetDetail<Ruling>()!);
        }
        catch (RpcException failure)
        {
            return failure.StatusCode switch
            {
                StatusCode.AlreadyExists => new Heard.UsedForAnother(),
                // A status without an exception behind it came from the server.
                StatusCode.Unavailable or StatusCode.ResourceExhausted when failure.Status.DebugException is null => new Heard.Denied(failure.Status.Detail),
                StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown => new Heard.Nothing(failure.Status.ToString()),
                _ => throw new InvalidOperationException($"{asked.Mark} was answered {failure.Status}"),
            };
        }
    }

    private Task<Ruling> Call(Asked asked)
    {
        if (_channel is null || _address != addresses.Grpc)
        {
            _channel?.Dispose();
            _channel = GrpcChannel.ForAddress(_address = addresses.Grpc);
        }

        var options = new CallOptions(TokenFile.As(asked.Caller), DateTime.UtcNow + patience);
        return (asked.Request switch
        {
            EnterRoomRequest enter => new Manufacturing.ManufacturingClient(_channel).EnterRoomAsync(enter, options),
            LeaveRoomRequest leave => new Manufacturing.ManufacturingClient(_channel).LeaveRoomAsync(leave, options),
            RecordRoomDisinfectionRequest disinfect => new Equipment.EquipmentClient(_channel).RecordRoomDisinfectionAsync(disinfect, options),
            var other => throw new InvalidOperationException($"no call for {other.Descriptor.FullName}"),
        }).ResponseAsync;
    }

    private static Heard.Ruled Ruled(Ruling ruling) => new(ruling.Position, ruling.Granted, ruling.Repeated);
}
