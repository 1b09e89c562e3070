// Runs the benchmarks, each in a process of its own so that none meets code that another has warmed up, and prints
// one table. Arguments: names of benchmarks (default: all), --quick, --json FILE. Exits with 0 also when a target is missed.
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Effort } from "./measure.ts";
import { type Findings, formatTable } from "./table.ts";

// Loaded one at a time: what is imported costs memory and time in the measured process.
const benchmarks: Readonly<Record<string, () => Promise<{ measure: (effort: Effort) => Promise<Findings> }>>> = {
  step: () => import("./step.ts"),
  growth: () => import("./growth.ts"),
  chunk: () => import("./chunk.ts"),
  appends: () => import("./appends.ts"),
  stream: () => import("./run-stream.ts"),
  import: () => import("./import-time.ts"),
  size: () => import("./bundle-size.ts"),
  heap: () => import("./heap.ts"),
  persist: () => import("./persist.ts"),
  tasks: () => import("./tasks.ts"),
  branches: () => import("./branches.ts"),
  threads: () => import("./threads.ts"),
  tracking: () => import("./tracking.ts"),
  "tracking-store": () => import("./tracking-store.ts"),
  otel: () => import("./otel.ts"),
  proofs: () => import("./proofs.ts"),
  types: () => import("./type-check.ts"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, json: { type: "string" }, child: { type: "boolean" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(", ")}. There are: ${Object.keys(benchmarks).join(", ")}.`);
  process.exit(1);
}
await (values.child === true ? runOne(positionals[0] ?? "") : runAll());

async function runAll(): Promise<void> {
  const results: (Findings & { readonly name: string })[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
    console.error(`Running ${name} …`);
    results.push({ name, ...(await inChild(name)) });
  }
  console.log(formatTable(results.flatMap(({ rows }) => rows)));
  for (const note of results.flatMap(({ notes = [] }) => notes)) console.log(`\n${note}`);
  const targets = results.flatMap(({ rows }) => rows).flatMap((row) => row.targets ?? []);
  console.log(`\n${targets.filter(({ isMet }) => isMet).length} of ${targets.length} targets met.`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
}

async function inChild(name: string): Promise<Findings> {
  // Peers and core are both measured as in production; the benchmarks turn freezing on where they want it.
  const child = fork(import.meta.filename, [name, "--child", ...(values.quick ? ["--quick"] : [])], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  let findings: Findings | undefined;
  child.on("message", (message) => {
    findings = message as Findings; // what `runOne` sends
  });
  await once(child, "exit");
  if (findings === undefined) throw new Error(`The benchmark "${name}" failed; its error is above.`);
  return findings;
}

async function runOne(name: string): Promise<void> {
  const effort = values.quick ? { rounds: 7, warmUpMs: 50 } : { rounds: 41, warmUpMs: 300 };
  const benchmark = await benchmarks[name]?.();
  process.send?.(await benchmark?.measure(effort));
  process.disconnect();
}
