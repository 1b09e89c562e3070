import { type Mutant, spoiled, writing, writingRows } from "./mutant.ts";

const everyId = "reads up to a sequence id, from the last snapshot before it";
const latest = "reads from the last snapshot to the last row";
const range = "reads a range of rows in order, both ends included, without snapshots";

/** Mistakes of `readRows` and `readRange`. */
export const readMutants: readonly Mutant[] = [
  {
    mistake: "leaves the last row out",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => (await store.readRows(key, sequenceId)).slice(0, -1),
    })),
    finds: latest,
  },
  {
    mistake: "leaves the row with the snapshot out",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => (await store.readRows(key, sequenceId)).slice(1),
    })),
    finds: latest,
  },
  {
    mistake: "reads from the first row on",
    open: writingRows(({ snapshot, ...row }) =>
      row.index === 0 && snapshot !== undefined ? { ...row, snapshot } : row,
    ),
    finds: latest,
  },
  {
    mistake: "reads backwards",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => (await store.readRows(key, sequenceId)).toReversed(),
    })),
    finds: latest,
  },
  {
    mistake: "ignores the sequence id",
    open: spoiled((store) => ({ readRows: (key) => store.readRows(key) })),
    finds: everyId,
  },
  {
    mistake: "begins at the last snapshot of all, whatever the sequence id",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => {
        const [first] = await store.readRows(key);
        return (await store.readRows(key, sequenceId)).filter(
          ({ index }) => first !== undefined && index >= first.index,
        );
      },
    })),
    finds: everyId,
  },
  {
    mistake: "takes a sequence id for an index",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => {
        if (sequenceId === undefined) return store.readRows(key);
        const [row] = await store.readRange(key, sequenceId, sequenceId);
        return row === undefined ? [] : store.readRows(key, row.sequenceId);
      },
    })),
    finds: "reads nothing for a sequence id without rows",
  },
  {
    mistake: "reads up to the first of several rows of one sequence id",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => {
        const rows = await store.readRows(key, sequenceId);
        if (sequenceId === undefined) return rows;
        return rows.slice(0, rows.findIndex((row) => row.sequenceId === sequenceId) + 1);
      },
    })),
    finds: "reads up to the last of several rows of one sequence id",
  },
  {
    mistake: "takes the row of the highest sequence id for the last",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => {
        if (sequenceId !== undefined) return store.readRows(key, sequenceId);
        const rows = await store.readRange(key, 0, 10_000);
        return rows.length === 0 ? [] : store.readRows(key, Math.max(...rows.map((row) => row.sequenceId)));
      },
    })),
    finds: "reads the rows after a rewind, and those before it by their sequence ids",
  },
  {
    mistake: "reads the nearest earlier sequence id when there is no such one",
    open: spoiled((store) => ({
      readRows: async (key, sequenceId) => {
        const rows = await store.readRange(key, 0, 10_000);
        const nearest = rows.findLast((row) => sequenceId === undefined || row.sequenceId <= sequenceId);
        return nearest === undefined ? [] : store.readRows(key, nearest.sequenceId);
      },
    })),
    finds: "reads nothing for a sequence id without rows",
  },
  {
    mistake: "leaves the last row of a range out",
    open: spoiled((store) => ({ readRange: (key, first, last) => store.readRange(key, first, last - 1) })),
    finds: range,
  },
  {
    mistake: "reads a range with snapshots",
    open: spoiled((store) => ({
      readRange: async (key, first, last) =>
        (await store.readRange(key, first, last)).map((row) => ({ ...row, snapshot: "1" })),
    })),
    finds: range,
  },
  {
    mistake: "orders a range as text",
    open: spoiled((store) => ({
      readRange: async (key, first, last) =>
        (await store.readRange(key, first, last)).toSorted((a, b) => (String(a.index) < String(b.index) ? -1 : 1)),
    })),
    finds: "stores several rows of one write, some with snapshots",
  },
  {
    mistake: "keeps times in 32 bits",
    open: writingRows((row) => ({ ...row, atMs: row.atMs | 0 })),
    finds: "gives the rows themselves back exactly, late times included",
  },
  {
    mistake: "stores no row that says nothing",
    open: writing((write) => ({ ...write, rows: write.rows.filter(({ body }) => body !== '""') })),
    finds: "gives the rows themselves back exactly, late times included",
  },
];
