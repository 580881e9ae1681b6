using System.Globalization;

namespace Orchestrator.Benchmarks;

/// <summary>How the benchmark is run.</summary>
/// <param name="Quick">Under a minute: one round, short, and without what takes long.</param>
/// <param name="Json">Prints the sheet as JSON instead of tables.</param>
/// <param name="Only">Sections to run; empty for all.</param>
/// <param name="Report">Folder into which JSON and plots are written; null to write none.</param>
/// <param name="Scale">Actors of the big plant of <c>growth</c>.</param>
/// <param name="Seconds">Counted in each round.</param>
/// <param name="Rounds">Interleaved rounds, of which the median counts.</param>
/// <param name="Peers">Whether <c>steps</c> measures others beside the product.</param>
internal sealed record Options(bool Quick, bool Json, string[] Only, string? Report, int Scale, double Seconds, int Rounds, bool Peers)
{
    public const string Sections = "steps, single, open, overload, growth, recovery, wide, parts";

    public static string Help => Tongue.Say(
        $"""
        用法：./orchestrator bench [--quick] [--json] [--only 名称[,名称…]] [--no-peers] [--scale 对象数] [--seconds 秒] [--report 文件夹] [--lang zh|en]

        自行启动 PostgreSQL 和 serve，由独立进程经 gRPC 加载；同类软件在同一次运行中轮流测量，三轮取中位数。

          --quick          一分钟以内：一轮、时间短，只测 steps 和 single
          --json           以 JSON 输出
          --only 名称      只测这些部分：{Sections}
          --no-peers       steps 只测本产品（用于剖析）
          --scale 数       growth、recovery 的对象数，以及 wide 中一个批次的最多事实数（缺省 20000；目标为 1000000）
          --seconds 秒     每轮计时的秒数（缺省 10）
          --report 文件夹  另外写入 benchmarks.json 和图（SVG）
        """,
        $"""
        Usage: ./orchestrator bench [--quick] [--json] [--only NAME[,NAME…]] [--no-peers] [--scale ACTORS] [--seconds S] [--report FOLDER] [--lang zh|en]

        Starts a PostgreSQL and the server of its own and loads it over gRPC from another process; peers are measured in turn in the same run, medians of three rounds.

          --quick          under a minute: one short round of steps and single
          --json           prints JSON
          --only NAME      only these sections: {Sections}
          --no-peers       steps measures the product alone, to look at it with a profiler
          --scale N        actors of growth and recovery, and the most facts of one batch in wide (20000 unless told otherwise;
                           the targets are for 1000000)
          --seconds S      counted in each round (10 unless told otherwise)
          --report FOLDER  writes benchmarks.json and the plots (SVG) too
        """);

    /// <summary>Reads the command line; the language first.</summary>
    /// <exception cref="ArgumentException">It cannot be understood; the message says what is wrong.</exception>
    public static Options Read(string[] args)
    {
        string? language = null, report = null;
        var (quick, json, peers, scale, only) = (false, false, true, 20_000, Array.Empty<string>());
        double? seconds = null;
        for (var at = 0; at < args.Length; at++)
        {
            var (name, given) = args[at].Split('=', 2) is [var left, var right] ? (left, right) : (args[at], null);
            string Value() => given ?? (++at < args.Length ? args[at] : throw new ArgumentException(Tongue.Say($"{name}：缺少值", $"{name}: a value is missing")));
            switch (name)
            {
                case "--quick":
                    quick = true;
                    break;
                case "--no-peers":
                    peers = false;
                    break;
                case "--json":
                    json = true;
                    break;
                case "--only":
                    only = Value().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                    break;
                case "--report":
                    report = Value();
                    break;
                case "--scale":
                    scale = int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var actors) && actors >= 1000 ? actors : throw new ArgumentException(Tongue.Say("--scale：须为不小于 1000 的整数", "--scale: a whole number from 1000 up"));
                    break;
                case "--seconds":
                    seconds = double.TryParse(Value(), CultureInfo.InvariantCulture, out var given2) && given2 >= 1 ? given2 : throw new ArgumentException(Tongue.Say("--seconds：须为不小于 1 的数", "--seconds: a number from 1 up"));
                    break;
                case "--lang":
                    language = Value();
                    if (language is not ("zh" or "en"))
                        throw new ArgumentException(Tongue.Say("--lang：须为 zh 或 en", "--lang: zh or en"));
                    Tongue.Zh = language == "zh";
                    break;
                default:
                    throw new ArgumentException(Tongue.Say($"未知选项：{args[at]}", $"unknown option: {args[at]}"));
            }
        }

        if (only.FirstOrDefault(section => !Sections.Split(", ").Contains(section)) is { } unknown)
            throw new ArgumentException(Tongue.Say($"--only：没有「{unknown}」；可用的有：{Sections}", $"--only: there is no \"{unknown}\"; there are {Sections}"));
        return new Options(quick, json, only, report, scale, seconds ?? (quick ? 2 : 10), quick ? 1 : 3, peers);
    }

    /// <summary>Whether a section is to be run.</summary>
    public bool Runs(string section) => Only.Length > 0 ? Only.Contains(section) : !Quick || section is "steps" or "single";
}
