import { accept, type Migration } from "../application/versions.ts";
import type { Graph } from "../graph/graph.ts";
import { checkedSchemas, type StateSchemas } from "../state/schemas.ts";
import type { AppKey } from "./store.ts";
import type { StateLoader } from "./persister.ts";

/** What today's program makes of stored runs. */
export interface RunReader {
  /** Made by `b.graph()`; an application's `graph` will do. */
  readonly graph: Pick<Graph, "actions">;
  /** As in the application's options. Default: 0. */
  readonly version?: number;
  readonly migrations?: Readonly<Record<number, Migration>>;
  /** What `burr()` is given. Default: values are taken as they are. */
  readonly schemas?: StateSchemas;
}

/** Whether one stored run can be gone on with. */
export interface CheckedRun extends AppKey {
  readonly sequenceId: number | null;
  /** Why not: `incompatible-run`, a value that cannot be read, or what a migration threw. */
  readonly error?: unknown;
}

/**
 * Tries to load and migrate every stored run of a partition, and changes nothing: for a test that runs today's program
 * over samples of what yesterday's has stored.
 */
export async function checkRuns(
  loader: StateLoader & { listAppIds(partitionKey?: string | null): Promise<string[]> },
  { graph: { actions }, version = 0, migrations = {}, schemas: given }: RunReader,
  { partitionKey = null }: { readonly partitionKey?: string | null } = {},
): Promise<CheckedRun[]> {
  const schemas = given === undefined ? undefined : checkedSchemas(given);
  const checked: CheckedRun[] = [];
  for (const appId of await loader.listAppIds(partitionKey)) {
    const key = { partitionKey, appId };
    let sequenceId: number | null = null;
    try {
      const run = await loader.load(key);
      if (run === undefined) continue; // deleted meanwhile
      ({ sequenceId } = run);
      await accept(loader, run, { version, migrations, actions, schemas });
      checked.push({ ...key, sequenceId });
    } catch (error) {
      checked.push({ ...key, sequenceId, error });
    }
  }
  return checked;
}
