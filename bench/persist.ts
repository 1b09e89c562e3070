// What it costs to store a run: against bare inserts of the same rows, on disk, and when it is loaded again.
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { burr } from "@burrjs/core";
import { valueCodec } from "@burrjs/core/persist";
import { sqlitePersister } from "@burrjs/persist/sqlite";
import { compare, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";

const b = burr<{ log: readonly string[] }>();
const line = "x".repeat(200);
/** Steps of one run. */
const batch = 100;

let steps = 0;
const add = b.action({
  reads: [],
  writes: ["log"],
  run(state) {
    steps += 1;
    return state.append({ log: line });
  },
});
const pause = add.withName("pause");
// Not by the length of the list: reading it after each step would cost more than storing it.
const isFull = b.check([], () => steps % batch === batch - 1, "full");

export async function measure(effort: Effort): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), "burr-bench-"));
  try {
    const rows = [
      ...(await stepRows(folder, effort)),
      ...(await growthRows(folder, effort)),
      ...(await diskRows(folder)),
      ...(await codecRows(effort)),
    ];
    return {
      rows,
      notes: [
        "Persisted steps: node:sqlite with WAL, `bare` is an INSERT of the same row in a transaction of its own.",
      ],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An application whose history is in a database of its own. */
function openApp(path: string, synchronous: "NORMAL" | "FULL") {
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
  const persister = sqlitePersister(database);
  const app = b.application({
    actions: { add, pause },
    transitions: [
      ["add", "pause", isFull],
      [["add", "pause"], "add"],
    ],
    entrypoint: "add",
    state: { log: [] },
    appId: "app",
    persister,
  });
  const run = (): Promise<unknown> => app.run({ haltAfter: "pause" });
  return { database, persister, run };
}

/** Inserts rows like those of a run, one transaction each. */
function bareInserts(path: string, synchronous: "NORMAL" | "FULL") {
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
    CREATE TABLE bare (id INTEGER PRIMARY KEY, app INTEGER, sequence_id INTEGER, body TEXT, delta TEXT, at_ms INTEGER);
    CREATE INDEX bare_sequence ON bare (app, sequence_id)`);
  const insert = database.prepare("INSERT INTO bare (app, sequence_id, body, delta, at_ms) VALUES (1, ?, ?, ?, ?)");
  const body = JSON.stringify({ type: "step", action: "add", status: "completed", graph: "01234567" });
  const delta = JSON.stringify([["append", "log", line]]);
  let sequenceId = 0;
  return {
    database,
    run: (): void => {
      for (let step = 0; step < batch; step += 1) insert.run((sequenceId += 1), body, delta, Date.now());
    },
  };
}

async function stepRows(folder: string, effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const synchronous of ["NORMAL", "FULL"] as const) {
    const ours = openApp(join(folder, `ours-${synchronous}.db`), synchronous);
    const bare = bareInserts(join(folder, `bare-${synchronous}.db`), synchronous);
    const measured = await compare(
      { ours: { operations: batch, run: ours.run }, bare: { operations: batch, run: bare.run } },
      effort,
    );
    ours.database.close();
    bare.database.close();
    rows.push({
      benchmark: `persisted step, SQLite ${synchronous}, against a bare insert`,
      unit: "µs",
      ours: measured.micros("ours"),
      base: measured.micros("bare"),
      targets: [atMost(measured.ratio("ours", "bare"), 1.5, "× bare")],
    });
  }
  return rows;
}

/** A step after 10,000 others against one after few. */
async function growthRows(folder: string, effort: Effort): Promise<Row[]> {
  const long = openApp(join(folder, "long.db"), "NORMAL");
  for (let done = 0; done < 10_000; done += batch) await long.run();
  const short = openApp(join(folder, "short.db"), "NORMAL");
  const measured = await compare(
    { long: { operations: batch, run: long.run }, short: { operations: batch, run: short.run } },
    { ...effort, rounds: Math.min(effort.rounds, 21), warmUpMs: 0 },
  );
  long.database.close();
  short.database.close();
  return [
    {
      benchmark: "persisted step after 10,000 steps, against after 1,000",
      unit: "µs",
      ours: measured.micros("long"),
      base: measured.micros("short"),
      targets: [atMost(measured.ratio("long", "short"), 1.2, "× early")],
    },
  ];
}

async function diskRows(folder: string): Promise<Row[]> {
  const sizes: number[] = [];
  for (const many of [800, 1600]) {
    const path = join(folder, `disk-${many}.db`);
    const { database, run } = openApp(path, "NORMAL");
    for (let done = 0; done < many; done += batch) await run();
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    sizes.push((await stat(path)).size / 1e6);
  }
  const [once = 0, twice = 0] = sizes;
  return [
    {
      benchmark: "on disk after 800 steps of 200 characters",
      unit: "MB",
      ours: once,
      targets: [atMost(once, 0.5, "MB")],
    },
    {
      benchmark: "on disk after 1,600 such steps",
      unit: "MB",
      ours: twice,
      base: once,
      targets: [atMost(twice / once, 2.1, "× 800")],
    },
    await loadRow(folder),
  ];
}

async function loadRow(folder: string): Promise<Row> {
  const { database, persister, run } = openApp(join(folder, "load.db"), "NORMAL");
  for (let done = 0; done < 10_000; done += batch) await run();
  const load = async (): Promise<void> => {
    const loaded = await persister.load({ appId: "app" });
    const log = loaded?.state["log"];
    if (!Array.isArray(log) || log.length !== 10_000) throw new Error("The state is not the stored one.");
  };
  const measured = await compare({ load: { operations: 1, run: load } }, { rounds: 21, warmUpMs: 200 });
  database.close();
  const ours = measured.micros("load") / 1000;
  return {
    benchmark: "load the latest state after 10,000 such steps",
    unit: "ms",
    ours,
    targets: [atMost(ours, 20, "ms")],
  };
}

async function codecRows(effort: Effort): Promise<Row[]> {
  const state = {
    topic: "streams",
    turns: 20,
    history: Array.from({ length: 20 }, (_, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: `${index}: ${"What is said here is about as long as a line. ".repeat(4)}`.slice(0, 175),
    })),
  };
  const codec = valueCodec();
  const repeat = (encode: () => unknown) => ({
    operations: 200,
    run: (): void => {
      for (let time = 0; time < 200; time += 1) encode();
    },
  });
  const measured = await compare(
    { ours: repeat(() => codec.encode(state, "state")), json: repeat(() => JSON.stringify(state)) },
    effort,
  );
  return [
    {
      benchmark: `encode a chat of ${(JSON.stringify(state).length / 1000).toFixed(1)} kB, against JSON.stringify`,
      unit: "µs",
      ours: measured.micros("ours"),
      base: measured.micros("json"),
      targets: [atMost(measured.ratio("ours", "json"), 2, "× JSON")],
    },
  ];
}
