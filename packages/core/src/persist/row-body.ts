import { BurrError } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";
import type { StepStatus } from "../stream/events.ts";
import type { ParentPointer, SpawnedBy } from "./persister.ts";

/** What a row is about. Fields that have their usual value are left out of the text. */
export interface RowBody {
  /** Usually that of a step: left out. */
  readonly type?: "created" | "forked" | "rewound" | "changed" | "updated" | "answered" | "withdrawn";
  /** Of the attempt, in rows of steps. */
  readonly action?: string;
  /** Usually 1. */
  readonly attempt?: number;
  /** In rows of steps; usually "completed". */
  readonly status?: Exclude<StepStatus, "completed"> | "unfinished";
  /** The action of the last commit; left out where that is this row's own. */
  readonly after?: string | null;
  /** Whether an aborted step kept its partial output. */
  readonly committed?: boolean;
  /** Of the last commit, where that is not this row's. */
  readonly commit?: number;
  /** In rows of an `undo`: the sequence id of the commit that it undoes. */
  readonly undoes?: number;
  /** In rows of an answer: of what. */
  readonly answered?: string;
  /** What the run knows of itself, as the codec writes it; see `RunMeta`. */
  readonly meta?: string;
  /** What the step reported, as the codec writes it; in rows of steps whose stream is logged, and of children. */
  readonly result?: string;
  /** The version of the state; usually 0. */
  readonly version?: number;
  /** The hash of the graph. */
  readonly graph: string;
}

/** The snapshots of a history that matter for the next one; see `snapshots.ts`. */
export interface Snapshots {
  /** Of the last one: its row, its characters, and whether it stays when there is a newer one. */
  readonly last: { readonly index: number; readonly chars: number; readonly isKept: boolean };
  /** Characters of the last one before it that stays, and of the deltas between that and the last one. */
  readonly keptChars: number;
  readonly sinceKeptChars: number;
}

/** What a head knows besides the fields that the store looks at. */
export interface HeadBody {
  /** Of the attempt under way. */
  readonly action?: string;
  readonly attempt?: number;
  /** Of an application that has got all its answers, and that nobody has run since: the action that they are for. */
  readonly answered?: string;
  readonly after: string | null;
  readonly parent?: ParentPointer;
  /** Of a child: the step that has spawned it. */
  readonly spawnedBy?: SpawnedBy;
  readonly snapshots: Snapshots;
  /** Characters of the deltas since the last snapshot. */
  readonly deltaChars: number;
}

/** The body of a row, read from its text. */
export function parseRowBody(text: string): RowBody {
  return parse(text, (body) => typeof body.graph === "string") as unknown as RowBody;
}

/** The body of a head, read from its text. */
export function parseHeadBody(text: string): HeadBody {
  return parse(text, (body) => typeof body.deltaChars === "number") as unknown as HeadBody;
}

/** How the attempt of a row ended; `undefined` where the row is of none. */
export function statusOfRow({ type, status }: RowBody): StepStatus | "unfinished" | undefined {
  return type === undefined ? (status ?? "completed") : undefined;
}

/** The action of the last commit, as of a row. */
export function afterRow({ after, action }: RowBody): string | null {
  return after === undefined ? (action ?? null) : after;
}

function parse(text: string, isRight: (body: Readonly<Record<string, unknown>>) => boolean): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Told below: it is no row of ours.
  }
  if (isRecord(body) && isRight(body)) return body;
  throw new BurrError(
    "unreadable-value",
    "A stored row is not one that this version wrote. Another program may have changed it.",
    { tag: null },
  );
}
