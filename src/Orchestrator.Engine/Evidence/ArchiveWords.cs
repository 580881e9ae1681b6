namespace Orchestrator.Engine.Evidence;

/// <summary>What an archive says of itself to whoever opens it without the software that wrote it.</summary>
internal static class ArchiveWords
{
    public const string ReadMe =
        """
        本文件是自体细胞治疗生产过程的原始电子记录的导出件。阅读请打开 index.html。
        This file is an export of the original electronic record of autologous cell-therapy manufacture. To read it, open index.html.

        文件内容 / What is in it
          manifest.json       范围、制作时间、所含记录的序号、其余各文件的长度与 SHA-256
                              scope, when it was made, the places of the turns in it, length and SHA-256 of every other file
          turns.jsonl         每行一条记录：序号 position、标识 id、writeId（body 的 SHA-256）、previous（前一条记录的链哈希）、
                              hash（链哈希 = SHA-256(previous 的字节 + body 的字节)），以及 body：记录原文，逐字节如入库时
                              one turn a line: its place, id, writeId (SHA-256 of body), previous (chain hash of the turn before),
                              hash (chain hash = SHA-256 of the bytes of previous followed by the bytes of body), and body: the
                              record itself, byte for byte as it was stored
          checkpoints.jsonl   与数据库分开保存的签名检查点；signature 是对 signature 为空串的同一行的签名
                              signed checkpoints that were kept apart from the database; the signature is over the same line
                              with an empty signature
          keys.json           全部公钥（ECDSA P-256，SPKI base64），每把由前一把签名认可；第一把的 SHA-256 是应与质量部门所存纸质件核对的指纹
                              all public keys (ECDSA P-256, SPKI in base64), each endorsed by the one before; the SHA-256 of the first
                              is the fingerprint to compare with the paper that quality keeps
          schemas/            所含事实与指令的 JSON Schema / JSON schemas of the facts and commands in it
          law/                裁定所引用的要求：条款、原文、中英文句子 / the requirements that rulings cite: clause, original, sentences
          index.html, pages/  供人阅读的同一记录 / the same record for people to read

        签名 / Signature
          ZIP 文件注释（文件最后一行）写有密钥与签名：对该行之前全部字节的 ECDSA-SHA256 签名（r 与 s 各 32 字节，十六进制）。
          The comment of the ZIP file (its last line) names the key and the signature: ECDSA with SHA-256 over every byte before that
          line (r and s, 32 bytes each, in hex).
          核验：orchestrator verify 文件。无需服务器与数据库。
          To check it: orchestrator verify FILE. It needs no server and no database.

        """;
}
