// DBOS Transact as the benchmark loads it: one workflow with one step per command, the command's id as the workflow's id, the
// commands made in this very process. The step does what the competitor with row locks writes: it moves the batch and adds
// the audit row in one transaction. It checks no rule and asks nobody who they are.
// Usage: node commands.cjs <application database> <system database>; then jobs as lines of JSON (see Worker.cs).
"use strict";
const readline = require("node:readline");
const { Pool } = require("pg");
const { DBOS } = require("@dbos-inc/dbos-sdk");

const [application, system] = process.argv.slice(2);
const pool = new Pool({ connectionString: application, max: 32 });
const payloads = {};

async function write(id, batch, command) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query({ name: "move", text: "UPDATE actors SET status = $2, moved_at = now() WHERE id = $1", values: [`batch/${batch}`, command === "pause" ? "Held" : "Running"] });
    await client.query({ name: "audit", text: "INSERT INTO audit (id, caller, payload) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING", values: [id, "mes-00", payloads[command]] });
    await client.query("COMMIT");
  } catch (failure) {
    await client.query("ROLLBACK").catch(() => {});
    throw failure;
  } finally {
    client.release();
  }
  return true;
}

const give = DBOS.registerWorkflow(async (id, batch, command) => DBOS.runStep(() => write(id, batch, command), { name: "write" }), { name: "give" });

function batchesOf(job) {
  const batches = [];
  for (let suite = 1; suite <= job.suites; suite++)
    for (let isolator = 1; isolator <= job.isolatorsPerRoom; isolator++)
      batches.push(`B-${String(suite).padStart(4, "0")}-${String(isolator).padStart(2, "0")}`);
  return batches.slice(0, job.inFlight);
}

async function play(job) {
  const began = process.hrtime.bigint();
  const now = () => Number(process.hrtime.bigint() - began) / 1e9;
  const end = job.warmUpSeconds + job.seconds;
  const run = Math.random().toString(36).slice(2);
  const latencies = {};
  const failed = {};
  let granted = 0;
  setTimeout(() => console.log("measuring"), job.warmUpSeconds * 1000);
  const measured = new Promise((done) => setTimeout(() => done(console.log("measured")), end * 1000));

  await Promise.all(batchesOf(job).map(async (batch, number) => {
    for (let given = 0; now() < end; given++) {
      const from = now();
      try {
        const id = `${run}-${number}-${given}`;
        const handle = await DBOS.startWorkflow(give, { workflowID: id })(id, batch, given % 2 === 0 ? "pause" : "resume");
        await handle.getResult();
        const to = now();
        if (to >= job.warmUpSeconds && to <= end) {
          granted++;
          const micros = Math.round((to - from) * 1e6);
          latencies[micros] = (latencies[micros] ?? 0) + 1;
        }
      } catch (failure) {
        failed[failure.message] = (failed[failure.message] ?? 0) + 1;
      }
    }
  }));
  await measured;
  return { seconds: job.seconds, granted, failed, latencies };
}

async function main() {
  DBOS.setConfig({ name: "bench", systemDatabaseUrl: system, systemDatabasePoolSize: 32, logLevel: "error" });
  await DBOS.launch();
  for (const row of (await pool.query("SELECT command, payload FROM payloads")).rows)
    payloads[row.command] = row.payload;
  for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await play(JSON.parse(line))));
  await DBOS.shutdown();
  await pool.end();
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
