import type { ReadHead, StoredStatus } from "@burrjs/core/persist";
import { listIn, textIn } from "./replies.ts";

/** The fields of a head, as `headIn` reads them and `headsScript` compares the second and third. */
export const headFields = [
  "token",
  "status",
  "aliveAtMs",
  "index",
  "sequenceId",
  "body",
  "checkpoint",
  "abort",
] as const;

/** The head of which `values` are the `headFields`; `undefined` when there is none. */
export function headIn(values: unknown): ReadHead | undefined {
  const [token, status, aliveAtMs, index, sequenceId, body, checkpoint, abort] = listIn(values);
  if (token === null || token === undefined) return undefined;
  return {
    token: textIn(token),
    status: statusIn(status),
    index: Number(textIn(index)),
    sequenceId: Number(textIn(sequenceId)),
    body: textIn(body),
    aliveAtMs: Number(textIn(aliveAtMs)),
    checkpoint: checkpoint === null ? null : textIn(checkpoint),
    isAbortRequested: abort !== null,
  };
}

function statusIn(value: unknown): StoredStatus {
  if (value === "idle" || value === "running" || value === "suspended") return value;
  throw new TypeError('The status of an application in Redis should be "idle", "running" or "suspended".');
}
