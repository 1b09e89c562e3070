import { BurrError, isBurrError } from "../errors.ts";
import type { Operation } from "../state/operations.ts";
import type { AnyRunEvent, StepEndEvent } from "../stream/events.ts";
import { parseEventId, type StreamPlace } from "../stream/event-id.ts";
import { watchChanges } from "./changes.ts";
import type { Encoding } from "./delta-text.ts";
import { unknownSequenceId } from "./history.ts";
import type { FollowOptions } from "./persister.ts";
import { parseHeadBody, parseRowBody, type RowBody, statusOfRow } from "./row-body.ts";
import type { AppKey, HistoryStore, ReadHead, StoredRow } from "./store.ts";

/** What a follower needs to know of its persister. */
export interface FollowSettings {
  readonly store: HistoryStore;
  readonly encoding: Encoding;
  readonly staleAfterMs: number;
  readonly now: () => number;
}

/** The events of one step's stream out of a store, from a chunk on, waiting for those to come, to the end of the step. */
export async function* followStep(
  key: AppKey,
  sequenceId: number,
  { lastEventId = null, signal, ...given }: FollowOptions,
  settings: FollowSettings,
): AsyncGenerator<AnyRunEvent, void, void> {
  const { store, encoding, now } = settings;
  const last = lastEventId === null ? undefined : parseEventId(lastEventId);
  // An id of another step says nothing of this one.
  let { attempt = 1, from = 0 } = lastEventId === null ? given : last?.sequenceId === sequenceId ? last : {};
  await using changes = await watchChanges(store, key);
  for (;;) {
    signal?.throwIfAborted();
    // The end first: chunks that are read after it are all there are.
    const head = await store.readHead(key);
    const row = head === undefined ? undefined : await rowOf(store, key, sequenceId, head);
    const action = head === undefined ? "" : (parseHeadBody(head.body).action ?? "");
    const where = { path: [], action: row === undefined ? action : (parseRowBody(row.body).action ?? ""), sequenceId };
    for (const batch of await store.readChunks(key, { sequenceId, attempt, from })) {
      if (batch.attempt !== attempt) {
        if (from > 0) yield { type: "rollback", ...where, reason: "retry" };
        [attempt, from] = [batch.attempt, 0];
      }
      for (const [place, text] of batch.chunks.entries()) {
        const index = batch.index + place;
        if (index < from) continue;
        yield { type: "chunk", ...where, attempt, index, chunk: encoding.codec.decode(text) };
        from = index + 1;
      }
    }
    if (row !== undefined) {
      yield* endOf(row, encoding, where, from > 0);
      return;
    }
    const isUnderWay = head?.status === "running" && head.sequenceId === sequenceId;
    if (head === undefined || !isUnderWay) throw unknownSequenceId(key.appId, sequenceId);
    const leftMs = head.aliveAtMs + settings.staleAfterMs - now();
    if (leftMs < 0) throw died(where.action);
    await changes.next(leftMs + 1, signal);
  }
}

/** As `followStep`, from a place on. */
export function followPlace(
  key: AppKey,
  { sequenceId, ...place }: StreamPlace,
  settings: FollowSettings,
): AsyncGenerator<AnyRunEvent, void, void> {
  // prettier-ignore
  return followStep(key, sequenceId, place, settings);
}

/** The events of a step's stream from a place on, and of the steps after it, as long as there are any. */
export async function* followRun(
  key: AppKey,
  place: StreamPlace,
  settings: FollowSettings,
): AsyncGenerator<AnyRunEvent, void, void> {
  // prettier-ignore
  const hasEnded = place.from === Number.POSITIVE_INFINITY;
  let next = hasEnded ? { sequenceId: place.sequenceId + 1, attempt: 1, from: 0 } : place;
  for (;;) {
    const head = await settings.store.readHead(key);
    if (head === undefined || head.sequenceId < next.sequenceId) return;
    try {
      yield* followPlace(key, next, settings);
    } catch (error) {
      if (!isBurrError(error) || error.code !== "unknown-sequence-id") throw error; // an attempt that was given up before it began
    }
    next = { sequenceId: next.sequenceId + 1, attempt: 1, from: 0 };
  }
}

/** The row of a step that has ended. */
async function rowOf(
  store: HistoryStore,
  key: AppKey,
  sequenceId: number,
  head: ReadHead,
): Promise<StoredRow | undefined> {
  if (head.status === "running" && head.sequenceId === sequenceId) return undefined;
  const row = (await store.readRows(key, sequenceId)).at(-1);
  return row !== undefined && parseRowBody(row.body).type === undefined ? row : undefined;
}

function* endOf(
  row: StoredRow,
  encoding: Encoding,
  where: Where,
  hasChunks: boolean,
): Generator<AnyRunEvent, void, void> {
  const body = parseRowBody(row.body);
  const { committed = false, result, suspension } = body;
  const status = statusOfRow(body);
  if (status === "unfinished") throw died(where.action);
  const isCommitted = status === "completed" || committed;
  if (!isCommitted && hasChunks && status !== "suspended") {
    yield { type: "rollback", ...where, reason: status === "aborted" ? "aborted" : "failed" };
  }
  const delta = operationsOf(encoding, row.delta);
  const end = { type: "step-end", ...where, committed: isCommitted, delta } as const;
  yield endEvent(end, { status, result, suspension }, encoding);
}

interface Where {
  readonly path: readonly string[];
  readonly action: string;
  readonly sequenceId: number;
}

function endEvent(
  end: Where & { readonly type: "step-end"; readonly committed: boolean; readonly delta: readonly Operation[] },
  {
    status,
    result,
    suspension,
  }: {
    readonly status: ReturnType<typeof statusOfRow>;
    readonly result: string | undefined;
    readonly suspension: RowBody["suspension"] | undefined;
  },
  { codec }: Encoding,
): StepEndEvent {
  if (status === "completed")
    return { ...end, status, result: result === undefined ? undefined : codec.decode(result) };
  if (status === "suspended" && suspension !== undefined) {
    return { ...end, status, suspension: { name: suspension.name, payload: codec.decode(suspension.payload) } };
  }
  if (status === "aborted") return { ...end, status };
  return { ...end, status: "failed", error: { code: "action-failed", message: "The action failed." } };
}

/** The operations of a row, as events tell them. */
function operationsOf({ codec, keys }: Encoding, text: string): Operation[] {
  const stored = codec.decode(text) as readonly (readonly [Operation["op"] | "code", string, unknown?])[]; // as deltaText() wrote them
  return stored.map(([op, key, value]): Operation => {
    if (op === "delete") return { op, key };
    return op === "code" ? { op: "set", key, value: keys[key]?.decode(value) } : { op, key, value };
  });
}

function died(action: string): BurrError {
  return new BurrError(
    "stream-interrupted",
    `The process that ran "${action}" has died before the end of this stream. Run the application again: the step is tried anew.`,
    {},
  );
}
