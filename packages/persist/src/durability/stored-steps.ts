import type { HistoryStore } from "@burrjs/core/persist";

/** An attempt as it is stored. */
export interface StoredStep {
  readonly sequenceId: number;
  readonly action: string;
  readonly status: string;
  /** What it has appended to `marks`. */
  readonly marks: readonly string[];
}

/** What is stored of an application. */
export interface StoredSteps {
  /** Of all rows, in the order in which they are stored. */
  readonly indexes: readonly number[];
  /** Rows that are about no attempt, such as the first, are left out. */
  readonly steps: readonly StoredStep[];
  readonly headStatus: string | undefined;
}

/** What is stored of an application, read as it stands there. */
export async function storedSteps(store: HistoryStore, appId: string): Promise<StoredSteps> {
  const key = { partitionKey: null, appId };
  const head = await store.readHead(key);
  const rows = await store.readRange(key, 0, Number.MAX_SAFE_INTEGER);
  const steps = rows.flatMap(({ sequenceId, body, delta }): StoredStep[] => {
    const { action, status = "completed" } = JSON.parse(body) as RowText;
    const operations = JSON.parse(delta) as readonly (readonly [string, string, unknown])[]; // as the engine writes them
    const marks = operations.flatMap(([op, name, value]) =>
      op === "append" && name === "marks" ? [String(value)] : [],
    );
    return action === undefined ? [] : [{ sequenceId, action, status, marks }];
  });
  return {
    indexes: rows.map(({ index }) => index),
    steps,
    headStatus: head?.status,
  };
}

/** What we look at in the text of a row: an action is in those of attempts, a status in those that did not complete. */
interface RowText {
  readonly action?: string;
  readonly status?: string;
}
