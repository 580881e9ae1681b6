using Spectre.Console;

namespace Orchestrator.Cli.Terminal;

/// <summary>The plant's status words in both languages, each in the colour of what it asks of a person.</summary>
internal static class Labels
{
    private static readonly Dictionary<string, (string Zh, string En, string Colour)> Words = new(StringComparer.Ordinal)
    {
        ["Unknown"] = ("未知", "unknown", "grey"),
        ["Created"] = ("已创建", "created", "blue"),
        ["InProcess"] = ("生产中", "in process", "green"),
        ["Harvested"] = ("已收获", "harvested", "green"),
        ["Cancelled"] = ("已取消", "cancelled", "grey"),
        ["Terminated"] = ("已终止", "terminated", "red"),
        ["Discarded"] = ("已销毁", "discarded", "grey"),
        ["Running"] = ("进行中", "running", "green"),
        ["Held"] = ("暂停", "held", "yellow"),
        ["Complete"] = ("完成", "complete", "default"),
        ["Aborted"] = ("中止", "aborted", "red"),
        ["Cleared"] = ("已清场", "cleared", "green"),
        ["Reserved"] = ("已预留", "reserved", "blue"),
        ["Occupied"] = ("占用", "occupied", "yellow"),
        ["InService"] = ("使用中", "in service", "green"),
        ["Suspended"] = ("暂停使用", "suspended", "red"),
        ["Connected"] = ("已连接", "connected", "green"),
        ["Disconnected"] = ("已断开", "disconnected", "yellow"),
        ["New"] = ("未安装", "no kit", "default"),
        ["Installed"] = ("已安装", "kit mounted", "blue"),
        ["ClosedVerified"] = ("已确认密闭", "verified closed", "green"),
        ["Opened"] = ("已打开", "opened", "yellow"),
        ["Reclosed"] = ("已恢复密闭", "reclosed", "green"),
        ["Breached"] = ("意外开启", "breached", "red"),
        ["InUse"] = ("使用中", "in use", "yellow"),
        ["Available"] = ("可用", "available", "green"),
        ["ToBeCleaned"] = ("待清洁", "to be cleaned", "yellow"),
        ["Down"] = ("停用", "out of service", "red"),
        ["Idle"] = ("空闲", "idle", "default"),
        ["Ready"] = ("就绪", "ready", "green"),
        ["Decontaminating"] = ("去污染中", "decontaminating", "blue"),
        ["Loading"] = ("装入中", "loading", "yellow"),
        ["Unloading"] = ("取出中", "unloading", "yellow"),
        ["ToBeDecontaminated"] = ("待去污染", "to be decontaminated", "yellow"),
        ["IntegrityFailed"] = ("完整性不合格", "integrity failed", "red"),
        ["Free"] = ("空", "free", "green"),
        ["ToBeDisinfected"] = ("待消毒", "to be disinfected", "yellow"),
        ["ToBeCleared"] = ("待清场", "to be cleared", "yellow"),
    };

    /// <summary>A status as markup; a word that is not known here is shown as it is.</summary>
    public static string Status(Screen screen, string status) => Words.TryGetValue(status, out var word)
        ? $"[{word.Colour}]{Markup.Escape(screen.Text(word.Zh, word.En))}[/]"
        : Markup.Escape(status);

