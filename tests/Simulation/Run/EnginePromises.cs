using Orchestrator.Simulation.Check;

namespace Orchestrator.Simulation.Run;

/// <summary>What only somebody who sees the clients, the processes and the true time can judge; the journal alone does not show it.</summary>
public sealed class EnginePromises
{
    public Promise OneRuling { get; } = new("ENG-01", "engine", "the same command id has one ruling, whoever answers, however often it is asked", "同一指令编号只有一个裁定，无论由谁应答、问多少次");

    public Promise DurableFirst { get; } = new("ENG-02", "engine", "no answer escapes before its turn is in the journal", "裁定写入日志之前不作应答");

    public Promise OldEpochRefused { get; } = new("ENG-03", "engine", "a process that was succeeded writes nothing more", "被接管的进程不再写入任何内容");

    public Promise Goes { get; } = new("ENG-04", "engine", "every command is answered in the end", "每条指令最终都得到应答");

    public Promise LawAnswers { get; } = new("ENG-05", "law", "the law answers every command with a ruling", "法对每条指令都作出裁定");

    public Promise TrueTime { get; } = new("ENG-06", "engine", "no turn is stamped more than 5 s ahead of the true time, whatever a machine's clock says", "无论本机时钟如何，回合时刻不超前真实时间 5 秒");

    public IEnumerable<Promise> All => [OneRuling, DurableFirst, OldEpochRefused, Goes, LawAnswers, TrueTime];
}
