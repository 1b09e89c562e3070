/** A project that logs were found of. */
export interface ProjectEntry {
  readonly project: string;
  readonly modifiedAtMs: number;
}

/** An application that a log was found of. */
export interface RunEntry {
  /** The name under which its files are found: the folder, not the id. */
  readonly key: string;
  /** Of the log; 0 when there is none yet. */
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** The files of an application that are read as a whole. */
export type SmallFile = "metadata.json" | "graph.json" | "children.jsonl" | `graph-${string}.json`;

/** The log of an application, and what stands beside it. Nothing that was handed out changes. */
export interface RunFiles {
  readonly key: string;
  /** Changes when the log is another one, and not only longer. `undefined` when there is no log (any more). */
  stat(): Promise<
    { readonly sizeBytes: number; readonly modifiedAtMs: number; readonly generation: string } | undefined
  >;
  /** The bytes from `from` to before `to`; fewer when the log ends. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** A small file as text; `undefined` when there is none. */
  text(name: SmallFile): Promise<string | undefined>;
  /** The bytes of a large value; `undefined` when it is not there. `hash`: 64 hexadecimal digits. */
  blob(hash: string): Promise<Uint8Array | undefined>;
}

/**
 * Room for what can be made again from the logs: indexes, summaries. `key`: `null` for what belongs to the whole project.
 * `name` is a plain file name of the caller's (`log.idx`). Neither of the two ever rejects; both refuse names that are no names of
 * what is there. A log's own files are never touched.
 */
export interface CacheRoom {
  /** The bytes that were written last, as a whole; `undefined` when there are none. */
  read(project: string, key: string | null, name: string): Promise<Uint8Array | undefined>;
  /** Puts `bytes` there in one piece (a temporary file that is renamed). Whether it could: a folder may be read-only. */
  write(project: string, key: string | null, name: string, bytes: Uint8Array): Promise<boolean>;
}

/** Where logs are read: a folder, a bucket. Names that are no names of what is there give `undefined`, and never a path. */
export interface LogSource {
  projects(): Promise<readonly ProjectEntry[]>;
  runs(project: string): Promise<readonly RunEntry[] | undefined>;
  open(project: string, key: string): Promise<RunFiles | undefined>;
  /** Calls back when the log of a run may have grown, and returns what ends that. Absent: look again and again. */
  watch?(project: string, key: string, changed: () => void): () => void;
  /** Deletes an application with all its files. Absent: it cannot. */
  remove?(project: string, key: string): Promise<boolean>;
  /** Room beside the logs. Absent: what is made of a log is kept in memory only. */
  readonly cache?: CacheRoom;
}
