import { type ModelUsage, type StepColumn, stepColumns, type StepRow, type StepState } from "@burrjs/protocol";
import { type ColumnsHead, readColumns } from "./column-bytes.ts";
import { goesOn } from "./going-on.ts";

const blockLength = 256;

/** What of a step's tokens has its price. */
type StepUsage = Pick<ModelUsage, "model" | "input" | "output" | "cached">;

/** A step as lists show it. Times in milliseconds; what is not known is `null`. */
export interface StepCells {
  readonly n: number;
  readonly sequenceId: number;
  readonly repeat: number;
  readonly action: string;
  readonly kind: "action" | "stream";
  readonly status: StepState;
  readonly attempt: number;
  readonly startedMs: number;
  readonly durationMs: number | null;
  readonly firstChunkMs: number | null;
  readonly chunks: number;
  readonly spans: number;
  readonly children: number;
  readonly tokens: number;
  /** Those of each model. */
  readonly usage: readonly StepUsage[];
  readonly hasError: boolean;
  /** Whether it undid another step: it is no visit of its action. */
  readonly isUndo: boolean;
  readonly gap: boolean;
  /** The action whose transition led to it. */
  readonly from: string | null;
}

/** What pictures of a whole run show of a step. */
export type StepSketch = Pick<
  StepCells,
  "action" | "kind" | "status" | "startedMs" | "durationMs" | "chunks" | "tokens"
>;

type Cells = Readonly<Record<StepColumn, ArrayLike<number>>>;

/**
 * The steps of a run in columns: a list of 100,000 takes some 6 MB. Steps that come later are added as rows, those that
 * change are put over the old ones.
 */
export class StepColumns {
  /** By name as fields, and not in a map: what goes over all steps reads millions of cells. */
  readonly #cells: Cells;
  readonly #head: ColumnsHead;
  /** Steps that came later, by their place, in blocks: what has not changed is shared with the columns before. */
  #later: ReadonlyMap<number, readonly (StepCells | undefined)[]> = new Map();
  #count: number;

  constructor(head: ColumnsHead, cells: Cells) {
    this.#head = head;
    this.#cells = cells;
    this.#count = head.to;
  }

  /** Of no steps: nothing of the log is known. */
  static get empty(): StepColumns {
    return new StepColumns(
      {
        from: 0,
        to: 0,
        total: 0,
        columns: [],
        actions: [],
        models: [],
        roles: [],
        usage: {},
        statuses: [],
        kinds: [],
        indexed: 0,
      },
      cellsIn(new Map()),
    );
  }

  /** Of what the server gives. */
  static of(bytes: ArrayBuffer): StepColumns {
    const { head, cells } = readColumns(bytes);
    return new StepColumns(head, cellsIn(cells));
  }

  get length(): number {
    return this.#count;
  }

  /** How much of the log the server has looked through. */
  get indexed(): number {
    return this.#head.indexed;
  }

