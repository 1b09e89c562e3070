import {
  isObject,
  isProjectName,
  type LogSource,
  type ProjectEntry,
  type RunEntry,
  type RunFiles,
  type SmallFile,
} from "@burrjs/protocol";
import { eachAtOnce } from "./at-once.ts";
import type { Bucket } from "./bucket.ts";
import { Fresh } from "./fresh.ts";
import { logGeneration } from "./log-generation.ts";
import type { PartReader, PartRow } from "./part-reader.ts";
import { PythonProject, type PythonRun } from "./python-project.ts";

/** Where logs of Burr for Python are, and what reads them. */
export interface PythonLogsOptions {
  readonly bucket: Bucket;
  readonly reader: PartReader;
  readonly prefix: string;
  readonly now: () => number;
  readonly listingMs: number;
}

/** The logs that the `S3TrackingClient` of Burr for Python has written. It writes an object for each batch of records. */
export class PythonLogs implements LogSource {
  readonly #options: PythonLogsOptions;
  readonly #projects = new Map<string, PythonProject>();
  readonly #listings: Fresh<ReadonlyMap<string, PythonRun>>;

  constructor(options: PythonLogsOptions) {
    this.#options = options;
    const { now, listingMs } = options;
    this.#listings = new Fresh((project) => this.#project(project).runs(), { forMs: listingMs, now });
  }

  /** See `LogSource`. */
  async projects(): Promise<readonly ProjectEntry[]> {
    const { bucket, prefix } = this.#options;
    const entries: ProjectEntry[] = [];
    for (const name of await bucket.names(prefix)) {
      const project = name.slice(0, -1);
      if (!name.endsWith("/") || !isProjectName(project)) continue;
      const runs = (await this.runs(project)) ?? [];
      entries.push({ project, modifiedAtMs: runs.reduce((latest, run) => Math.max(latest, run.modifiedAtMs), 0) });
    }
    return entries;
  }

  /** See `LogSource`. */
  async runs(project: string): Promise<readonly RunEntry[] | undefined> {
    if (!isProjectName(project)) return undefined;
    const runs = await this.#listings.get(project);
    if (runs.size === 0) return undefined;
    return Array.from(runs, ([key, run]) => {
      const objects = [...run.logs, ...run.graphs, ...run.metadata];
      const modifiedAtMs = objects.reduce((latest, object) => Math.max(latest, object.modifiedAtMs), 0);
      return { key, sizeBytes: rowOf(run).ends.at(-1) ?? 0, modifiedAtMs };
    });
  }

  /** See `LogSource`. */
  async open(project: string, key: string): Promise<RunFiles | undefined> {
    if (!isProjectName(project) || !(await this.#listings.get(project)).has(key)) return undefined;
    const { reader, bucket } = this.#options;
    const current = async (): Promise<PythonRun | undefined> => (await this.#listings.get(project)).get(key);
    return {
      key,
      stat: async () => statOf(await current()),
      read: async (from, to) => {
        const run = await current();
        return (run && (await reader.read(rowOf(run), from, to))) ?? new Uint8Array();
      },
      text: async (name) => {
        const run = await current();
        return run && textOf(run, name, bucket);
      },
      blob: () => Promise.resolve(undefined),
    };
  }

  /** See `LogSource`. */
  async remove(project: string, key: string): Promise<boolean> {
    const run = isProjectName(project) ? (await this.#listings.get(project)).get(key) : undefined;
    if (run === undefined) return false;
    const objects = [...run.logs, ...run.graphs, ...run.metadata];
    await eachAtOnce(objects, (object) => this.#options.bucket.delete(object.key));
    this.#project(project).forget();
    this.#listings.forget(project);
    return true;
  }

  #project(name: string): PythonProject {
    const { bucket, prefix, now } = this.#options;
    const project = this.#projects.get(name) ?? new PythonProject(bucket, `${prefix}${name}/`, now);
    this.#projects.set(name, project);
    return project;
  }
}

/** The log as one: between two of its objects there is no line break. */
function rowOf({ logs }: PythonRun): PartRow {
  let end = 0;
  const ends = logs.map(({ sizeBytes }) => (end += sizeBytes + 1));
  return { parts: logs.map(({ key, sizeBytes }) => ({ key, sizeBytes: sizeBytes + 1, addsLineBreak: true })), ends };
}

async function statOf(run: PythonRun | undefined): ReturnType<RunFiles["stat"]> {
  if (run === undefined || run.logs.length === 0) return undefined;
  const dated = run.logs.map(({ key, time, modifiedAtMs }) => ({ name: key, firstStem: time, modifiedAtMs }));
  return {
    sizeBytes: rowOf(run).ends.at(-1) ?? 0,
    modifiedAtMs: run.logs.reduce((latest, { modifiedAtMs }) => Math.max(latest, modifiedAtMs), 0),
    generation: logGeneration(dated),
  };
}

async function textOf(run: PythonRun, name: SmallFile, bucket: Bucket): Promise<string | undefined> {
  // An application that was gone on with has another one each time: its first tells where it came from.
  if (name === "metadata.json") return metadataText(run, await textAt(run.metadata[0]?.key, bucket));
  return name === "graph.json" ? textAt(run.graphs.at(-1)?.key, bucket) : undefined;
}

async function textAt(key: string | undefined, bucket: Bucket): Promise<string | undefined> {
  return key === undefined ? undefined : await bucket.text(key);
}

/** With the ids, which are in the keys alone; what cannot be read says nothing. */
function metadataText({ appId, partitionKey }: PythonRun, text = "{}"): string {
  const none = { type: "application_metadata", parent_pointer: null, spawning_parent_pointer: null };
  return JSON.stringify({ ...none, ...objectIn(text), app_id: appId, partition_key: partitionKey });
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
