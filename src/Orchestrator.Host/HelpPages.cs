using Orchestrator.Api.Doors;

namespace Orchestrator.Host;

/// <summary>What the server's executable says of itself, in both languages.</summary>
internal static class HelpPages
{
    public static string All() => $"{Serve()}\n{Journal()}\n{Keys()}\n{Verify()}\norchestrator --version";

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
          --keys 文件夹           签名密钥所在的文件夹（orchestrator keys create 建立）
          --checkpoints 文件夹    签名检查点所在的文件夹，须与日志分开保存；日志被退回或改写时服务器拒绝启动
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
          --keys FOLDER           the keys that sign checkpoints (made with: orchestrator keys create)
          --checkpoints FOLDER    the signed checkpoints, kept apart from the journal: a server does not start on a journal that was
                                  rolled back or rewritten
          --demo INSTANT          a demonstration plant whose clock a player drives, for example 2026-03-01T18:00+08:00
        """);

    public static string Journal() => Tongue.Say(
        """
        orchestrator journal upgrade --journal 管理员地址 --service-user 用户
          在 PostgreSQL 中建立日志，或把它升级到本版本；只给服务用户读取与追加的权限
        orchestrator journal move --plant 工厂 --from 日志 --to 日志
          把工厂从一个日志迁移到另一个（文件路径或 postgres:// 地址），逐条比对后，旧日志只供查阅。先停止服务器
        orchestrator journal export --journal 日志 --plant 工厂 --keys 文件夹 --to 文件 [--checkpoints 文件夹] [--batch 批次 | --patient 代码]
          把全部记录、一个批次或一个患者代码导出为一个签名的归档文件（ZIP，可直接阅读）
        orchestrator journal restore --from 归档文件 --journal 日志 [--fingerprint 指纹] [--report 文件]
          把整个工厂从归档恢复到空日志，逐条比对并出具报告；演练时恢复到另一个文件即可
        orchestrator journal restored --journal 日志 --plant 工厂 --keys 文件夹 --checkpoints 文件夹 --statement 文字
          从备份恢复之后：签名声明日志现在止于何处以及原因（写明何人、何故）
        orchestrator journal retention --journal 日志 --plant 工厂
          列出各批记录与追踪记录须保存至何时（004 十(三)）
        orchestrator journal remove --journal 日志 --plant 工厂 --keys 文件夹 --checkpoints 文件夹 --statement 文字 [--administrator 地址]
          保存期限全部届满后，整体删除一个工厂的日志并留下签名声明；期限未满则拒绝。PostgreSQL 日志另给管理员地址
        """,
        """
        orchestrator journal upgrade --journal ADMINISTRATOR'S-ADDRESS --service-user USER
          makes the journal in PostgreSQL, or brings it to this version; the service's user may read and append, nothing more
        orchestrator journal move --plant ID --from JOURNAL --to JOURNAL
          moves a plant from one journal to another (a file's path or a postgres:// address), compares every turn, and leaves the
          old one to be read only. Stop the server first
        orchestrator journal export --journal JOURNAL --plant ID --keys FOLDER --to FILE [--checkpoints FOLDER] [--batch B | --patient CODE]
          writes the whole record, a batch or a patient's code into one signed archive (a ZIP that people can read)
        orchestrator journal restore --from ARCHIVE --journal JOURNAL [--fingerprint HEX] [--report FILE]
          brings a whole plant back from its archive into an empty journal, compares every turn and reports; a drill restores to
          another file
        orchestrator journal restored --journal JOURNAL --plant ID --keys FOLDER --checkpoints FOLDER --statement TEXT
          after a restore from a backup: signs where the journal ends now, and the statement why (say who and for what reason)
        orchestrator journal retention --journal JOURNAL --plant ID
          lists until when each batch record and the trace records have to be kept (004 十(三))
        orchestrator journal remove --journal JOURNAL --plant ID --keys FOLDER --checkpoints FOLDER --statement TEXT [--administrator ADDRESS]
          removes a plant's journal as a whole once nothing in it has to be kept, and leaves a signed statement; refuses before.
          A journal in PostgreSQL needs the administrator's address too
        """);

    public static string Keys() => Tongue.Say(
        """
        orchestrator keys create --keys 文件夹      建立第一把签名密钥，并显示应由质量部门保存的指纹
        orchestrator keys rotate --keys 文件夹      换用新密钥；旧私钥随即销毁
        orchestrator keys show --keys 文件夹        显示指纹与全部公钥
        """,
        """
        orchestrator keys create --keys FOLDER     makes the first signing key and shows the fingerprint that quality keeps
        orchestrator keys rotate --keys FOLDER     goes on with the next key; the old private key is destroyed
        orchestrator keys show --keys FOLDER       shows the fingerprint and all public keys
        """);

    public static string Verify() => Tongue.Say(
        """
        orchestrator verify 文件 [--fingerprint 指纹] [--redecide]
          核验归档文件，无需服务器与数据库；指出首处被改动、缺失、增加或移位的记录。--redecide 由法规重新裁定每一条
        """,
        """
        orchestrator verify FILE [--fingerprint HEX] [--redecide]
          checks an archive with no server and no database, and names the first record that was altered, removed, added or moved.
          --redecide has the law make every ruling again
        """);
}
