namespace Grpc.Core;

/// <summary>What all four kinds of call can tell of themselves; asks the transport only when somebody wants to know.</summary>
internal readonly struct CallState
{
    private readonly object? _state;
    private readonly object _headers;
    private readonly Delegate _status;
    private readonly Delegate _trailers;
    private readonly Delegate _dispose;

    internal CallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
    }

    internal CallState(
        Func<object, Task<Metadata>> headers, Func<object, Status> status,
        Func<object, Metadata> trailers, Action<object> dispose, object state)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
        _state = state;
    }

    internal Task<Metadata> Headers =>
        _state is null ? (Task<Metadata>)_headers : ((Func<object, Task<Metadata>>)_headers)(_state);

    internal Status Status => _state is null ? ((Func<Status>)_status)() : ((Func<object, Status>)_status)(_state);

    internal Metadata Trailers =>
        _state is null ? ((Func<Metadata>)_trailers)() : ((Func<object, Metadata>)_trailers)(_state);

    internal void Dispose()
    {
        if (_state is null)
            ((Action)_dispose)();
        else
            ((Action<object>)_dispose)(_state);
    }
}
