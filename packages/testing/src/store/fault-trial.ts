import assert from "node:assert/strict";

import type { HistoryStore } from "@burrjs/core/persist";
import { Fault, type FaultKind } from "../fault/fault.ts";
import { modelClient, ModelData } from "../model/model-data.ts";
import { ModelStore } from "../model/model-store.ts";
import type { CasePlace } from "./case-place.ts";
import { readWhole, type WholeHistory } from "./whole-history.ts";
import { appKey, Writer } from "./writer.ts";

/** Something done to a store. */
export type Deed = (store: HistoryStore) => Promise<unknown>;

/** A deed during which a call fails, and what is done before. Both are done to a model as well. */
export interface Scenario {
  readonly before: (writer: Writer) => readonly Deed[];
  readonly deed: (writer: Writer) => Deed;
}

/** The ways in which a call can fail. */
export const faultKinds: readonly FaultKind[] = ["before", "after", "crash"];

/**
 * Does the deed again and again, with its first call failing, then its second, and so on until all have had their turn.
 * Each time it must have happened wholly or not at all, and must be possible again.
 */
export async function expectWholeDeeds(place: CasePlace, scenario: Scenario): Promise<void> {
  for (const kind of faultKinds) {
    for (let callsBefore = 0, isMore = true; isMore; callsBefore++) {
      try {
        isMore = await tryDeed(place, scenario, { kind, callsBefore });
      } catch (error) {
        throw new Error(`With "${kind}" as failure of call ${callsBefore + 1}: ${String(error)}`, { cause: error });
      }
    }
  }
}

/** Whether a call has failed; none does, when the deed makes fewer calls. */
async function tryDeed(
  { store, underTest }: CasePlace,
  { before, deed }: Scenario,
  { kind, callsBefore }: { readonly kind: FaultKind; readonly callsBefore: number },
): Promise<boolean> {
  const fault = new Fault();
  const failing = await underTest.openFailing?.(fault);
  if (failing === undefined) return false;
  await failing.store.initialize();
  const model = new ModelStore(modelClient(new ModelData()));
  const key = appKey(`${kind} ${callsBefore}`);
  const writer = new Writer(store, key);
  for (const earlier of before(writer)) for (const one of [store, model]) await earlier(one);
  const whole = { old: await readWhole(model, key), new: await readWhole(model, key) };
  assert.deepEqual(await readWhole(store, key), whole.old);
  const run = deed(writer);
  const result = await run(model);
  whole.new = await readWhole(model, key);

  fault.arm(callsBefore, kind);
  const [done] = await Promise.allSettled([run(failing.store)]);
  fault.disarm();
  if (done.status === "rejected") assert.equal(done.reason, fault.error, "an error of the client is thrown as it is");
  if (kind === "crash") await failing.end();
  const found = visible(await readWhole(kind === "crash" ? store : failing.store, key));
  if (kind !== "crash") assert.deepEqual(visible(await readWhole(store, key)), found);
  const isNew = isSame(found, whole.new);
  if (done.status === "fulfilled") {
    assert.deepEqual(done.value, result);
    assert.deepEqual(found, whole.new, "a deed that succeeded must be done");
  } else if (!isNew) {
    assert.deepEqual(found, whole.old, "a deed that failed must be done wholly or not at all");
    assert.deepEqual(await run(store), result);
    assert.deepEqual(await readWhole(store, key), whole.new);
  }
  if (kind !== "crash") await failing.end();
  return fault.hasStruck;
}

/** Without chunks that have no history: nobody looks for these, and the next `delete` forgets them. */
function visible(history: WholeHistory): WholeHistory {
  if (history.head !== undefined) return history;
  return { ...history, bySequenceId: history.bySequenceId.map(({ rows }) => ({ rows, chunks: [] })) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
