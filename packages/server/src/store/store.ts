import type {
  ApplicationModel,
  Facets,
  KeyChange,
  LogRecord,
  Page,
  Price,
  ProjectGraph,
  ProjectSummary,
  RunFiles,
  RunHeader,
  RunsChange,
  RunsPage,
  SearchHit,
  StateView,
  StepDetail,
  StepRow,
  StreamPart,
  UnreadablePart,
} from "@burrjs/protocol";
import type { Annotation } from "../notes/annotation.ts";

/** Which application. */
export interface RunRef {
  readonly project: string;
  readonly partitionKey: string | null;
  readonly appId: string;
}

/** What is asked for. */
export interface Asked {
  /** The query language of `parseQuery()`. Default: all. */
  readonly q?: string;
  /** Prices that count before those of the list, for what is asked about costs. */
  readonly prices?: readonly Price[];
  /** The time zone whose days are meant, such as `Europe/Berlin`. Default: UTC. */
  readonly zone?: string;
}

/** Which applications of a project, in which order. */
export interface RunQuery extends Asked {
  /** A field of `RunSummary`, or `cost`, with `-` in front for descending. Default: `-last_written_ms`. */
  readonly sort?: string;
  readonly cursor?: string;
  /** Default: 100; at most 1,000. */
  readonly limit?: number;
  /** Only this partition: `null` for those without one. Default: all. */
  readonly partitionKey?: string | null;
}

/** Which steps. */
export interface StepQuery extends Asked {
  readonly cursor?: string;
  /** Default: 200; at most 1,000. */
  readonly limit?: number;
  readonly direction?: "forward" | "back";
  /** Open the page around this step instead. */
  readonly around?: number;
}

/** What has changed in a run since it was looked at. `place`: pass it as `from` to go on. */
export interface RunChange {
  /** `<generation>:<byte offset>`. */
  readonly place: string;
  /** The rows of steps that began or changed. */
  readonly steps: readonly StepRow[];
  /** New chunks of streams, by step. */
  readonly chunks: readonly {
    readonly sequence_id: number;
    readonly attempt: number;
    readonly i: number;
    readonly dt_us: readonly number[];
    readonly items: readonly unknown[];
  }[];
  readonly header: RunHeader;
  /** The log is another one: begin anew. */
  readonly reset?: true;
}

/** The logs below one place, with what was made of them. Broken data never throws: it is left out, and counted. */
export interface LogStore {
  /** `zone`: whose days are counted. Default: UTC. */
  projects(options?: Pick<Asked, "zone">): Promise<readonly ProjectSummary[]>;
  /** `undefined`: no such project. */
  runs(project: string, query: RunQuery): Promise<RunsPage | undefined>;
  facets(project: string, asked?: Asked): Promise<Facets | undefined>;
  /** What the applications of a project that a query asks for come to on one of their graphs; default: the newest that has any. */
  graph(project: string, options?: Asked & { readonly hash?: string | null }): Promise<ProjectGraph | undefined>;
  run(ref: RunRef): Promise<RunView | undefined>;
  /** Whether there was one. `undefined`: logs of this place cannot be deleted. */
  remove(ref: RunRef): Promise<boolean | undefined>;
  /** What becomes of the applications of a project: first nothing, from that moment on all. Ends with the signal. */
  watchRuns(project: string, signal: AbortSignal): AsyncIterable<RunsChange>;
  close(): Promise<void>;
}

/** One application as its log tells of it. Where a step is asked for by id, `repeat` tells steps with one id apart; default: the last. */
export interface RunView {
  readonly ref: RunRef;
  /** What all else is read from. */
  readonly files: RunFiles;
  header(): Promise<RunHeader>;
  /** `hash`: of a graph that it had; default: the one of the last run. */
  graph(hash?: string): Promise<ApplicationModel | undefined>;
  steps(query: StepQuery): Promise<Page<StepRow>>;
  /**
   * Columns of the steps `from` to before `to`, for lists of 100,000: one JSON line (names, types, offsets, the dictionary
   * of actions), then the columns as little-endian arrays, each aligned to 8 bytes from the end of that line (which is padded). A column
   * that is the same all along has its `value` in the line (`null` for NaN), and neither an offset nor an array.
   */
  columns(options: {
    readonly from?: number;
    readonly to?: number;
    readonly names?: readonly string[];
  }): Promise<Uint8Array>;
  step(sequenceId: number, repeat?: number): Promise<StepDetail | undefined>;
  /** `path`: a JSON Pointer, default the whole. `undefined`: no such step or path. */
  state(
    sequenceId: number,
    options?: {
      readonly at?: "before" | "after";
      readonly path?: string;
      readonly depth?: number;
      readonly page?: number;
      readonly repeat?: number;
    },
  ): Promise<StateView | undefined>;
  /** The whole state, in the form of the log, large values brought back. */
  stateValue(
    sequenceId: number,
    at?: "before" | "after",
    repeat?: number,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /**
   * A value in full, as it stands in the log, large values brought back: of the state around a step, or of what its records give
   * (attributes: by the id of the span, `""` for those of the step, and the name). `undefined`: nothing stands there.
   */
  value?(
    sequenceId: number,
    options: {
      readonly of: "before" | "after" | "inputs" | "answers" | "result" | "attributes";
      /** A JSON Pointer. Default: the whole. */
      readonly path?: string;
      readonly repeat?: number;
    },
  ): Promise<{ readonly value: unknown } | undefined>;
  keyHistory(
    pointer: string,
    options?: { readonly cursor?: string; readonly limit?: number },
  ): Promise<Page<KeyChange>>;
  stream(
    sequenceId: number,
    options?: {
      readonly attempt?: number;
      readonly from?: number;
      readonly limit?: number;
      readonly repeat?: number;
    },
  ): Promise<StreamPart | undefined>;
  /** Where a text stands in the log. `ignoreCase`: whether `A` is `a`, in ASCII. Default: no. */
  search(text: string, signal?: AbortSignal, options?: { readonly ignoreCase?: boolean }): AsyncIterable<SearchHit>;
  /** What changes from a place on, from now on without one. Ends with the signal. */
  watch(options: { readonly from?: string; readonly signal: AbortSignal }): AsyncIterable<RunChange>;
  /** The bytes of a large value of this application; absent: they cannot be had. `hash`: 64 hexadecimal digits. */
  blob?(hash: string): Promise<Uint8Array | undefined>;
  /** The run as a file that can be read back, line by line, with those of the notes of its project that are about it. */
  archive(notes: readonly Annotation[]): AsyncIterable<string>;
  /** All readable records, from the first on. */
  records(): AsyncIterable<LogRecord>;
  /** Where lines could not be read. */
  unreadable(): Promise<readonly UnreadablePart[]>;
}
