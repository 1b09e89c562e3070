import { BurrError } from "@burrjs/core";
import type { LoadedRun, LoadQuery, StateLoader } from "@burrjs/core/persist";
import { textIn } from "../sql/columns.ts";
import { readRow, type StoredRow } from "./stored-row.ts";
import type { PythonTable, SequenceRange, TableKey } from "./table.ts";
import { checkedRenames, userState } from "./user-state.ts";

/** Loads runs that Python Burr has stored. It never writes: what follows is stored by a persister of ours. */
export interface PythonLoader extends StateLoader {
  /** The ids of the partition's applications, the latest first. `null` (the default): those without a partition. */
  listAppIds(partitionKey?: string | null): Promise<string[]>;
}

/** How to find and to read what Python Burr has stored. */
export interface PythonLoaderOptions {
  /** As it was given to the persister in Python. Default: "burr_state". */
  readonly tableName?: string;
  /**
   * New names of keys of the state, by their names in Python: `{ get: "fetched" }`. Needed for keys that have the name of
   * an operation of state; of use for keys that start with "__", which are left out otherwise.
   */
  readonly rename?: Readonly<Record<string, string>>;
}

const anyStep: SequenceRange = { first: 0, last: Number.MAX_SAFE_INTEGER };

/** The loader of `table`. */
export function loaderOf(table: PythonTable, { rename = {} }: PythonLoaderOptions): PythonLoader {
  const renames = checkedRenames(rename);
  return {
    async load(query) {
      const key = await keyOf(table, query);
      if (key === undefined) return undefined;
      const row = await rowOf(table, key, query.sequenceId);
      if (row === undefined) return undefined;
      return {
        appId: row.appId,
        partitionKey: query.partitionKey ?? null,
        sequenceId: row.sequenceId,
        state: userState(row.state, renames),
        after: row.status === "completed" ? row.position : await committedBefore(table, key, row),
        status: row.status,
        version: 0,
        graph: null,
        parent: null,
        savedAtMs: row.savedAtMs,
      } satisfies LoadedRun;
    },
    async listAppIds(partitionKey) {
      const rows = await table.apps(partitionKey ?? "");
      return rows.map((row) => textIn(row, "app_id"));
    },
  };
}

async function keyOf(table: PythonTable, query: LoadQuery): Promise<TableKey | undefined> {
  const partitionKey = query.partitionKey ?? "";
  if (query.appId !== undefined) return { partitionKey, appId: query.appId };
  const row = await table.lastApp(partitionKey);
  return row === undefined ? undefined : { partitionKey, appId: textIn(row, "app_id") };
}

async function rowOf(table: PythonTable, key: TableKey, sequenceId?: number): Promise<StoredRow | undefined> {
  const range = sequenceId === undefined ? anyStep : { first: sequenceId, last: sequenceId };
  const row = await table.lastRow(key, range);
  if (row !== undefined) return readRow(row);
  if (sequenceId === undefined || (await table.lastRow(key, anyStep)) === undefined) return undefined;
  const { appId } = key;
  throw new BurrError(
    "unknown-sequence-id",
    `The application "${appId}" has no step ${sequenceId} in the table "${table.name}". Leave \`sequenceId\` out to load ` +
      "its last step.",
    { appId, sequenceId },
  );
}

/**
 * The action that was committed before the attempt of `row`. Python Burr takes the name out of the state when it goes on
 * with an action that has failed; then it stands in an earlier attempt at the same action.
 */
async function committedBefore(table: PythonTable, key: TableKey, row: StoredRow): Promise<string | null> {
  let one = row;
  while (one.priorStep === null) {
    const found = await table.lastRow(key, { first: 0, last: one.sequenceId - 1 });
    const previous = found === undefined ? undefined : readRow(found);
    if (previous?.position !== row.position || previous.status === "completed") return null;
    one = previous;
  }
  return one.priorStep;
}
