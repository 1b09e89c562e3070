import type { IngestLine, UnreadableFile } from "@burrjs/protocol";
import type { LogStore } from "./store/store.ts";

/** Where annotations are kept: lines of text per project, of which none is ever changed. */
export interface AnnotationLog {
  /** All lines; `""` when there are none yet, `undefined` when there is no such project. */
  read(project: string): Promise<string | undefined>;
  /** Puts a line at the end, in one piece, although others may do so at the same time. False: there is no such project. */
  append(project: string, line: string): Promise<boolean>;
}

/** Where records go that trackers send. */
export interface IngestSink {
  /**
   * Writes what a line says, unless it was written before. A line that resolves has been written. Rejects when it could not be;
   * then the tracker sends it again.
   */
  accept(line: IngestLine): Promise<void>;
}

/** A file of the web page. */
export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its media type. */
  readonly type: string;
}

/** The files of the web page. */
export interface AssetSource {
  /** `path` is relative and decoded, as `assets/main.js`; what names no file gives `undefined`. */
  get(path: string): Promise<Asset | undefined>;
}

/** Gives bytes as gzip. */
export type Gzip = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;

/** How much is let in at once. */
export interface ServerLimits {
  /** Requests that are served at once, but for event streams. Default: 64. */
  readonly requests?: number;
  /** Event streams at once. Default: 32. */
  readonly eventStreams?: number;
  /** The most bytes of a body. Default: 4 MB. */
  readonly bodyBytes?: number;
  /** How deep the JSON of a body may be nested. Default: 200. */
  readonly bodyDepth?: number;
  /** The most bytes that a tracker sends at once. Default: 16 MB. */
  readonly ingestBytes?: number;
  /** Trackers whose records are taken in at once. Default: 4. */
  readonly ingestRequests?: number;
  /** Runners that are connected at once. Default: 16. */
  readonly runners?: number;
}

/** What a server serves, and to whom. */
export interface ServerOptions {
  /** The logs. The caller closes it. */
  readonly store: LogStore;
  /** The secret of those who may ask: at least 32 characters, made by chance. */
  readonly token: string;
  /** The port it listens on, for its own names and that of its cookie. Default: 7241. */
  readonly port?: number;
  /** Names by which it may be asked, besides `localhost`, `127.0.0.1` and `[::1]` with the port: `burr.example.com`, `10.0.0.2:7241`. */
  readonly allowedHosts?: readonly string[];
  /** Whether to believe `X-Forwarded-Host` and `X-Forwarded-Proto`. Default: false. */
  readonly trustProxy?: boolean;
  /** The path it is mounted at: `/burr`. Default: the top. */
  readonly basePath?: string;
  /** Lets anybody read who reaches it. Changes need the token all the same. Default: false. */
  readonly noToken?: boolean;
  /** Takes away all that changes something. Default: false. */
  readonly readOnly?: boolean;
  /** Lets the web page of Burr for Python write annotations, once it has the cookie. Default: false. */
  readonly v0Writes?: boolean;
  /** The folder of the logs, which the page names. Absent: they are in none. */
  readonly dir?: string;
  /** Whether that is where trackers and commands look by themselves, so that the page need not tell them. Default: false. */
  readonly isUsualDir?: boolean;
  /** What of the logs is there and cannot be read, looked up when Doctor is opened. Default: nothing. */
  readonly unreadable?: () => Promise<readonly UnreadableFile[]>;
  /** Where annotations are kept. Absent: there are none. */
  readonly annotations?: AnnotationLog;
  /** Where records go that trackers send. Absent: none are taken. */
  readonly ingest?: IngestSink;
  /** More secrets, good for sending records alone. */
  readonly ingestTokens?: readonly string[];
  /**
   * Secrets of runners: programs that fork runs when the page asks for it. Each has at least 32 characters, and is good for
   * nothing else; without one, no runner can connect.
   */
  readonly runnerTokens?: readonly string[];
  /** The web page. Absent: a page that says how to get it. */
  readonly assets?: AssetSource;
  readonly limits?: ServerLimits;
  /** How large answers are compressed. Default: by the streams of the web, which take long for megabytes. */
  readonly gzip?: Gzip;
  /** Told of what should not have happened; the client sees `internal` and no more. Default: nobody. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Calls back after some milliseconds, and gives what stops that. */
  readonly schedule?: (run: () => void, delayMs: number) => () => void;
}

/** The options with all that was left open filled in. */
export interface Settings extends Required<
  Omit<ServerOptions, "dir" | "annotations" | "ingest" | "assets" | "gzip" | "limits">
> {
  readonly dir: string | undefined;
  readonly annotations: AnnotationLog | undefined;
  readonly ingest: IngestSink | undefined;
  readonly assets: AssetSource | undefined;
  readonly gzip: Gzip | undefined;
  readonly limits: Required<ServerLimits>;
}
