import { folderName } from "../local/folder-name.ts";
import type { Bucket, Listed } from "./bucket.ts";
import { hourBefore, parsePythonKey, type PythonKey } from "./python-key.ts";

/** An object of an application, and when it was written. */
type PythonObject = Listed & Pick<PythonKey, "time">;

/** The objects of an application of Burr for Python, each kind by time. */
export interface PythonRun {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly logs: readonly PythonObject[];
  readonly graphs: readonly PythonObject[];
  readonly metadata: readonly PythonObject[];
}

// Keys begin with the time of writing: what is new has a late one. What took longer is found when all are listed.
const overlapHours = 1;
const allEveryMs = 600_000;

/** The applications of a project of Burr for Python, which are found only by listing all its objects. */
export class PythonProject {
  readonly #bucket: Bucket;
  readonly #base: string;
  readonly #now: () => number;
  #objects = new Map<string, { readonly listed: Listed; readonly key: PythonKey }>();
  #latest = "";
  #listedAllAtMs = -Infinity;

  /** `base`: what the keys of the project begin with; ends with `/`. */
  constructor(bucket: Bucket, base: string, now: () => number) {
    this.#bucket = bucket;
    this.#base = base;
    this.#now = now;
  }

  /** The applications, by the name of the folder that each would have. */
  async runs(): Promise<ReadonlyMap<string, PythonRun>> {
    const startedAtMs = this.#now();
    const isAll = this.#latest === "" || startedAtMs - this.#listedAllAtMs > allEveryMs;
    const objects = new Map(isAll ? [] : this.#objects);
    const from = isAll ? undefined : this.#base + hourBefore(this.#latest, overlapHours);
    for await (const listed of this.#bucket.list(this.#base, from)) {
      const key = parsePythonKey(listed.key.slice(this.#base.length));
      if (key === undefined) continue;
      objects.set(listed.key, { listed, key });
      if (key.time > this.#latest) this.#latest = key.time;
    }
    if (isAll) this.#listedAllAtMs = startedAtMs;
    this.#objects = objects;
    return grouped(objects.values());
  }

  /** Objects are gone. */
  forget(): void {
    this.#listedAllAtMs = -Infinity;
  }
}

interface Gathered extends PythonRun {
  readonly logs: PythonObject[];
  readonly graphs: PythonObject[];
  readonly metadata: PythonObject[];
}

function grouped(
  objects: Iterable<{ readonly listed: Listed; readonly key: PythonKey }>,
): ReadonlyMap<string, PythonRun> {
  const runs = new Map<string, Gathered>();
  for (const { listed, key } of objects) {
    const { appId, partitionKey, time, file } = key;
    const name = folderName({ appId, partitionKey });
    const run = runs.get(name) ?? { appId, partitionKey, logs: [], graphs: [], metadata: [] };
    runs.set(name, run);
    const list = { log: run.logs, graph: run.graphs, metadata: run.metadata }[file];
    list.push({ ...listed, time });
  }
  for (const { logs, graphs, metadata } of runs.values())
    for (const list of [logs, graphs, metadata]) list.sort(byTime);
  return runs;
}

function byTime(one: PythonObject, other: PythonObject): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  return one.key < other.key ? -1 : 1;
}
