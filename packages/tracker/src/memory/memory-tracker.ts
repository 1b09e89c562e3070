import { type ClassCodec, valueCodec } from "@burrjs/core/persist";
import {
  type ApplicationModel,
  type ChildModel,
  type LogRecord,
  type MetadataModel,
  parseRecord,
} from "@burrjs/protocol";
import { type Recorder, recorder, type RecorderOptions } from "../record/recorder.ts";
import type { AppLog, LogPlace, LogSink } from "../sink.ts";

/** What `memoryTracker()` is told. */
export interface MemoryTrackerOptions extends Omit<RecorderOptions, "codec" | "project"> {
  /** Default: `memory`. */
  readonly project?: string;
  /** Codecs of classes whose instances are in state, inputs and such. */
  readonly classes?: readonly ClassCodec[];
}

/** A tracker that keeps all it records, for tests. `partitionKey` is `null` where it is left out. */
export interface MemoryTracker extends Recorder {
  /** The applications that have records, in the order in which they were made. */
  apps(): readonly { readonly appId: string; readonly partitionKey: string | null }[];
  /** The records of an application, in order; none if it has done nothing. */
  log(appId: string, partitionKey?: string | null): readonly LogRecord[];
  /** The same as lines of JSON: what `log.jsonl` would have. */
  lines(appId: string, partitionKey?: string | null): readonly string[];
  metadata(appId: string, partitionKey?: string | null): MetadataModel | undefined;
  graph(appId: string, partitionKey?: string | null): ApplicationModel | undefined;
  /** Its forks, and the applications that it has spawned. */
  children(appId: string, partitionKey?: string | null): readonly ChildModel[];
  /** A large value by its hash. */
  blob(hash: string): Uint8Array | undefined;
}

/** Makes a tracker that keeps what it records in memory, and gives it back as records. For tests: nothing is ever forgotten. */
export function memoryTracker(options: MemoryTrackerOptions = {}): MemoryTracker {
  const { project = "memory", classes = [] } = options;
  const logs = new Map<string, MemoryLog>();
  const blobs = new Map<string, Uint8Array>();
  const logOf = ({ appId, partitionKey }: Pick<LogPlace, "appId" | "partitionKey">): MemoryLog => {
    const key = JSON.stringify([appId, partitionKey]);
    const log = logs.get(key) ?? new MemoryLog(appId, partitionKey, blobs);
    logs.set(key, log);
    return log;
  };
  const sink: LogSink = {
    open(place, files) {
      const log = logOf(place);
      log.metadata ??= files.metadata;
      log.graph ??= files.graph;
      return log;
    },
    addChild(parent, child) {
      const { children } = logOf(parent);
      const isKnown = children.some((one) => one.child.app_id === child.child.app_id && one.event_type === child.event_type && one.sequence_id === child.sequence_id); // prettier-ignore
      if (!isKnown) children.push(child);
    },
  };
  const hooks = recorder(sink, { ...options, project, codec: valueCodec({ classes }) });
  const find = (appId: string, partitionKey: string | null = null): MemoryLog | undefined => {
    void hooks.flush(); // what is held back is written at once
    return logs.get(JSON.stringify([appId, partitionKey]));
  };
  return {
    ...hooks,
    apps: () => [...logs.values()].filter(({ lines }) => lines.length > 0).map(({ appId, partitionKey }) => ({ appId, partitionKey })), // prettier-ignore
    log: (appId, partitionKey) => (find(appId, partitionKey)?.lines ?? []).map(recordOf),
    lines: (appId, partitionKey) => [...(find(appId, partitionKey)?.lines ?? [])],
    metadata: (appId, partitionKey) => find(appId, partitionKey)?.metadata,
    graph: (appId, partitionKey) => find(appId, partitionKey)?.graph,
    children: (appId, partitionKey) => [...(find(appId, partitionKey)?.children ?? [])],
    blob: (hash) => blobs.get(hash),
  };
}

class MemoryLog implements AppLog {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly lines: string[] = [];
  readonly children: ChildModel[] = [];
  metadata: MetadataModel | undefined;
  graph: ApplicationModel | undefined;
  readonly #blobs: Map<string, Uint8Array>;

  constructor(appId: string, partitionKey: string | null, blobs: Map<string, Uint8Array>) {
    this.appId = appId;
    this.partitionKey = partitionKey;
    this.#blobs = blobs;
  }

  write(line: string): void {
    this.lines.push(line);
  }

  writeBlob(hash: string, bytes: Uint8Array): void {
    this.#blobs.set(hash, bytes);
  }

  writeGraph(graph: ApplicationModel): void {
    this.graph = graph;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }
}

function recordOf(line: string): LogRecord {
  const record = parseRecord(line);
  if (record.type !== "unknown" && record.type !== "unreadable") return record;
  throw new TypeError(`A line of the log is no record: ${JSON.stringify(record)}`);
}
