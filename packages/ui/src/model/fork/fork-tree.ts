import type { RunHeader } from "@burrjs/protocol";
import { isSameRun, type RunName } from "../compare/run-name.ts";

/** A run in the tree of forks. */
export interface ForkNode {
  readonly run: RunName;
  /** `undefined`: its log is gone. */
  readonly header: RunHeader | undefined;
  /** The step of the run above that it begins behind; `null`: the tree begins here, or it is not known. */
  readonly after: number | null;
  /** What was said of it when it was forked. */
  readonly about: ForkAbout;
  /** The newest last. */
  readonly forks: readonly ForkNode[];
  readonly isCurrent: boolean;
}

/** What the first step of a fork tells of it. */
export interface ForkAbout {
  readonly label?: string;
  readonly mode?: string;
}

/** The runs of a tree, with what is known of each. */
export interface KnownRun {
  readonly header: RunHeader | undefined;
  readonly about: ForkAbout;
}

/** A run by its name, in a map. */
export function nodeKey({ partition, app }: RunName): string {
  return JSON.stringify([partition, app]);
}

/** The forks of a run, the newest last; each once. */
export function forksOf(
  header: RunHeader | undefined,
): readonly { readonly run: RunName; readonly after: number | null }[] {
  const found: { readonly run: RunName; readonly after: number | null; readonly atMs: number }[] = [];
  for (const {
    kind,
    app_id: app,
    partition_key: partition,
    sequence_id: after,
    at_ms: atMs,
  } of header?.children_list ?? []) {
    const run = { app, partition };
    if (kind === "fork" && !found.some((one) => isSameRun(one.run, run))) found.push({ run, after, atMs });
  }
  return found.toSorted((one, other) => one.atMs - other.atMs);
}

/** The tree from a run down. A run that comes again below itself (logs can say anything) is left out. */
export function forkTree(root: RunName, known: ReadonlyMap<string, KnownRun>, current: RunName): ForkNode {
  const seen = new Set<string>();
  const build = (run: RunName, after: number | null): ForkNode | undefined => {
    const key = nodeKey(run);
    const one = known.get(key);
    if (seen.has(key) || one === undefined) return undefined;
    seen.add(key);
    const forks = forksOf(one.header).flatMap((fork) => build(fork.run, fork.after) ?? []);
    return { run, header: one.header, after, about: one.about, forks, isCurrent: isSameRun(run, current) };
  };
  return build(root, null) ?? { run: root, header: undefined, after: null, about: {}, forks: [], isCurrent: true };
}

/** How many runs a tree has. */
export function treeSize({ forks }: ForkNode): number {
  return forks.reduce((sum, fork) => sum + treeSize(fork), 1);
}
