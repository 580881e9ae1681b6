using Orchestrator.Cli.Terminal;

namespace Orchestrator.Simulation;

/// <summary>What can be asked of the simulation.</summary>
internal static class HelpPage
{
    public static string Text(Language language) => language.Of(
        """
        用法：./orchestrator simulate --seed N [--days D] [--faults F] [--counts] [--to-the-end] [--lang zh|en]
              ./orchestrator simulate --ci
              ./orchestrator simulate --forever [--seed N] [--turns T] [--days D] [--faults F]
              ./orchestrator simulate --replay FILE
              ./orchestrator simulate --invariants

          --seed N      随机种子（0 以上的整数）；同一种子得到同一日志。--forever 从此种子起
          --days D      模拟的天数，1 至 365，单个种子默认 20
          --faults F    故障档：gentle staged rough crashes storm clocks people 之一，或自己的文件；默认 rough
          --counts      逐项列出获准、拒绝、规则和每种拒绝的一例
          --to-the-end  违反后不停止，运行到最后一天
          --ci          测试所用的种子群，约三分钟；末行为「N passed, N failed, N skipped」
          --forever     不停地运行新种子，直到违反某个不变式、按 Ctrl-C 或满 T 个回合
          --turns T     满 T 个回合即止
          --replay F    重放一个脚本文件
          --scripts D   违反时脚本写入此文件夹，默认当前文件夹
          --invariants  列出全部不变式（docs/validation/INVARIANTS.md）

        违反某个不变式的种子会缩短为仍然违反它的最短脚本，打印并写入文件。
        """,
        """
        Usage: ./orchestrator simulate --seed N [--days D] [--faults F] [--counts] [--to-the-end] [--lang zh|en]
               ./orchestrator simulate --ci
               ./orchestrator simulate --forever [--seed N] [--turns T] [--days D] [--faults F]
               ./orchestrator simulate --replay FILE
               ./orchestrator simulate --invariants

          --seed N      seed of chance (an integer from 0); the same seed gives the same journal. --forever begins with it
          --days D      simulated days, 1 to 365; of a single seed 20 unless said
          --faults F    a fault profile: one of gentle staged rough crashes storm clocks people, or a file of your own; rough unless said
          --counts      lists what was granted and refused, by which rules, and one example of each refusal
          --to-the-end  goes on to the last day after a promise was broken
          --ci          the swarm of seeds that belongs to the tests, about three minutes; the last line is "N passed, N failed, N skipped"
          --forever     runs new seeds until a promise is broken, Ctrl-C is pressed, or T turns are reached
          --turns T     ends after T turns
          --replay F    plays a script out of a file
          --scripts D   where the script of a broken seed is written; the current folder unless said
          --invariants  lists every invariant (docs/validation/INVARIANTS.md)

        A seed that breaks a promise is cut down to the shortest script that still does, which is printed and written to a file.
        """);
}
