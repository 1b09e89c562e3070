import type { ApplicationModel, ChildModel, MetadataModel } from "@burrjs/protocol";

/** Which application's log. */
export interface LogPlace {
  readonly project: string;
  readonly appId: string;
  readonly partitionKey: string | null;
}

/** Where the recorder puts what it has recorded: local files, memory, another machine. */
export interface LogSink {
  /** Called when an application is made; nothing may be written before the first call of the log. */
  open(place: LogPlace, files: { readonly metadata: MetadataModel; readonly graph: ApplicationModel }): AppLog;
  /** Notes a child or a fork in the log of its parent, whose process may be another one. */
  addChild(parent: LogPlace, child: ChildModel): void;
}

/** The log of one application that is being written. None of its methods throws or waits: what goes wrong goes to `onError`. */
export interface AppLog {
  /** A record as one line of JSON, without the line break. Lines stay in order. */
  write(line: string): void;
  /** A large value, under the SHA-256 of its bytes (64 hexadecimal digits); may be given more than once. */
  writeBlob(hash: string, bytes: Uint8Array): void;
  /** The application has another graph than the one in its folder. */
  writeGraph(graph: ApplicationModel): void;
  /** Resolves when all that was written is out of this process's memory, or given up. Never rejects. */
  flush(): Promise<void>;
  /**
   * Grows when what stands at the end of the log may not be what was written last: lines were lost, or others have written. A patch
   * of the state would then lead nowhere, and the next one is written as a whole. Absent: that is not known.
   */
  readonly breaks?: number;
  /**
   * A run begins: where others may have written, that is looked up now, and `breaks` grows. Absent: an application that is made
   * anew, perhaps after it was gone on with elsewhere, begins with its whole state.
   */
  beginRun?(): void;
  /** Nothing more is written for now: what is held for this log may be let go, once it is written. Writing on is allowed. */
  release?(): void;
}
