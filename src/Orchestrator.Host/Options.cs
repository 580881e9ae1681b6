using Orchestrator.Api.Doors;

namespace Orchestrator.Host;

/// <summary>Options of a command line: <c>--name value</c> or <c>--name=value</c>, each once, none that is not known.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">What cannot be understood, and the help that would have told.</exception>
    public Options(string[] args, string help, params string[] known)
    {
        Help = help;
        for (var at = 0; at < args.Length; at++)
        {
            var (name, value) = args[at].Split('=', 2) is [var left, var right] ? (left, right) : (args[at], null);
            if (!known.Contains(name))
                throw Wrong(name, "没有这个选项", "is not an option");
            if (value is null && ++at == args.Length)
                throw Wrong(name, "后面缺少值", "needs a value");
            if (!_given.TryAdd(name, value ?? args[at]))
                throw Wrong(name, "只能给出一次", "is given twice");
        }
    }

    public string Help { get; }

    public string? this[string name] => _given.GetValueOrDefault(name);

    /// <summary>Asks for several at once, so that a person hears of all that is missing.</summary>
    public void Need(params string[] names)
    {
        var missing = names.Where(name => string.IsNullOrEmpty(this[name])).ToList();
        if (missing.Count > 0)
            throw Wrong(string.Join(", ", missing), "必须给出", missing.Count == 1 ? "is needed" : "are needed");
    }

    public string Needed(string name) => this[name] is { Length: > 0 } value ? value : throw Wrong(name, "必须给出", "is needed");

    public UsageException Wrong(string name, string zh, string en) => new($"{name}: {Tongue.Say(zh, en)}\n{Help}");
}

/// <summary>A command line that cannot be understood; the message is for the person who wrote it.</summary>
internal sealed class UsageException(string message) : Exception(message);