  /** The step at a place in the list; `undefined` behind its end. */
  at(n: number): StepCells | undefined {
    const later = this.#laterAt(n);
    if (later !== undefined || n < this.#head.from || n >= this.#head.to) return later;
    const cells = this.#cells;
    const at = n - this.#head.from;
    return {
      n,
      sequenceId: cells.sequence_id[at] ?? 0,
      repeat: cells.repeat[at] ?? 0,
      attempt: cells.attempt[at] ?? 0,
      firstChunkMs: known(cells.first_chunk_ms[at] ?? 0),
      spans: cells.spans[at] ?? 0,
      children: cells.children[at] ?? 0,
      usage: this.usageAt(n),
      hasError: cells.error[at] === 1,
      isUndo: this.isUndoAt(n),
      gap: cells.gap[at] === 1,
      from: this.fromAt(n),
      ...this.sketchAt(n),
    };
  }

  /** The action of the step at a place: cheaper than the whole step. */
  actionAt(n: number): string {
    const later = this.#laterAt(n);
    if (later !== undefined) return later.action;
    return this.#head.actions[this.#cells.action[n - this.#head.from] ?? -1] ?? "";
  }

  /** What pictures of all steps show of the one at a place: cheaper than the whole step. */
  sketchAt(n: number): StepSketch {
    const later = this.#laterAt(n);
    if (later !== undefined) return later;
    const {
      action,
      kind,
      status,
      started_ms: started,
      duration_ms: duration,
      chunks,
      input_tokens: input,
      output_tokens: output,
    } = this.#cells;
    const { actions, kinds, statuses, from } = this.#head;
    const at = n - from;
    return {
      action: actions[action[at] ?? -1] ?? "",
      kind: kinds[kind[at] ?? 0] ?? "action",
      status: statuses[status[at] ?? 0] ?? "running",
      startedMs: started[at] ?? 0,
      durationMs: known(duration[at] ?? 0),
      chunks: chunks[at] ?? 0,
      tokens: (input[at] ?? 0) + (output[at] ?? 0),
    };
  }

  /** The tokens of the step at a place: cheaper than the whole step. */
  usageAt(n: number): readonly StepUsage[] {
    const told = this.#laterAt(n)?.usage ?? this.#head.usage[n];
    if (told !== undefined) return told;
    const at = n - this.#head.from;
    const [input = 0, output = 0, cached = 0] = [
      this.#cells.input_tokens[at],
      this.#cells.output_tokens[at],
      this.#cells.cached_tokens[at],
    ];
    const model = this.#head.models[this.#cells.model[at] ?? 0] ?? "";
    return input + output === 0 ? [] : [{ model, input, output, cached }];
  }

  /** The action whose transition led to the step at a place: cheaper than the whole step. `null`: none did. */
  fromAt(n: number): string | null {
    const later = this.#laterAt(n);
    if (later !== undefined) return later.from;
    const name = this.#head.actions[this.#cells.from[n - this.#head.from] ?? -1] ?? "";
    return name === "" ? null : name;
  }

  /** Whether steps are missing before the one at a place: cheaper than the whole step. */
  gapAt(n: number): boolean {
    return this.#laterAt(n)?.gap ?? this.#cells.gap[n - this.#head.from] === 1;
  }

  /** Whether the step at a place undid another one: cheaper than the whole step. */
  isUndoAt(n: number): boolean {
    const { roles, from } = this.#head;
    return this.#laterAt(n)?.isUndo ?? roles[this.#cells.role[n - from] ?? -1] === "undo";
  }

  /** When the step at a place began, and how long it took: cheaper than the whole step. */
  timesAt(n: number): { readonly startedMs: number; readonly durationMs: number | null } {
    const later = this.#laterAt(n);
    if (later !== undefined) return later;
    const at = n - this.#head.from;
    return {
      startedMs: this.#cells.started_ms[at] ?? 0,
      durationMs: known(this.#cells.duration_ms[at] ?? Number.NaN),
    };
  }

  /** The place of a step; of those with one id the last, unless `repeat` says which. −1 when there is none. */
  find(sequenceId: number, repeat?: number): number {
    // Ids grow by one, but for gaps and repeats: the place is close to the id.
    const first = this.at(0)?.sequenceId ?? 0;
    const guess = Math.min(Math.max(0, sequenceId - first), Math.max(0, this.#count - 1));
    let found = -1;
    const look = (n: number): void => {
      const id = this.#laterAt(n)?.sequenceId ?? this.#cells.sequence_id[n - this.#head.from];
      if (id !== sequenceId) return;
      if (repeat === undefined ? n > found : this.at(n)?.repeat === repeat) found = n;
    };
    for (let n = 0; n < this.#count; n += 1) {
      const near = guess + n;
      if (near < this.#count) look(near);
      if (guess - n >= 0 && n > 0) look(guess - n);
      if (found >= 0 && n > 64) break;
    }
    return found;
  }

  /** Columns with these rows added or put in the place of old ones. */
  with(rows: readonly StepRow[]): StepColumns {
    return rows.length === 0 ? this : this.#withCells(rows.map(cellsOf));
  }

  #withCells(all: readonly StepCells[]): StepColumns {
    const next = new StepColumns(this.#head, this.#cells);
    const later = new Map(this.#later);
    const copied = new Map<number, (StepCells | undefined)[]>();
    next.#count = this.#count;
    for (const one of all) {
      const block = Math.floor(one.n / blockLength);
      const cells = copied.get(block) ?? [...(later.get(block) ?? [])];
      copied.set(block, cells);
      later.set(block, cells);
      cells[one.n % blockLength] = one;
      next.#count = Math.max(next.#count, one.n + 1);
    }
    next.#later = later;
    return next;
  }

  /** What a run without a process shows: its last step runs no more, also where nobody told since. */
  lost(): StepColumns {
    const last = this.at(this.#count - 1);
    if (last === undefined || !goesOn(last.status)) return this;
    return this.#withCells([{ ...last, status: "lost" }]);
  }

  #laterAt(n: number): StepCells | undefined {
    return this.#later.size === 0 ? undefined : this.#later.get(Math.floor(n / blockLength))?.[n % blockLength];
  }
}

/** A row of the server as lists show it. */
export function cellsOf(row: StepRow): StepCells {
  const { tokens } = row;
  return {
    n: row.n,
    sequenceId: row.sequence_id,
    repeat: row.repeat,
    action: row.action,
    kind: row.kind,
    status: row.status,
    attempt: row.attempt,
    startedMs: row.started_ms,
    durationMs: row.duration_ms,
    firstChunkMs: row.first_chunk_ms,
    chunks: row.chunks,
    spans: row.spans,
    children: row.children,
    tokens: tokens === null ? 0 : tokens.input + tokens.output,
    usage: row.usage,
    hasError: row.error !== null,
    isUndo: row.role === "undo",
    gap: row.gap,
    from: row.from,
  };
}

/** Each column; one that is not there has no cells. */
function cellsIn(columns: ReadonlyMap<string, ArrayLike<number>>): Cells {
  return Object.fromEntries(stepColumns.map((name) => [name, columns.get(name) ?? []])) as Cells; // it has all names
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
