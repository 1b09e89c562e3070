// Started by tracking-store.ts: does one thing with a store of logs in a process of its own, and prints how long it took and how
// much memory the process had at most.
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "@burrjs/server/store";
import { localLogs } from "@burrjs/tracker";
import { makeBigLog, makeManyLogs } from "./store-logs.ts";

/** What the program prints: milliseconds by name, and the most memory that the process had. */
export interface StoreReport {
  readonly figures: Readonly<Record<string, number>>;
  readonly peakMegabytes: number;
}

const [what = "", dir = "", count = "0"] = process.argv.slice(2);
const figures: Record<string, number> = {};
const startMs = performance.now();

/** Milliseconds since the last call, or since the program began to work. */
let lastMs = startMs;
function lap(name: string): void {
  figures[name] = performance.now() - lastMs;
  lastMs = performance.now();
}

const ref = { project: "big", partitionKey: null, appId: "run" };

async function open() {
  const store = openStore(localLogs(dir));
  const view = await store.run(ref);
  if (view === undefined) throw new Error("The log should be there.");
  return { store, view };
}

async function bigLog(names: { readonly first: string; readonly complete: string }): Promise<void> {
  const { store, view } = await open();
  const first = await view.steps({ limit: 200 });
  const last = await view.steps({ direction: "back", limit: 200 });
  await view.header();
  lap(names.first);
  if (first.items.length !== 200 || last.items[0]?.sequence_id !== Number(count) - 1) throw new Error("Wrong rows.");
  await view.unreadable();
  figures[names.complete] = performance.now() - startMs;
  if ((await view.steps({ limit: 1 })).total !== Number(count)) throw new Error("Steps are missing.");
  await store.close();
}

async function states(): Promise<void> {
  const { store, view } = await open();
  await view.unreadable();
  const times: number[] = [];
  for (let at = 0; at < 200; at += 1) {
    const step = Math.floor(Math.random() * Number(count));
    lastMs = performance.now();
    const state = await view.stateValue(step);
    times.push(performance.now() - lastMs);
    if (state?.["counter"] !== step) throw new Error("That is not the state of the step.");
  }
  figures["state"] = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  await store.close();
}

async function search(): Promise<void> {
  const { store, view } = await open();
  lastMs = performance.now();
  for await (const hit of view.search(`"counter":${Number(count) - 10},`)) {
    if (hit.sequence_id !== Number(count) - 10) throw new Error("That is not the step.");
    break;
  }
  lap("hit");
  await store.close();
}

async function list(): Promise<void> {
  const store = openStore(localLogs(dir));
  lastMs = performance.now();
  const page = await store.runs("many", { limit: 100 });
  lap("page");
  const failed = await store.runs("many", { q: "steps:8", limit: 100 });
  figures["all"] = performance.now() - startMs;
  if (page?.items.length !== 100 || page.total !== Number(count)) throw new Error("Applications are missing.");
  if (failed?.total !== Math.floor(Number(count) / 8)) throw new Error("Not all applications were looked into.");
  await store.close();
}

async function tails(): Promise<void> {
  const { store, view } = await open();
  await view.unreadable();
  const controller = new AbortController();
  const watchers = Array.from({ length: 100 }, async () => {
    for await (const change of view.watch({ signal: controller.signal })) void change;
  });
  await sleep(1000);
  const before = process.cpuUsage();
  const idleMs = 4000;
  await sleep(idleMs);
  const { user, system } = process.cpuUsage(before);
  figures["share"] = (user + system) / 1000 / idleMs;
  controller.abort();
  await Promise.all(watchers);
  await store.close();
}

switch (what) {
  case "make":
    figures["bytes"] = makeBigLog(dir, Number(count));
    break;
  case "make-many":
    makeManyLogs(dir, Number(count));
    break;
  case "cold":
  case "warm":
    await bigLog({ first: "first", complete: "complete" });
    break;
  case "states":
    await states();
    break;
  case "search":
    await search();
    break;
  case "list":
    await list();
    break;
  default:
    await tails();
}
const report: StoreReport = { figures, peakMegabytes: process.resourceUsage().maxRSS / 1000 };
console.log(JSON.stringify(report));
