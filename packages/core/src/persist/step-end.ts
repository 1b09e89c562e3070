import { BurrError } from "../errors.ts";
import type { OpenSuspension } from "../run/meta.ts";
import { toOpen } from "../run/meta.ts";
import type { Operation } from "../state/operations.ts";
import type { AnyRunEvent, StepEndEvent } from "../stream/events.ts";
import type { Encoding } from "./delta-text.ts";
import { parseMeta } from "./meta-text.ts";
import { parseRowBody, statusOfRow } from "./row-body.ts";
import type { AppKey, HistoryStore, StoredRow } from "./store.ts";

/** The row of a step that has ended; changes from outside may have come behind it. */
export async function rowOfStep(store: HistoryStore, key: AppKey, sequenceId: number): Promise<StoredRow | undefined> {
  let [row] = (await store.readRows(key, sequenceId)).slice(-1);
  while (row?.sequenceId === sequenceId && parseRowBody(row.body).type !== undefined) {
    [row] = await store.readRange(key, row.index - 1, row.index - 1);
  }
  return row?.sequenceId === sequenceId ? row : undefined;
}

/** The events of the end of a step, to a reader who has got chunks of `attempt` or none. */
export function* endOf(
  row: StoredRow,
  encoding: Encoding,
  where: Where,
  { attempt, hasChunks }: { readonly attempt: number; readonly hasChunks: boolean },
): Generator<AnyRunEvent, void, void> {
  const body = parseRowBody(row.body);
  const { committed = false, result } = body;
  const status = statusOfRow(body);
  if (status === "unfinished") throw died(where.action);
  const isCommitted = status === "completed" || committed;
  if (hasChunks && (body.attempt ?? 1) > attempt) yield { type: "rollback", ...where, reason: "retry" };
  else if (!isCommitted && hasChunks && status !== "suspended") {
    yield { type: "rollback", ...where, reason: status === "aborted" ? "aborted" : "failed" };
  }
  const delta = operationsOf(encoding, row.delta);
  const end = { type: "step-end", ...where, committed: isCommitted, delta } as const;
  yield endEvent(end, { status, result, meta: body.meta }, encoding);
}

/** Which step an event is of. */
export interface Where {
  readonly path: readonly string[];
  readonly action: string;
  readonly sequenceId: number;
}

function endEvent(
  end: Where & { readonly type: "step-end"; readonly committed: boolean; readonly delta: readonly Operation[] },
  {
    status,
    result,
    meta,
  }: {
    readonly status: ReturnType<typeof statusOfRow>;
    readonly result: string | undefined;
    readonly meta: string | undefined;
  },
  { codec }: Encoding,
): StepEndEvent {
  if (status === "completed")
    return { ...end, status, result: result === undefined ? undefined : codec.decode(result) };
  if (status === "suspended") return { ...end, status, suspensions: requestsOf(codec, meta) };
  if (status === "aborted") return { ...end, status };
  return { ...end, status: "failed", error: { code: "action-failed", message: "The action failed." } };
}

/** What a suspended step has asked for. */
function requestsOf(codec: Encoding["codec"], meta: string | undefined): OpenSuspension[] {
  return parseMeta(codec, meta).suspended?.requests.map(toOpen) ?? [];
}

/** The operations of a row, as events tell them. */
function operationsOf({ codec, keys }: Encoding, text: string): Operation[] {
  const stored = codec.decode(text) as readonly (readonly [Operation["op"] | "code", string, unknown?])[]; // as deltaText() wrote them
  return stored.map(([op, key, value]): Operation => {
    if (op === "delete") return { op, key };
    return op === "code" ? { op: "set", key, value: keys[key]?.decode(value) } : { op, key, value };
  });
}

/** The error of a reader whose step has no end. */
export function died(action: string): BurrError {
  return new BurrError(
    "stream-interrupted",
    `The process that ran "${action}" has died before the end of this stream. Run the application again: the step is tried anew.`,
    {},
  );
}
