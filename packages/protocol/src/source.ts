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

/** Where logs are read: a folder, a bucket. Names that are no names of what is there give `undefined`, and never a path. */
export interface LogSource {
  projects(): Promise<readonly ProjectEntry[]>;
  runs(project: string): Promise<readonly RunEntry[] | undefined>;
  open(project: string, key: string): Promise<RunFiles | undefined>;
  /** Calls back when the log of a run may have grown, and returns what ends that. Absent: look again and again. */
  watch?(project: string, key: string, changed: () => void): () => void;
  /** Deletes an application with all its files. Absent: it cannot. */
  remove?(project: string, key: string): Promise<boolean>;
}
