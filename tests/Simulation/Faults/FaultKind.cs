namespace Orchestrator.Simulation.Faults;

/// <summary>What can go wrong on purpose; each has its opportunities, and a profile says how many of a million of them it takes.</summary>
public enum FaultKind
{
    Crash,
    CrashInAppend,
    Freeze,
    AppendRefused,
    AppendLost,
    AppendAnswerLost,
    AppendDoubled,
    JournalStall,
    ReadRefused,
    TakeoverRefused,
    TakeoverAnswerLost,
    RequestLost,
    RequestDoubled,
    RequestDelayed,
    AnswerLost,
    AnswerDelayed,
    AnswerForgotten,
    DryRun,
    ClockOff,
    ClockJump,
    OldIdAgain,
    OldIdReused,
    DoubleScan,
    SecondMes,
    ReportReplayed,
    ReportOutOfOrder,
    TwistedCommand,
    MadeUpCommand,
}

/// <summary>A fault as files and reports name it.</summary>
/// <param name="Opportunity">What there must be for it to happen.</param>
/// <param name="HasLength">True for a fault that lasts: a profile says how long at most.</param>
public sealed record FaultRow(FaultKind Kind, string Name, bool HasLength, string Opportunity, string En, string Zh);

/// <summary>Every fault of the simulation, a row each.</summary>
public static class FaultTable
{
#pragma warning disable format
    public static IReadOnlyList<FaultRow> Rows { get; } =
    [
        new(FaultKind.Crash,              "crash",                false, "await",       "the process dies at an await and the next takes the plant over",             "进程在某个 await 处终止，由下一进程接管"),
        new(FaultKind.CrashInAppend,      "crash-in-append",      false, "await",       "the process dies at an await while it waits for the journal",                "进程在等待日志时终止"),
        new(FaultKind.Freeze,             "freeze",               true,  "await",       "the process stands still, another takes over, and it wakes up later",       "进程停住，另一进程接管，它随后苏醒"),
        new(FaultKind.AppendRefused,      "append-refused",       false, "append",      "the journal refuses an append; nothing is written",                          "日志拒绝追加，未写入"),
        new(FaultKind.AppendLost,         "append-lost",          false, "append",      "an append is lost on its way and is in doubt; nothing is written",           "追加在途中丢失，结果存疑，未写入"),
        new(FaultKind.AppendAnswerLost,   "append-answer-lost",   false, "append",      "an append is written and its acknowledgement lost: it is in doubt",          "追加已写入而确认丢失，结果存疑"),
        new(FaultKind.AppendDoubled,      "append-doubled",       false, "append",      "an append reaches the journal twice",                                        "同一追加到达日志两次"),
        new(FaultKind.JournalStall,       "journal-stall",        true,  "journal call","the journal does not answer for a while",                                    "日志一段时间不应答"),
        new(FaultKind.ReadRefused,        "read-refused",         false, "read",        "the journal refuses to read",                                                "日志拒绝读取"),
        new(FaultKind.TakeoverRefused,    "takeover-refused",     false, "takeover",    "the journal refuses a takeover",                                             "日志拒绝接管"),
        new(FaultKind.TakeoverAnswerLost, "takeover-answer-lost", false, "takeover",    "a takeover is done and its acknowledgement lost",                            "接管已完成而确认丢失"),
        new(FaultKind.RequestLost,        "request-lost",         false, "request",     "a request is lost; the client sends it again under the same id",             "请求丢失，客户端以同一编号重发"),
        new(FaultKind.RequestDoubled,     "request-doubled",      false, "request",     "a request arrives twice",                                                    "同一请求到达两次"),
        new(FaultKind.RequestDelayed,     "request-delayed",      true,  "request",     "a request is overtaken by later ones, and may come after its repetition",    "请求被后发者超过，甚至晚于其重发"),
        new(FaultKind.AnswerLost,         "answer-lost",          false, "answer",      "an answer is lost; the client sends the request again",                      "应答丢失，客户端重发请求"),
        new(FaultKind.AnswerDelayed,      "answer-delayed",       true,  "answer",      "an answer is overtaken by later ones",                                       "应答被后发者超过"),
        new(FaultKind.AnswerForgotten,    "answer-forgotten",     false, "answer",      "a client forgets the answer it had and asks again",                          "客户端忘记已得的应答而再问"),
        new(FaultKind.DryRun,             "dry-run",              false, "command",     "somebody asks first what would be ruled; nothing is written",                "有人先试问裁定，不写入"),
        new(FaultKind.ClockOff,           "clock-off",            true,  "process",     "the clock of a new process is off, either way",                              "新进程的时钟偏快或偏慢"),
        new(FaultKind.ClockJump,          "clock-jump",           true,  "command",     "the clock of the process jumps, either way, and is set right later",         "进程时钟向前或向后跳，随后校正"),
        new(FaultKind.OldIdAgain,         "old-id-again",         false, "command",     "a command that was settled long ago comes again",                            "早已裁定的指令再次到来"),
        new(FaultKind.OldIdReused,        "old-id-reused",        false, "command",     "the id of a command that was settled long ago comes with another command",   "早已用过的编号带着另一指令到来"),
        new(FaultKind.DoubleScan,         "double-scan",          false, "command",     "a person scans twice: the same command under two ids",                       "人员重复扫码：同一指令两个编号"),
        new(FaultKind.SecondMes,          "second-mes",           false, "command",     "a second execution system sends the same step at the same moment",           "另一执行系统同时发来同一步骤"),
        new(FaultKind.ReportReplayed,     "report-replayed",      false, "delivery",    "a device delivers an old message once more",                                 "设备重放旧报文"),
        new(FaultKind.ReportOutOfOrder,   "report-out-of-order",  true,  "report",      "a device reports something older after something newer",                     "设备报告乱序"),
        new(FaultKind.TwistedCommand,     "twisted-command",      false, "command",     "before a sensible command comes the same with something in it exchanged",    "合理指令之前先来一条被改动的"),
        new(FaultKind.MadeUpCommand,      "made-up-command",      false, "command",     "a command without sense",                                                    "毫无意义的指令"),
    ];
#pragma warning restore format

    public static FaultRow Of(FaultKind kind) => Rows[(int)kind];

    public static FaultRow? Named(string name) => Rows.FirstOrDefault(row => row.Name == name);
}
