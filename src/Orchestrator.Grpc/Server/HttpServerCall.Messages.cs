using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Messages in and out of one call.</summary>
internal sealed partial class HttpServerCall
{
    /// <summary>Reads the next request message; null at the end of the requests.</summary>
    /// <exception cref="RpcException">The bytes are malformed or too large.</exception>
    internal async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellation = default)
        where T : class
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var result = await body.ReadAsync(cancellation);
            if (result.IsCanceled)
                throw new OperationCanceledException();
            var buffer = result.Buffer;
            var examined = buffer.End;
            try
            {
                if (_frames.TryRead(ref buffer, marshaller, out var message, out _))
                {
                    examined = buffer.Start;
                    return message;
                }
                if (result.IsCompleted)
                    return buffer.IsEmpty ? null : throw Failure.Incomplete();
            }
            finally
            {
                body.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    /// <summary>Reads the only request message of a call that has one.</summary>
    /// <exception cref="RpcException">There is none, there are more, or the bytes are malformed or too large.</exception>
    internal async ValueTask<T> ReadOnlyMessageAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var message = await ReadAsync(marshaller) ?? throw Failure.Incomplete();
        var body = http.Request.BodyReader;
        var rest = await body.ReadAsync();
        var isMore = !rest.Buffer.IsEmpty;
        body.AdvanceTo(rest.Buffer.End);
        return isMore ? throw Failure.Malformed("Additional data after the message received.") : message;
    }

    /// <summary>Puts a response message behind the others, without flushing.</summary>
    /// <exception cref="InvalidOperationException">The call is over.</exception>
    internal void Write<T>(T message, Marshaller<T> marshaller)
    {
        lock (_gate)
        {
            if (_ended || IsGone)
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            WriteFrame(message, marshaller);
        }
    }

    /// <summary>Puts the response of a call that has one; nothing when the deadline has already answered.</summary>
    internal void WriteOnly<T>(T? message, Marshaller<T> marshaller)
        where T : class
    {
        if (message is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
        lock (_gate)
        {
            if (!_ended)
                WriteFrame(message, marshaller);
        }
    }

    internal ValueTask<FlushResult> FlushAsync(CancellationToken cancellation) =>
        http.Response.BodyWriter.FlushAsync(cancellation);

    private void WriteFrame<T>(T message, Marshaller<T> marshaller)
    {
        var isPlain = (WriteOptionsCore?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress;
        _writer.Write(
            message, marshaller, http.Response.BodyWriter, isPlain ? null : _responseEncoding, settings.ResponseLevel, settings.MaxSend);
        _wroteMessage = true;
    }
}
