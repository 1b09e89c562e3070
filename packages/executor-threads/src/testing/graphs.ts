import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { isMainThread, threadId } from "node:worker_threads";
import { burr, task } from "@burrjs/core";
import { registerGraphs } from "@burrjs/core/parallel";
import { threadsExecutor } from "../index.ts";
import { OwnError, Picky, Point, things } from "./things.ts";

/** The state of the tasks of the tests. */
export interface TestState {
  /** A file that tasks write lines to. */
  readonly log: string;
  readonly name: string;
  readonly value: unknown;
  readonly out: unknown;
}

const b = burr<TestState>();

const echo = b.action({ reads: ["value"], writes: ["out"], run: ({ value }) => ({ out: value }) });
const where = b.action({
  reads: [],
  writes: ["out"],
  async run() {
    await setTimeout(20);
    return { out: threadId };
  },
});
const logged = b.action({
  reads: ["log", "name"],
  writes: ["out"],
  async run({ log, name }) {
    appendFileSync(log, `begin ${name}\n`);
    await setTimeout(5);
    appendFileSync(log, `end ${name}\n`);
    return { out: name };
  },
});
/** Yields, and then does nothing else for ever, so that its thread hears of nothing. */
const block = b.action({
  reads: [],
  writes: ["out"],
  async *run() {
    yield "begun";
    await setTimeout(20); // what was yielded is on its way
    for (;;);
  },
});
/** Yields the number of its try, and goes on from the second one. */
const second = b.action({
  reads: ["log"],
  writes: ["out"],
  async *run({ log }) {
    appendFileSync(log, "try\n");
    const tries = readFileSync(log, "utf8").split("\n").length - 1;
    yield `try ${tries}`;
    if (tries === 1) await new Promise(() => {});
    return { out: tries };
  },
});
const quick = b.action({
  reads: [],
  writes: ["value"],
  async *run() {
    yield "quick";
    return { value: 0 };
  },
});
/** Works without a pause, chunk by chunk. */
const busy = b.action({
  reads: ["log", "name"],
  writes: ["out"],
  async *run({ log, name }) {
    appendFileSync(log, `begin ${name}\n`);
    for (let chunk = 0; chunk < 5; chunk += 1) {
      const untilMs = performance.now() + 10;
      while (performance.now() < untilMs);
      yield chunk;
    }
    appendFileSync(log, `end ${name}\n`);
    return { out: name };
  },
});
const chunks = b.action({
  reads: [],
  writes: ["out"],
  async *run() {
    for (let chunk = 0; chunk < 100; chunk += 1) yield chunk;
    return { out: 0 };
  },
});
/** Does not stop when it is told to, and then takes its time. */
const stubborn = b.action({
  reads: [],
  writes: ["out"],
  async onAbort() {
    await setTimeout(40);
    return { out: 0 };
  },
  async *run() {
    yield "begun";
    await new Promise(() => {});
    return { out: 0 };
  },
});
/** Does not stop when it is told to. */
const deaf = b.action({
  reads: [],
  writes: ["out"],
  async *run() {
    yield "begun";
    await new Promise(() => {});
    return { out: 0 };
  },
});
const exit = b.action({ reads: [], writes: ["out"], run: (): { out: never } => process.exit(3) });
const uncaught = b.action({
  reads: [],
  writes: ["out"],
  async run(): Promise<{ out: never }> {
    globalThis.setTimeout(() => {
      throw new OwnError("Nobody has caught it.");
    });
    return await new Promise(() => {});
  },
});
const hoard = b.action({
  reads: [],
  writes: ["out"],
  run() {
    const all: number[][] = [];
    for (;;) all.push(Array.from({ length: 10_000 }, (_, index) => index / 3));
  },
});
const cleaning = b.action({
  reads: ["log"],
  writes: ["out"],
  async *run({ log }, _inputs, { signal }) {
    yield "begun";
    try {
      await setTimeout(100_000, undefined, { signal });
      return { out: "never" };
    } finally {
      await setTimeout(20);
      appendFileSync(log, "cleaned\n");
    }
  },
});
/** Throws what its state names. */
const fail = b.action({
  reads: ["name"],
  writes: ["out"],
  run({ name }): { out: never } {
    throw things[name as keyof typeof things]();
  },
});
/** Fails at its first two tries. */
const failing = b.action({
  reads: ["log"],
  writes: ["out"],
  run({ log }) {
    appendFileSync(log, "try\n");
    if (readFileSync(log, "utf8") !== "try\n".repeat(3)) throw new Error("Not yet.");
    return { out: 0 };
  },
});
const unsendable = b.action({
  reads: ["name"],
  writes: ["out"],
  async *run({ name }) {
    if (name === "chunk") yield { here: [() => {}] };
    return [{ report: name === "result" ? () => {} : 0 }, { out: name === "state" ? { here: new OwnError("") } : 0 }];
  },
});
const point = b.action({
  reads: ["value"],
  writes: ["out"],
  async *run({ value }) {
    yield new Point((value as Point).x + 1);
    return { out: new Point((value as Point).x + 2) };
  },
});
/** Yields what its reader cannot read. */
const picky = b.action({
  reads: ["log"],
  writes: ["out"],
  async *run({ log }, _inputs, { signal }) {
    try {
      yield new Picky("main");
      await setTimeout(100_000, undefined, { signal });
      return { out: 0 };
    } finally {
      appendFileSync(log, "stopped\n");
    }
  },
});

