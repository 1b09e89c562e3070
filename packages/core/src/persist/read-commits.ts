import { BurrError } from "../errors.ts";
import type { Commit } from "../undo/commits.ts";
import { parseRowBody, statusOfRow } from "./row-body.ts";
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
