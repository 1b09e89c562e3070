import { existsSync } from "node:fs";
import { join } from "node:path";
import { BurrError, type LoadedRun, type LoadQuery } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import { applyPatch, type JsonObject, type StatePatch, timeMs } from "@burrjs/protocol";
import { findRun, type FoundRun } from "./find-folder.ts";
import { type LogPoint, scanLog } from "./scan-log.ts";
import { valueOf, type ValuesOrigin, valuesOf } from "./stored-values.ts";

/** A run as its log tells of it. `undefined` when there is no log; throws `unknown-sequence-id` when it lacks the step. */
export function loadRun(project: string, query: LoadQuery, codec: ValueCodec): LoadedRun | undefined {
  const run = findRun(project, query.appId, query.partitionKey ?? null);
  if (run === undefined) return undefined;
  const path = join(run.folder, "log.jsonl");
  const point = existsSync(path) ? scanLog(path, query.sequenceId) : undefined;
  if (point === undefined) throw unknownStep(run, query.sequenceId);
  if (point.states.length === 0 && point.last === undefined) return undefined;
  return toRun(run, point, { codec, folder: run.folder, appId: run.appId });
}

function toRun(run: FoundRun, point: LogPoint, origin: ValuesOrigin): LoadedRun {
  const { states, after, commitId, last, version, ahead } = point;
  const { appId, partitionKey, parent } = run;
  if (point.isBroken) throw lacksPart(appId);
  const seenAtMs = timeMs(last?.seenAt ?? states.at(-1)?.type ?? "", local) ?? 0;
  const isOpen = last !== undefined && last.sequenceId !== commitId;
  const checkpoint = isOpen && last.checkpoint !== undefined ? last.checkpoint.values : undefined;
  return {
    appId,
    partitionKey,
    sequenceId: last?.sequenceId ?? -1,
    state: valuesOf(stateOf(states, appId), origin),
    after: after?.action ?? null,
    status: last?.status ?? null,
    version,
    graph: null,
    commitId,
    ...(Object.keys(ahead).length === 0 ? {} : { meta: { errors: {}, spent: {}, ...ahead } }),
    ...(checkpoint === undefined || last === undefined
      ? {}
      : { checkpoint: { action: last.action, values: valuesOf(checkpoint, origin) } }),
    ...(last?.result === undefined || last.result === null ? {} : resultOf(last.result, origin)),
    parent,
    savedAtMs: seenAtMs,
    ...(last?.status === "unfinished" ? { aliveAtMs: seenAtMs } : {}),
  };
}

/** Times without a zone are those of the clock on the wall, here as well. */
const local = { zoneOffsetMinutes: -new Date().getTimezoneOffset() };

/** The state that records lead to, the first of which has all of it. Keys of the engine of Burr for Python are left out. */
function stateOf(states: LogPoint["states"], appId: string): JsonObject {
  let state: JsonObject = {};
  for (const record of states) {
    const next = record.form === "patch" ? applyPatch(state, record.state as StatePatch) : (record.state as JsonObject); // by its form
    if (next === undefined) throw lacksPart(appId);
    state = next;
  }
  return Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith("__")));
}

function lacksPart(appId: string): BurrError {
  const message = `The log of application "${appId}" lacks a part: a change of the state does not fit what stands before it. Go on from an earlier step.`;
  return new BurrError("unreadable-value", message, { tag: null });
}

/** What the last step has reported: not worth an error, as the state is what counts. */
function resultOf(json: unknown, origin: ValuesOrigin): { readonly result?: unknown } {
  try {
    return { result: valueOf(json, origin, "result") };
  } catch {
    return {};
  }
}

function unknownStep({ appId }: FoundRun, sequenceId = -1): BurrError {
  const message = `The log of application "${appId}" has no step ${sequenceId} that has ended. It may be later than the last one.`;
  return new BurrError("unknown-sequence-id", message, { appId, sequenceId });
}
