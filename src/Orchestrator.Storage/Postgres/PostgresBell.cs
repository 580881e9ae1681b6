using Npgsql;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// Rings when some plant has new turns: at once for appends of this process, by LISTEN for those of others. A notification
/// can be lost with its connection, so whoever waits looks for itself from time to time.
/// </summary>
internal sealed class PostgresBell : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _bell = NewBell();
    private Task? _listening;

    public PostgresBell(NpgsqlDataSource database) => _database = database;

    /// <summary>The next ring; taken before one looks, so that a turn in between still rings it.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
                _listening ??= Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
            return Volatile.Read(ref _bell).Task;
        }
    }

    public void Ring() => Interlocked.Exchange(ref _bell, NewBell()).SetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_listening is { } listening)
            await listening.ConfigureAwait(false);
        Ring();
        _stop.Dispose();
    }

    private async Task Listen()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _database.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
                connection.Notification += (_, _) => Ring();
                await using (var listen = new NpgsqlCommand($"LISTEN {PostgresWriter.Channel}", connection))
                    await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
                Ring();
                while (true)
                    await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (PostgresFaults.IsOfTheStore(failure))
            {
                await Task.Delay(Again, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
