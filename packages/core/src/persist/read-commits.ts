import { BurrError } from "../errors.ts";
import type { Commit } from "../undo/commits.ts";
import type { Encoding } from "./delta-text.ts";
import { valuesOf } from "./history.ts";
import type { LoadedRun } from "./persister.ts";
import { parseRowBody, statusOfRow } from "./row-body.ts";
import { rowOfStep } from "./step-end.ts";
import type { AppKey, HistoryStore, StoredRow } from "./store.ts";

/** Rows that are read at a time. */
const pageRows = 500;

/** The commits of a history up to row `last` that count, oldest first: not those that were undone, or gone back behind. */
export async function readCommits(store: HistoryStore, key: AppKey, last: number): Promise<Commit[]> {
  const commits: Commit[] = [];
  for (let first = 0; first <= last; first += pageRows) {
    const rows = await store.readRange(key, first, Math.min(last, first + pageRows - 1));
    if (rows[0]?.index !== first) throw incomplete(key);
    for (const row of rows) addCommit(commits, row);
  }
  return commits;
}

/** The run as it was when a commit was made, whatever came behind it from outside; `undefined` when it is not stored. */
export async function readCommit(
  store: HistoryStore,
  encoding: Encoding,
  key: AppKey,
  sequenceId: number,
): Promise<LoadedRun | undefined> {
  const row = await rowOfStep(store, key, sequenceId);
  if (row === undefined) return undefined;
  let rows = (await store.readRows(key, sequenceId)).filter(({ index }) => index <= row.index);
  if (rows.length === 0) {
    // What came behind it has the snapshot.
    const before = await store.readRows(key, sequenceId - 1);
    const [last] = before.slice(-1);
    if (last === undefined) return undefined;
    rows = [...before, ...(await store.readRange(key, last.index + 1, row.index))];
  }
  const { version = 0, graph } = parseRowBody(row.body);
  const state = valuesOf(encoding, rows);
  return { ...key, sequenceId, state, after: null, status: "completed", version, graph, parent: null, savedAtMs: row.atMs }; // prettier-ignore
}

function addCommit(commits: Commit[], { sequenceId, body: text }: StoredRow): void {
  const body = parseRowBody(text);
  const { type, action, committed, undoes } = body;
  const isCommit = statusOfRow(body) === "completed" || committed === true;
  if (type === "rewound") {
    while ((commits.at(-1)?.sequenceId ?? -1) > sequenceId) commits.pop();
  } else if (undoes !== undefined && isCommit) {
    while ((commits.at(-1)?.sequenceId ?? -1) >= undoes) commits.pop();
  } else if (action !== undefined && isCommit && undoes === undefined) {
    commits.push({ action, sequenceId, before: commits.at(-1)?.action });
  }
}

function incomplete({ appId }: AppKey): BurrError {
  return new BurrError(
    "incomplete-history",
    `The stored history of application "${appId}" does not go back to its beginning, so that not all of its commits can be undone: prune() has cut it off. Keep more with \`retention\`.`,
    { appId },
  );
}