/** Runs tasks inside of a thread, with an executor of threads. */
const nested = b.parallel({
  reads: [],
  writes: ["out"],
  executor: threadsExecutor({ threads: 2 }),
  tasks: () => [task(where), task(where)],
  reduce: (_state, results) => ({ out: [threadId, ...results.map(({ state }) => state.out)] }),
});

/** What the tasks of the tests run. */
export const graphs = registerGraphs(import.meta.url, {
  echo: b.graph({ actions: { echo }, transitions: [] }),
  where: b.graph({ actions: { where }, transitions: [] }),
  logged: b.graph({ actions: { logged }, transitions: [] }),
  block: b.graph({ actions: { block }, transitions: [] }),
  second: b.graph({ actions: { second }, transitions: [] }),
  quick: b.graph({ actions: { quick, second }, transitions: [["quick", "second"]] }),
  busy: b.graph({ actions: { busy }, transitions: [] }),
  chunks: b.graph({ actions: { chunks }, transitions: [] }),
  stubborn: b.graph({ actions: { stubborn }, transitions: [] }),
  deaf: b.graph({ actions: { deaf }, transitions: [] }),
  exit: b.graph({ actions: { exit }, transitions: [] }),
  uncaught: b.graph({ actions: { uncaught }, transitions: [] }),
  hoard: b.graph({ actions: { hoard }, transitions: [] }),
  cleaning: b.graph({ actions: { cleaning }, transitions: [] }),
  fail: b.graph({ actions: { fail }, transitions: [] }),
  failing: b.graph({ actions: { failing }, transitions: [] }),
  unsendable: b.graph({ actions: { unsendable }, transitions: [] }),
  point: b.graph({ actions: { point }, transitions: [] }),
  picky: b.graph({ actions: { picky }, transitions: [] }),
  nested: b.graph({ actions: { nested }, transitions: [] }),
});

const changing = b.action({ reads: isMainThread ? [] : ["value"], writes: ["out"], run: () => ({ out: 0 }) });

/** Graphs that threads do not find as they are. */
export const strangers = {
  unregistered: b.graph({ actions: { echo }, transitions: [] }),
  ...registerGraphs(import.meta.url, { changed: b.graph({ actions: { changing }, transitions: [] }) }),
  ...registerGraphs(new URL("no-such-module.ts", import.meta.url).href, {
    missing: b.graph({ actions: { echo }, transitions: [] }),
  }),
};
