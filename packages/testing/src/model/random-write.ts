import type { StoredRow, StoreWrite } from "@burrjs/core/persist";
import { newToken, startMs } from "../store/writer.ts";
import type { Random } from "./random.ts";

/** What there is before a write. */
export interface BeforeWrite {
  readonly expected: string | null;
  readonly isFirst: boolean;
  readonly rows: readonly StoredRow[];
}

/** A write as a run makes it: a step, a few, another try, a rewind, or no row at all. */
export function randomWrite(random: Random, { expected, isFirst, rows }: BeforeWrite): StoreWrite {
  const added: StoredRow[] = [];
  const count = isFirst ? 1 : random.pick([0, 1, 1, 1, 2, 3, 7]);
  while (added.length < count) added.push(randomRow(random, [...rows, ...added]));
  const last = added.at(-1) ?? rows.at(-1);
  return {
    expected,
    head: {
      token: newToken(),
      status: random.pick(["running", "running", "idle", "suspended"]),
      index: last?.index ?? 0,
      sequenceId: (last?.sequenceId ?? 0) + (random.oneIn(3) ? 1 : 0),
      body: JSON.stringify({ head: random.below(1000) }),
      aliveAtMs: startMs + random.below(20),
    },
    rows: added,
    ...(random.oneIn(2) && { keepsAbort: random.oneIn(2) }),
    ...droppable(random, [...rows, ...added]),
    ...(random.oneIn(3) && { checkpoint: random.pick([null, "1", "2"]) }),
  };
}

/** Now and then an earlier snapshot goes, as it does when there is a newer one. */
function droppable(random: Random, rows: readonly StoredRow[]): Pick<StoreWrite, "dropSnapshot"> {
  const snapshots = rows.filter(({ snapshot }) => snapshot !== undefined).slice(1, -1);
  const old = snapshots[random.below(Math.max(1, snapshots.length))];
  return old !== undefined && random.oneIn(3) ? { dropSnapshot: old.index } : {};
}

function randomRow(random: Random, before: readonly StoredRow[]): StoredRow {
  const [first, last] = [before[0], before.at(-1)];
  const isRewind = last !== undefined && random.oneIn(10);
  const rewound = last === undefined ? 0 : random.below(last.sequenceId - (first?.sequenceId ?? 0) + 1);
  const following = last === undefined ? 0 : last.sequenceId + random.pick([0, 1, 1, 1]);
  return {
    index: last === undefined ? 0 : last.index + 1,
    sequenceId: isRewind ? Math.max(0, last.sequenceId - rewound) : following,
    body: JSON.stringify({ body: random.below(1000) }),
    delta: JSON.stringify([random.below(1000)]),
    atMs: startMs + random.below(1000),
    ...((last === undefined || isRewind || random.oneIn(4)) && {
      snapshot: JSON.stringify({ state: random.below(1000) }),
    }),
  };
}
