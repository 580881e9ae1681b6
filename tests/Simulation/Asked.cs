using System.Globalization;
using Orchestrator.Simulation.Faults;

namespace Orchestrator.Simulation;

/// <summary>What is to be done.</summary>
internal enum Job
{
    None,
    Help,
    One,
    Ci,
    Forever,
    Replay,
    Invariants,
}

/// <summary>The command line, understood or not.</summary>
internal sealed record Asked(Job Job, (string Zh, string En)? Wrong = null)
{
    public const int DaysDefault = 20;
    public const int DaysMax = 365;

    public int Seed { get; init; }

    /// <summary>Null where nobody said.</summary>
    public int? Days { get; init; }

    /// <summary>Null where nobody said.</summary>
    public FaultProfile? Profile { get; init; }

    public bool Counts { get; init; }

    public bool ToTheEnd { get; init; }

    /// <summary>Where scripts of broken seeds are written.</summary>
    public string Scripts { get; init; } = ".";

    public string File { get; init; } = "";

    /// <summary>After how many turns a swarm ends; null for never.</summary>
    public long? Turns { get; init; }

    public static Asked Read(string[] args)
    {
        var asked = new Asked(args.Length == 0 ? Job.Help : Job.None);
        for (var at = 0; at < args.Length && asked.Wrong is null; at++)
        {
            var value = args.ElementAtOrDefault(at + 1);
            switch (args[at])
            {
                case "--help" or "-h" or "help":
                    return asked with { Job = Job.Help };
                case "--ci":
                    asked = asked with { Job = Job.Ci };
                    break;
                case "--forever":
                    asked = asked with { Job = Job.Forever };
                    break;
                case "--invariants":
                    asked = asked with { Job = Job.Invariants };
                    break;
                case "--counts":
                    asked = asked with { Counts = true };
                    break;
                case "--to-the-end":
                    asked = asked with { ToTheEnd = true };
                    break;
                case var lang when lang.StartsWith("--lang=", StringComparison.Ordinal):
                    break;
                case "--lang":
                    at++;
                    break;
                case "--replay" when value is not null:
                    asked = asked with { Job = Job.Replay, File = value };
                    at++;
                    break;
                case "--scripts" when value is not null:
                    asked = Directory.Exists(value) ? asked with { Scripts = value } : asked with { Wrong = ($"没有文件夹「{value}」。", $"There is no folder \"{value}\".") };
                    at++;
                    break;
                case "--faults" when value is not null:
                    asked = asked.With(value);
                    at++;
                    break;
                case "--seed":
                    asked = Number(value, 0, int.MaxValue) is { } seed
                        ? asked with { Seed = (int)seed, Job = asked.Job == Job.None ? Job.One : asked.Job }
                        : asked with { Wrong = ($"--seed 后应为 0 以上的整数，而不是「{value}」。", $"--seed takes an integer from 0, not \"{value}\".") };
                    at++;
                    break;
                case "--days":
                    asked = Number(value, 1, DaysMax) is { } days
                        ? asked with { Days = (int)days }
                        : asked with { Wrong = ($"--days 后应为 1 至 {DaysMax} 的整数，而不是「{value}」。", $"--days takes an integer from 1 to {DaysMax}, not \"{value}\".") };
                    at++;
                    break;
                case "--turns":
                    asked = Number(value, 1, long.MaxValue) is { } turns
                        ? asked with { Turns = turns }
                        : asked with { Wrong = ($"--turns 后应为 1 以上的整数，而不是「{value}」。", $"--turns takes an integer from 1, not \"{value}\".") };
                    at++;
                    break;
                case "--replay" or "--scripts" or "--faults":
                    asked = asked with { Wrong = ($"{args[at]} 后缺少内容。", $"Something is missing after {args[at]}.") };
                    break;
                default:
                    asked = asked with { Wrong = ($"不认识「{args[at]}」。", $"\"{args[at]}\" is not known here.") };
                    break;
            }
        }

        return asked.Wrong is null && asked.Job == Job.None ? asked with { Wrong = ("缺少 --seed N、--ci、--forever 或 --replay FILE。", "--seed N, --ci, --forever or --replay FILE is missing.") } : asked;
    }

    /// <summary>A profile by its name, or out of a file.</summary>
    private Asked With(string nameOrFile)
    {
        if (FaultProfile.BuiltinNames.Contains(nameOrFile))
            return this with { Profile = FaultProfile.Builtin(nameOrFile) };
        if (!System.IO.File.Exists(nameOrFile))
        {
            var names = string.Join(' ', FaultProfile.BuiltinNames);
            return this with { Wrong = ($"没有名为「{nameOrFile}」的故障档，也没有这个文件。已有：{names}。", $"There is no fault profile and no file \"{nameOrFile}\". Known are: {names}.") };
        }

        var read = FaultFile.Read(nameOrFile, System.IO.File.ReadAllText(nameOrFile));
        return read.Document is { } profile
            ? this with { Profile = profile }
            : this with
            {
                Wrong = (
                    string.Join('\n', read.Findings.Select(finding => $"{finding.File}:{finding.Line}:{finding.Column} {finding.Zh} {finding.FixZh}")),
                    string.Join('\n', read.Findings.Select(finding => $"{finding.File}:{finding.Line}:{finding.Column} {finding.En} {finding.FixEn}"))),
            };
    }

    private static long? Number(string? text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
