import type { MetadataModel, PointerModel, RunState, StepPointer, TokenCounts } from "@burrjs/protocol";
import { runEnds, stepStates } from "../index/index-tables.ts";
import { quarterMs, zoneMinutes } from "../index/log-clock.ts";
import { countSteps } from "../steps/log-steps.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";
import type { WritingProcess } from "./run-status.ts";
import { writerOf } from "../steps/step-row.ts";
import { lastGraphOf } from "./run-header.ts";
import { emptyPath, pathOf, type RunPath } from "./run-path.ts";

/** Those of the days that lists of projects show, and of one before. */
const keptQuarters = 31 * 96;

/** What is known of an application without asking whether its process is still there. Plain JSON. */
export interface RunFacts {
  /** The name of its folder, and its log as it was when this was noted. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly parent: StepPointer | null;
  readonly spawnedBy: StepPointer | null;
  readonly state: "open" | Exclude<RunState, "running" | "stalled" | "lost">;
  readonly writer: WritingProcess | null;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly steps: number;
  readonly failed: number;
  readonly lastAction: string | null;
  readonly actions: readonly string[];
  readonly path: RunPath;
  /** The hash of the graph of the last run; `null` when the log does not say. */
  readonly graph: string | null;
  readonly tokens: TokenCounts | null;
  readonly models: readonly string[];
  /** Steps per quarter of an hour since 1970, of the last days. */
  readonly quarters: readonly (readonly [quarter: number, steps: number])[];
  /** How much of the log was looked through: below 1 the counts are at least these. */
  readonly indexed: number;
}

/** Which application a folder is of. */
export interface RunIdentity {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly parent: StepPointer | null;
  readonly spawnedBy: StepPointer | null;
}

/** Which application a folder is of, by its `metadata.json` or else its name. */
export function identityOf(key: string, metadata: MetadataModel | undefined): RunIdentity {
  if (metadata === undefined) return { ...nameOf(key), parent: null, spawnedBy: null };
  return {
    appId: metadata.app_id ?? key,
    partitionKey: metadata.partition_key,
    parent: pointerOf(metadata.parent_pointer),
    spawnedBy: pointerOf(metadata.spawning_parent_pointer),
  };
}

function pointerOf(pointer: PointerModel | null): StepPointer | null {
  return pointer && { app_id: pointer.app_id, partition_key: pointer.partition_key, sequence_id: pointer.sequence_id };
}

/** What the name of a folder says, when there is nothing else: `<app id>~<partition key>`, percent-encoded. */
function nameOf(key: string): { readonly appId: string; readonly partitionKey: string | null } {
  const [app = key, partition] = key.split("~");
  try {
    return {
      appId: decodeURIComponent(app),
      partitionKey: partition === undefined ? null : decodeURIComponent(partition),
    };
  } catch {
    return { appId: key, partitionKey: null }; // A name that Python has made.
  }
}

/** The facts of an application of which there is no log (yet). */
export function emptyFacts(key: string, identity: RunIdentity, modifiedAtMs: number): RunFacts {
  return {
    key,
    sizeBytes: 0,
    modifiedAtMs,
    ...identity,
    state: "empty",
    writer: null,
    startedMs: null,
    endedMs: null,
    steps: 0,
    failed: 0,
    lastAction: null,
    actions: [],
    path: emptyPath,
    graph: null,
    tokens: null,
    models: [],
    quarters: [],
    indexed: 1,
  };
}

/** The facts of an application, as far as its log has been read. */
export function factsOf(view: LogView, identity: RunIdentity): RunFacts {
  const { head, tail } = view;
  const parts = tail === undefined ? [head] : [head, tail];
  const last = tail ?? head;
  const zoneMs = zoneMinutes(head) * 60_000;
  const times = parts.flatMap((index) => [
    index.facts.latestMs ?? -Infinity,
    (index.facts.latestNaiveMs ?? -Infinity) - zoneMs,
  ]);
  const endedMs = Math.max(...times);
  const lastStep = last.steps.count - 1;
  const actions = [...new Set(parts.flatMap(actionsOf))];
  return {
    ...emptyFacts(view.files.key, identity, view.modifiedAtMs),
    sizeBytes: view.sizeBytes,
    state: stateOf(last, countSteps(view)),
    writer: writerOf(last) ?? writerOf(head),
    startedMs: firstMs(head, zoneMs),
    endedMs: Number.isFinite(endedMs) ? endedMs : null,
    steps: stepsOf(view),
    failed: parts.reduce((sum, index) => sum + index.facts.failed, 0),
    lastAction: lastStep < 0 ? null : last.texts.text(last.steps.get("action", lastStep)),
    actions,
    path: pathOf(parts, actions),
    graph: lastGraphOf(view),
    tokens: tokensOf(parts),
    models: [...new Set(parts.flatMap(modelsOf))],
    quarters: quartersOf(parts, zoneMs),
    indexed: view.indexed,
  };
}

function stateOf({ steps, runs }: RunIndex, count: number): RunFacts["state"] {
  const run = runs.count - 1;
  const step = steps.count - 1;
  const end = run < 0 ? undefined : runEnds[runs.get("status", run)];
  const last = step < 0 ? undefined : stepStates[steps.get("status", step)];
  if (end === "halted") return last === "failed" || last === "aborted" || last === "suspended" ? last : "halted";
  if (end !== undefined) return end === "completed" && count === 0 ? "empty" : end;
  return last ?? "empty";
}

function firstMs(index: RunIndex, zoneMs: number): number | null {
  const { steps, runs } = index;
  const candidates: number[] = [];
  if (runs.count > 0) candidates.push(runs.get("started", 0));
  if (steps.count > 0) candidates.push(steps.get("started", 0) - (index.hasFlag(0, "naiveStart") ? zoneMs : 0));
  return candidates.length === 0 ? null : Math.min(...candidates);
}

/** In a log that has not been read as a whole, by the ids of its first and last step, which most often have no gaps. */
function stepsOf(view: LogView): number {
  const { head, tail } = view;
  const known = countSteps(view);
  if (tail === undefined || head.steps.count === 0) return known;
  return Math.max(known, tail.steps.get("sequence", tail.steps.count - 1) - head.steps.get("sequence", 0) + 1);
}

function actionsOf({ actions, texts }: RunIndex): string[] {
  return [...actions].map((number) => texts.text(number));
}

function modelsOf({ requestModels, responseModels, texts }: RunIndex): string[] {
  return [...new Set([...requestModels, ...responseModels])].map((number) => texts.text(number));
}

function tokensOf(parts: readonly RunIndex[]): TokenCounts | null {
  const sum = (name: keyof TokenCounts): number => parts.reduce((total, { tokens }) => total + tokens[name], 0);
  const tokens = { input: sum("input"), output: sum("output"), cached: sum("cached"), reasoning: sum("reasoning") };
  return tokens.input + tokens.output + tokens.cached + tokens.reasoning === 0 ? null : tokens;
}

function quartersOf(parts: readonly RunIndex[], zoneMs: number): [number, number][] {
  const quarters = new Map<number, number>();
  for (const index of parts) {
    const shift = index.steps.count > 0 && index.hasFlag(0, "naiveStart") ? zoneMs / quarterMs : 0;
    for (const [quarter, steps] of index.quarters)
      quarters.set(quarter - shift, (quarters.get(quarter - shift) ?? 0) + steps);
  }
  const last = Math.max(...quarters.keys());
  return [...quarters].filter(([quarter]) => quarter > last - keptQuarters);
}
