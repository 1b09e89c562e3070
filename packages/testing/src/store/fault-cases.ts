import assert from "node:assert/strict";

import { Fault } from "../fault/fault.ts";
import type { Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { type Deed, expectWholeDeeds, faultKinds } from "./fault-trial.ts";
import { appKey, startMs, type WriteParts, Writer } from "./writer.ts";

/** What holds when a call of the client fails; nothing, where a store under test offers no failing client. */
export const faultCases: Cases = {
  "makes a first write wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: () => [],
      deed: (writer) => writing(writer, { rows: [{}, {}, { snapshot: "2" }], checkpoint: "1" }),
    }),
  "makes a write of many rows wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: (writer) => [writing(writer, { checkpoint: "1" })],
      deed: (writer) => {
        const rows = Array.from({ length: 40 }, (_, n) => (n === 7 ? { snapshot: "7" } : {}));
        return writing(writer, { rows, checkpoint: "2", head: { status: "idle" } });
      },
    }),
  "makes a write without rows wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: (writer) => [...history(writer), (store) => store.requestAbort(writer.key)],
      deed: (writer) => writing(writer, { rows: [], checkpoint: null, head: { sequenceId: 6 } }),
    }),
  "refuses a write, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed: (writer) => {
        const write = { ...writer.next({ checkpoint: '"lost"', rows: [{ body: '"lost"' }, {}] }), expected: "other" };
        return (store) => store.write(writer.key, write);
      },
    }),
  "trims wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed:
        ({ key }) =>
        (store) =>
          store.trim(key, { index: 4, snapshot: '"four"' }),
    }),
  "deletes wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed:
        ({ key }) =>
        (store) =>
          store.delete(key),
    }),
  "stores a batch of chunks wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed:
        ({ key }) =>
        (store) =>
          store.appendChunks(key, { sequenceId: 5, attempt: 0, index: 2, chunks: ["1", "2", "3"], atMs: 0 }),
    }),
  "stores a sign of life wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed:
        ({ key, head }) =>
        (store) =>
          store.touch(key, head?.token ?? "", startMs + 1000),
    }),
  "stores a request to abort wholly or not at all, whichever call fails": (place) =>
    expectWholeDeeds(place, {
      before: history,
      deed:
        ({ key }) =>
        (store) =>
          store.requestAbort(key),
    }),
  "can be initialised after an attempt in which any call failed": async ({ openNew }) => {
    for (const kind of faultKinds) {
      const fault = new Fault();
      for (let callsBefore = 0; callsBefore === 0 || fault.hasStruck; callsBefore++) {
        const underTest = await openNew();
        const failing = await underTest.openFailing?.(fault);
        if (failing === undefined) return;
        fault.arm(callsBefore, kind);
        await failing.store.initialize().catch((error: unknown) => {
          assert.equal(error, fault.error);
        });
        await failing.end();
        await underTest.store.initialize();
        const writer = new Writer(underTest.store, appKey("app"));
        await writer.write();
        await expectWritten(underTest.store, writer);
      }
    }
  },
};

function writing(writer: Writer, parts: WriteParts): Deed {
  const write = writer.take(parts);
  return (store) => store.write(writer.key, write);
}

/** Six rows, of which only the first has a snapshot, and chunks of the first and the last. */
function history(writer: Writer): Deed[] {
  const rows = Array.from({ length: 4 }, () => ({}));
  const appending =
    (sequenceId: number): Deed =>
    (store) =>
      store.appendChunks(writer.key, { sequenceId, attempt: 0, index: 0, chunks: ["1", "2"], atMs: 0 });
  return [
    writing(writer, { checkpoint: "1" }),
    appending(0),
    writing(writer, { rows }),
    writing(writer, {}),
    appending(5),
  ];
}
