using Orchestrator.Api.Doors;

namespace Orchestrator.Host;

/// <summary>What the server's executable says of itself, in both languages.</summary>
internal static class HelpPages
{
    public static string All() => $"{Serve()}\n{Journal()}\norchestrator --version";

    public static string Serve() => Tongue.Say(
        """
        orchestrator serve --plant 工厂 --data 文件夹 --tokens 文件 [选项]

          --plant 工厂            工厂标识；日志以它命名
          --data 文件夹           SQLite 日志所在的文件夹（没有则新建）
          --journal 地址          改用 PostgreSQL 日志：postgres://用户@主机:端口/数据库；口令也可放在 PGPASSWORD 或 PGPASSFILE 中。
                                  先用 orchestrator journal upgrade 建立
          --tokens 文件           令牌文件：每个调用方的名称、令牌的 SHA-256、角色
          --grpc-port 7410        gRPC 端口；0 表示任选空闲端口
          --web-port 7411         JSON 与健康检查端口
          --address 127.0.0.1     监听地址
          --demo 时刻             演示工厂，时钟由演示程序推动，例如 2026-03-01T18:00+08:00
        """,
        """
        orchestrator serve --plant ID --data FOLDER --tokens FILE [options]

          --plant ID              the plant's id; its journal has this name
          --data FOLDER           where the SQLite journal lies (created when absent)
          --journal ADDRESS       a PostgreSQL journal instead: postgres://user@host:port/database; the password may be in PGPASSWORD
                                  or PGPASSFILE. Made with: orchestrator journal upgrade
          --tokens FILE           the token file: name, SHA-256 of the token and roles of each caller
          --grpc-port 7410        port for gRPC; 0 picks a free one
          --web-port 7411         port for JSON and health
          --address 127.0.0.1     address to listen on
          --demo INSTANT          a demonstration plant whose clock a player drives, for example 2026-03-01T18:00+08:00
        """);

    public static string Journal() => Tongue.Say(
        """
        orchestrator journal upgrade --journal 管理员地址 --service-user 用户
          在 PostgreSQL 中建立日志，或把它升级到本版本；只给服务用户读取与追加的权限
        orchestrator journal move --plant 工厂 --from 日志 --to 日志
          把工厂从一个日志迁移到另一个（文件路径或 postgres:// 地址），逐条比对后，旧日志只供查阅。先停止服务器
        """,
        """
        orchestrator journal upgrade --journal ADMINISTRATOR'S-ADDRESS --service-user USER
          makes the journal in PostgreSQL, or brings it to this version; the service's user may read and append, nothing more
        orchestrator journal move --plant ID --from JOURNAL --to JOURNAL
          moves a plant from one journal to another (a file's path or a postgres:// address), compares every turn, and leaves the
          old one to be read only. Stop the server first
        """);
}
