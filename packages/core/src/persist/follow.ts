import { Nested } from "../children/nested.ts";
import { isBurrError } from "../errors.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import { parseEventId, type StreamPlace } from "../stream/event-id.ts";
import { watchChanges } from "./changes.ts";
import type { Encoding } from "./delta-text.ts";
import { unknownSequenceId } from "./history.ts";
import type { FollowOptions } from "./persister.ts";
import { parseHeadBody, parseRowBody } from "./row-body.ts";
import { died, endOf, rowOfStep } from "./step-end.ts";
import type { AppKey, HistoryStore, ReadHead } from "./store.ts";

/** What a follower needs to know of its persister. */
export interface FollowSettings {
  readonly store: HistoryStore;
  readonly encoding: Encoding;
  readonly staleAfterMs: number;
  readonly now: () => number;
}

/** How long a reader waits at most before it looks for signs of life. */
const longestPauseMs = 1000;

/** The events of one step's stream out of a store, from a chunk on, waiting for those to come, to the end of the step. */
export async function* followStep(
  key: AppKey,
  sequenceId: number,
  { lastEventId = null, signal, ...given }: FollowOptions,
  settings: FollowSettings,
): AsyncGenerator<AnyRunEvent, void, void> {
  const { store, encoding } = settings;
  const last = lastEventId === null ? undefined : parseEventId(lastEventId);
  // An id of another step says nothing of this one.
  let { attempt = 1, from = 0 } = lastEventId === null ? given : last?.sequenceId === sequenceId ? last : {};
  const hasEnded = from === Number.POSITIVE_INFINITY;
  const pulse = new Pulse(settings);
  await using changes = await watchChanges(store, key);
  for (;;) {
    signal?.throwIfAborted();
    // The end first: chunks that are read after it are all there are.
    const head = await store.readHead(key);
    const isUnderWay = head?.status === "running" && head.sequenceId === sequenceId;
    const row = head === undefined || isUnderWay ? undefined : await rowOfStep(store, key, sequenceId);
    const body = row === undefined ? undefined : parseRowBody(row.body);
    const action = body?.action ?? (isUnderWay ? parseHeadBody(head.body).action : undefined) ?? "";
    const where = { path: [], action, sequenceId };
    for (const batch of hasEnded ? [] : await store.readChunks(key, { sequenceId, attempt, from })) {
      if (batch.attempt !== attempt) {
        if (from > 0) yield { type: "rollback", ...where, reason: "retry" };
        [attempt, from] = [batch.attempt, 0];
      }
      for (const [place, text] of batch.chunks.entries()) {
        const index = batch.index + place;
        if (index < from) continue;
        const chunk = encoding.codec.decode(text);
        yield chunk instanceof Nested ? chunk.event : { type: "chunk", ...where, attempt, index, chunk };
        from = index + 1;
      }
    }
    if (row !== undefined) {
      yield* endOf(row, encoding, where, { attempt, hasChunks: from > 0 && !hasEnded });
      return;
    }
    if (!isUnderWay) throw unknownSequenceId(key.appId, sequenceId);
    if (!pulse.isAlive(head)) throw died(action);
    await changes.next(longestPauseMs, signal);
  }
}

/** The events of a step's stream from a place on, and of the steps after it, as long as there are any. */
export async function* followRun(
  key: AppKey,
  place: StreamPlace,
  options: FollowOptions,
  settings: FollowSettings,
): AsyncGenerator<AnyRunEvent, void, void> {
  const hasEnded = place.from === Number.POSITIVE_INFINITY;
  let next = hasEnded ? { sequenceId: place.sequenceId + 1, attempt: 1, from: 0 } : place;
  for (;;) {
    const head = await settings.store.readHead(key);
    if (head === undefined || head.sequenceId < next.sequenceId) return;
    const { sequenceId, ...rest } = next;
    try {
      yield* followStep(key, sequenceId, { ...options, ...rest }, settings);
    } catch (error) {
      const code = isBurrError(error) ? error.code : undefined;
      // An attempt that was given up before it began, or one that died and was tried again as a later step.
      const isPassed =
        code === "unknown-sequence-id" || (code === "stream-interrupted" && head.sequenceId > sequenceId);
      if (!isPassed) throw error;
      if (code === "stream-interrupted") yield { type: "rollback", path: [], action: "", sequenceId, reason: "failed" };
    }
    next = { sequenceId: sequenceId + 1, attempt: 1, from: 0 };
  }
}

/** Tells by our own clock whether the process of a step is alive: its clock may differ. */
class Pulse {
  readonly #settings: FollowSettings;
  #last: ReadHead | undefined;
  #seenAtMs = 0;

  constructor(settings: FollowSettings) {
    this.#settings = settings;
  }

  isAlive(head: ReadHead): boolean {
    const { now, staleAfterMs } = this.#settings;
    const isFirst = this.#last === undefined;
    if (isFirst || this.#last?.token !== head.token || this.#last.aliveAtMs !== head.aliveAtMs) {
      // What we see for the first time may be old already, but not so old that one clock could be wrong by it.
      const isOld = isFirst && now() - head.aliveAtMs > 4 * staleAfterMs;
      this.#seenAtMs = isOld ? Number.NEGATIVE_INFINITY : now();
    }
    this.#last = head;
    return now() - this.#seenAtMs <= staleAfterMs;
  }
}
