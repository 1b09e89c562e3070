import type { RunnerSummary } from "./runner.ts";

/** A file or folder of the logs that is there, and cannot be read. */
export interface UnreadableFile {
  readonly path: string;
  readonly what: string;
  /** What to do. */
  readonly remedy: string;
}

/** What a server says of itself. */
export interface ServerMeta {
  readonly name: "burr";
  readonly version: string;
  readonly capabilities: Readonly<Record<"notes" | "ingestion" | "writes" | "forks", boolean>>;
  readonly security: { readonly reads: "token" | "open"; readonly writes: "token" | "none" };
  /** The folder of the logs; `null`: they are in none. */
  readonly dir: string | null;
  /** Whether that is the folder which trackers and commands take by themselves. */
  readonly is_usual_dir: boolean;
  /** Programs that can fork runs. */
  readonly runners: readonly RunnerSummary[];
  readonly limits: Readonly<Record<"body_bytes" | "ingest_bytes" | "event_streams", number>>;
}