    /// <summary>What rules and lists show as values, where it is a word of ours and neither a name nor a figure.</summary>
    private static readonly Dictionary<string, (string Zh, string En)> Values = new(StringComparer.Ordinal)
    {
        ["Unknown"] = ("未知", "unknown"),
        ["unknown"] = ("未知", "unknown"),
        ["none"] = ("无", "none"),
        ["yes"] = ("是", "yes"),
        ["no"] = ("否", "no"),
        ["true"] = ("是", "yes"),
        ["false"] = ("否", "no"),
        ["NegativeScreened"] = ("检测阴性", "screened negative"),
        ["Positive"] = ("阳性", "positive"),
        ["Closed"] = ("密闭", "closed"),
        ["ClosedPuncture"] = ("密闭穿刺", "closed, punctured"),
        ["Culture"] = ("培养", "culture"),
        ["NonCulture"] = ("非培养", "non-culture"),
        ["ALLOW"] = ("允许", "allowed"),
        ["COND"] = ("满足条件时允许", "on conditions"),
        ["COND+RA"] = ("满足条件并经风险评估时允许", "on conditions, with a risk assessment"),
        ["REFUSE"] = ("拒绝", "refused"),
        ["REFUSE!"] = ("拒绝，且无例外途径", "refused, without exception"),
        ["Step"] = ("步骤清场", "step"),
        ["Changeover"] = ("换批清场", "changeover"),
        ["Leak"] = ("泄漏测试", "leak test"),
        ["Gloves"] = ("手套测试", "glove test"),
        ["Room"] = ("操作间", "room"),
        ["Area"] = ("生产区域", "area"),
        ["ClosedSystem"] = ("密闭系统", "closed system"),
        ["Isolator"] = ("隔离器", "isolator"),
        ["Cabinet"] = ("生物安全柜", "biosafety cabinet"),
        ["Incubator"] = ("培养箱", "incubator"),
        ["Empty"] = ("空", "empty"),
        ["Filled"] = ("已灌装", "filled"),
        ["Stored"] = ("已存放", "stored"),
        ["Parked"] = ("已定位放置", "parked"),
        ["Consumed"] = ("已用完", "consumed"),
        ["Destroyed"] = ("已销毁", "destroyed"),
        ["Printed"] = ("已打印", "printed"),
        ["ReadBack"] = ("已回读", "read back"),
        ["Applied"] = ("已贴附", "applied"),
        ["Verified"] = ("已核对", "verified"),
        ["Voided"] = ("已作废", "voided"),
        ["Received"] = ("已接收", "received"),
        ["Accepted"] = ("已接受", "accepted"),
        ["Bound"] = ("已绑定", "bound"),
        ["Rejected"] = ("不合格", "rejected"),
        ["Released"] = ("已放行", "released"),
        ["Quarantine"] = ("待验", "quarantine"),
        ["Performed"] = ("已完成，待复核", "performed"),
        ["Approved"] = ("已复核", "approved"),
        ["Expired"] = ("已失效", "expired"),
        ["Passed"] = ("合格", "passed"),
        ["Failed"] = ("不合格", "failed"),
        ["failed"] = ("不合格", "failed"),
        ["passed"] = ("合格", "passed"),
        ["SignalLost"] = ("信号中断", "signal lost"),
        ["NeverRead"] = ("从未读取", "never read"),
        ["InForce"] = ("有效", "in force"),
        ["Reopened"] = ("待复审", "reopened"),
        ["Revoked"] = ("已撤销", "revoked"),
        ["settled"] = ("已生效、已批准或已撤回", "in force, approved or withdrawn already"),
        ["Outside"] = ("在区域外", "outside"),
        ["Away"] = ("暂离", "away"),
        ["Inside"] = ("在操作间内", "inside"),
        ["Working"] = ("操作中", "working"),
        ["Cell"] = ("细胞", "cell"),
        ["Vector"] = ("载体", "vector"),
        ["PathogenDedicated"] = ("病原体专用", "pathogen-dedicated"),
        ["Ducted"] = ("独立排风", "ducted"),
        ["IntoRoom"] = ("排入操作间", "into the room"),
        ["Mounted"] = ("预连接", "mounted"),
        ["SterileConnector"] = ("无菌连接器", "sterile connector"),
        ["SterileWeld"] = ("无菌接管", "sterile weld"),
        ["ClosedTransfer"] = ("密闭转移", "closed transfer"),
        ["Ambient"] = ("敞口", "ambient"),
        ["Exposing"] = ("暴露", "exposing"),
        ["Commercial"] = ("商业生产", "commercial"),
        ["Clinical"] = ("临床试验", "clinical"),
        ["Validation"] = ("验证", "validation"),
        ["Running"] = ("进行中", "running"),
        ["media-fill"] = ("无菌工艺模拟试验", "media fill"),
        ["aseptic-qualification"] = ("无菌操作资格", "aseptic qualification"),
        ["authorisation"] = ("授权", "authorisation"),
        ["calibration"] = ("校准", "calibration"),
        ["clearance"] = ("清场", "clearance"),
        ["decontamination"] = ("去污染", "decontamination"),
        ["disinfection"] = ("消毒", "disinfection"),
        ["hold-time"] = ("保存时限", "hold time"),
        ["integrity"] = ("完整性检查", "integrity check"),
        ["kit"] = ("套件", "kit"),
        ["material"] = ("物料", "material"),
        ["override"] = ("例外", "override"),
        ["qualification"] = ("确认", "qualification"),
        ["reserved"] = ("预留", "reserved"),
        ["risk-assessment"] = ("风险评估", "risk assessment"),
        ["step"] = ("步骤", "step"),
        ["training"] = ("培训", "training"),
        ["uncleaned"] = ("待清洁", "to be cleaned"),
        ["uncleared"] = ("待清场", "to be cleared"),
        ["undecontaminated"] = ("待去污染", "to be decontaminated"),
        ["unverified"] = ("待确认密闭", "to be verified"),
        ["vessel"] = ("容器", "vessel"),
        ["window"] = ("时间窗", "window"),
        ["batch"] = ("批次", "batch"),
        ["reading"] = ("读数", "reading"),
        ["segregation"] = ("隔离判定", "segregation"),
        ["Create"] = ("创建", "create"),
        ["Cancel"] = ("取消", "cancel"),
        ["Terminate"] = ("终止", "terminate"),
        ["Discard"] = ("销毁", "discard"),
        ["StartStep"] = ("开始步骤", "start a step"),
        ["CompleteStep"] = ("完成步骤", "complete a step"),
        ["PauseStep"] = ("暂停步骤", "pause a step"),
        ["ResumeStep"] = ("恢复步骤", "resume a step"),
        ["RepeatStep"] = ("重复步骤", "repeat a step"),
        ["Execute"] = ("运行", "execute"),
        ["Prepared"] = ("已准备", "prepared"),
        ["SafeState"] = ("安全状态", "safe state"),
        ["Locked"] = ("已锁闭", "locked"),
        ["Unlocked"] = ("已解锁", "unlocked"),
        ["Waiting"] = ("待发送", "waiting"),
        ["InDoubt"] = ("结果不明", "in doubt"),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Kinds = new(StringComparer.Ordinal)
    {
        ["plant"] = ("工厂", "plant"),
        ["product"] = ("品种", "products"),
        ["recipe"] = ("工艺规程", "recipes"),
        ["batch"] = ("批次", "batches"),
        ["area"] = ("生产区域", "areas"),
        ["room"] = ("操作间", "rooms"),
        ["isolator"] = ("隔离器", "isolators"),
        ["cabinet"] = ("生物安全柜", "cabinets"),
        ["incubator"] = ("培养箱", "incubators"),
        ["closed-system"] = ("密闭系统", "closed systems"),
        ["equipment"] = ("设备", "equipment"),
        ["sensor"] = ("传感器", "sensors"),
        ["line"] = ("生产线", "lines"),
        ["operator"] = ("人员", "people"),
        ["controller"] = ("控制器", "controllers"),
        ["risk-assessment"] = ("风险评估", "risk assessments"),
        ["policy-override"] = ("例外", "overrides"),
    };

    /// <summary>A value in the language; what is a name, a figure or unknown here is shown as it is.</summary>
    /// <param name="name">What the value is of: "open" is said otherwise of a system than of a door.</param>
    public static string Value(Screen screen, string value, string name = "")
    {
        if (value == "Open")
            return name.EndsWith("xposure", StringComparison.Ordinal) ? screen.Text("非密闭", "open") : screen.Text("打开", "open");
        if (Values.TryGetValue(value, out var said))
            return screen.Text(said.Zh, said.En);
        if (Words.TryGetValue(value, out var status))
            return screen.Text(status.Zh, status.En);
        string[] parts = value.Split(", ");
        return parts.Length > 1 && parts.Any(part => Values.ContainsKey(part) || Words.ContainsKey(part)) ? string.Join(", ", parts.Select(part => Value(screen, part, name))) : value;
    }

    /// <summary>The things of a kind of actor.</summary>
    public static string Kind(Screen screen, string kind) => Kinds.TryGetValue(kind, out var said) ? screen.Text(said.Zh, said.En) : kind;

    /// <summary>A UCUM unit as people write it; the number 1 is no unit.</summary>
    public static string Unit(string ucum) => ucum switch
    {
        "1" => "",
        "Cel" => "°C",
        _ when ucum.StartsWith("10*", StringComparison.Ordinal) => $"×10{string.Concat(ucum[3..].TakeWhile(char.IsAsciiDigit).Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}{string.Concat(ucum[3..].SkipWhile(char.IsAsciiDigit))}",
        _ => ucum,
    };
}
