using System.Net.Sockets;
using Npgsql;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>What a failure of the database lets us conclude.</summary>
internal static class PostgresFaults
{
    /// <summary>The database, or the way to it, failed; anything else is a bug of ours and is not caught.</summary>
    public static bool IsOfTheStore(Exception failure) => failure is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>
    /// The database itself said that the statement failed and lived on: then its transaction has not come about. A session that
    /// was ended, or a connection that broke, says nothing about a commit that was under way.
    /// </summary>
    public static bool RolledBack(Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Work that may be tried again whatever becomes of it: a failure of the store is <see cref="JournalFault.Unavailable"/>.</summary>
    public static async Task<T> Repeatable<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfTheStore(failure))
        {
            throw Explained(JournalFault.Unavailable, failure);
        }
    }

    public static JournalException Explained(JournalFault fault, Exception failure) =>
        new(fault, failure is PostgresException refused ? $"PostgreSQL: {refused.MessageText} ({refused.SqlState})" : $"PostgreSQL: {failure.Message}", failure);
}
