// What stands in the address behind the `?`: the whole state of a view. Values that make no sense are left out.

type Given = Readonly<Record<string, unknown>>;

/** Of the list of runs. */
export interface RunsSearch {
  readonly q?: string;
  readonly sort?: string;
  readonly cols?: string;
}

/** Tabs of the run view. */
export const leftViews = ["steps", "chat", "waterfall"] as const;
export const inspectorTabs = ["why", "state", "stream", "io", "spans", "code", "notes", "graph"] as const;

/** What the items of a stream can be shown as, besides text. */
const itemViews = ["raw", "table"] as const;

/** What the graph can show besides the path to the cursor. */
const graphScopes = ["run", "project"] as const;

/** What nodes of a graph can be tinted by, besides how often they were visited. */
const graphMeasures = ["totalMs", "errors", "tokens", "cost"] as const;

/** Of a run. */
export interface RunSearch {
  /** The step under the cursor, and with `r` which of those with this id. */
  readonly s?: number;
  readonly r?: number;
  /** The moment inside the step, in milliseconds since its start, with at most three digits behind the point. */
  readonly m?: number;
  readonly tab?: (typeof inspectorTabs)[number];
  readonly left?: (typeof leftViews)[number];
  readonly q?: string;
  /** What is selected: `span:41:0.2`, `key:/mode`. */
  readonly sel?: string;
  /** Cursor B: `app@41`. */
  readonly b?: string;
  /** How the state is shown: `after`, `before`, `diff`, `b`. */
  readonly view?: "after" | "before" | "diff" | "b";
  /** How the items of a stream are shown, where it is not as text. */
  readonly items?: (typeof itemViews)[number];
  /** `diff`: a source that has changed since is shown by what differs. */
  readonly code?: "diff";
  /** `history`: of the selected key every write is listed. */
  readonly open?: "history";
  /** The part of the run that the waterfall shows, in milliseconds since its start: `2000-41000`. */
  readonly time?: string;
  /** `idle`: the waterfall leaves out the times in which nothing ran. */
  readonly fold?: "idle";
  /** `critical`: the waterfall shows what the run had to wait for. */
  readonly path?: "critical";
  /** What the graph shows, where it is not the path to the cursor. */
  readonly graph?: (typeof graphScopes)[number];
  /** What its nodes are tinted by, where that is not how often they were visited. */
  readonly by?: (typeof graphMeasures)[number];
  /** `list`: the graph is told in rows. */
  readonly ways?: "list";
  /** The child run whose graph is open in the place of this one's, below those that led to it: `runName`s with commas between. */
  readonly in?: string;
  /** The child run whose graph is open inside of its node in the graph that is shown, and the one inside of that: like `in`. */
  readonly inside?: string;
  /** The step that the dialog for forks is open for. */
  readonly fork?: number;
}

/** Of two runs side by side: `partition/app@41`, the partition `~` if there is none. */
export interface CompareSearch {
  readonly a?: string;
  readonly b?: string;
  /** Runs that were forked like `b`, itself included: they are listed, and each can be chosen. */
  readonly set?: readonly string[];
  /** `graph`: the ways of both through the machine, in the place of what differs in the row. */
  readonly show?: "graph";
}

/** Of the graph of a project. */
export interface GraphSearch {
  readonly q?: string;
  /** Which graph; `~`: of runs whose logs do not say. */
  readonly hash?: string;
  readonly by?: (typeof graphMeasures)[number];
  /** `list`: it is told in rows. */
  readonly ways?: "list";
}

/** Of the notes of a project. */
export interface NotesSearch {
  /** Words that stand in them. */
  readonly q?: string;
  /** All of these tags. */
  readonly tag?: readonly string[];
  /** Any of these actions. */
  readonly action?: readonly string[];
  /** `expected`: only those with an expected value. */
  readonly only?: "expected";
}

export function readRunsSearch(given: Given): RunsSearch {
  return kept({ q: text(given["q"]), sort: text(given["sort"]), cols: text(given["cols"]) });
}

export function readRunSearch(given: Given): RunSearch {
  return kept({
    s: whole(given["s"]),
    r: whole(given["r"]),
    m: moment(given["m"]),
    tab: oneOf(inspectorTabs, given["tab"]),
    left: oneOf(leftViews, given["left"]),
    q: text(given["q"]),
    sel: text(given["sel"]),
    b: text(given["b"]),
    graph: oneOf(graphScopes, given["graph"]),
    by: oneOf(graphMeasures, given["by"]),
    ways: oneOf(["list"] as const, given["ways"]),
    in: text(given["in"]),
    inside: text(given["inside"]),
    view: oneOf(["after", "before", "diff", "b"] as const, given["view"]),
    items: oneOf(itemViews, given["items"]),
    code: oneOf(["diff"] as const, given["code"]),
    open: oneOf(["history"] as const, given["open"]),
    time: text(given["time"]),
    fold: oneOf(["idle"] as const, given["fold"]),
    path: oneOf(["critical"] as const, given["path"]),
    fork: whole(given["fork"]),
  });
}

export function readCompareSearch(given: Given): CompareSearch {
  return kept({
    a: text(given["a"]),
    b: text(given["b"]),
    set: texts(given["set"]),
    show: oneOf(["graph"] as const, given["show"]),
  });
}

export function readGraphSearch(given: Given): GraphSearch {
  return kept({
    q: text(given["q"]),
    hash: text(given["hash"]),
    by: oneOf(graphMeasures, given["by"]),
    ways: oneOf(["list"] as const, given["ways"]),
  });
}

export function readNotesSearch(given: Given): NotesSearch {
  return kept({
    q: text(given["q"]),
    tag: texts(given["tag"]),
    action: texts(given["action"]),
    only: oneOf(["expected"] as const, given["only"]),
  });
}

function texts(value: unknown): readonly string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => text(one) ?? []);
  return list.length === 0 ? undefined : [...new Set(list)];
}

function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function whole(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}

function moment(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0
    ? Math.round(number * 1000) / 1000
    : undefined;
}

function oneOf<const TOption extends string>(options: readonly TOption[], value: unknown): TOption | undefined {
  return options.find((option) => option === value);
}

type Kept<T> = { readonly [TKey in keyof T]?: Exclude<T[TKey], undefined> };

/** What makes no sense is there as `undefined`: the router would let through what the address has, else. */
function kept<T extends object>(values: T): Kept<T> {
  return { ...values }; // an option that is `undefined` is read like one that is missing
}
