import type { ActionSums, GraphUse, ProjectGraph, TokenCounts, WaySums } from "@burrjs/protocol";
import type { RunFacts } from "./run-facts.ts";
import { tokenKinds } from "../index/run-index.ts";

/** What applications come to together, each way and action once. */
export function summedPaths(all: readonly RunFacts[]): Pick<ProjectGraph, "runs" | "partial" | "actions" | "ways"> {
  const actions = new Map<string, Writable<ActionSums> & { readonly models: Map<string, Writable<TokenCounts>> }>();
  const ways = new Map<string, Map<string, Writable<WaySums>>>();
  for (const { actions: names, path } of all) {
    for (const [place, action] of names.entries()) {
      const failed = path.failed[place] ?? 0;
      const sum = actions.get(action) ?? { ...noSums, action, models: new Map<string, TokenCounts>() };
      actions.set(action, sum);
      sum.runs += 1;
      sum.failed_runs += failed > 0 ? 1 : 0;
      sum.visits += path.visits[place] ?? 0;
      sum.failed += failed;
      sum.duration_ms += path.durationMs[place] ?? 0;
    }
    for (const [place, model, counts] of path.tokens) {
      const models = actions.get(names[place] ?? "")?.models;
      const sum = models?.get(model) ?? { ...noTokens };
      models?.set(model, sum);
      for (const [at, kind] of tokenKinds.entries()) sum[kind] += counts[at] ?? 0;
    }
    for (const [fromPlace, toPlace, taken] of path.ways) {
      const [from, to] = [names[fromPlace] ?? "", names[toPlace] ?? ""];
      const targets = ways.get(from) ?? new Map<string, Writable<WaySums>>();
      ways.set(from, targets);
      const sum = targets.get(to) ?? { from, to, taken: 0, runs: 0 };
      targets.set(to, sum);
      sum.taken += taken;
      sum.runs += 1;
    }
  }
  return {
    runs: all.length,
    partial: all.filter(({ indexed }) => indexed < 1).length,
    actions: [...actions.values()].map(({ models, ...sums }) => ({
      ...sums,
      tokens: [...models].map(([model, tokens]) => ({ model, ...tokens })),
    })),
    ways: [...ways.values()].flatMap((targets) => [...targets.values()]),
  };
}

/** The graphs of a project, of the newest application first, those that only children have last; `wanted` are counted. */
export function graphUses(all: readonly RunFacts[], wanted: readonly RunFacts[]): readonly GraphUse[] {
  const isWanted = new Set(wanted);
  const byHash = new Map<string | null, RunFacts[]>();
  for (const one of all) {
    if (one.graph === null && one.steps === 0) continue;
    const same = byHash.get(one.graph);
    if (same === undefined) byHash.set(one.graph, [one]);
    else same.push(one);
  }
  return [...byHash]
    .map(([hash, facts]) => {
      const newest = newestFirst(facts)[0];
      const use: GraphUse = {
        hash,
        runs: facts.filter((one) => isWanted.has(one)).length,
        last_written_ms: newest?.modifiedAtMs ?? 0,
        first_action: newest?.actions[0] ?? null,
      };
      return { use, isOfChildren: facts.every(({ spawnedBy }) => spawnedBy !== null) };
    })
    .toSorted(
      (one, other) =>
        Number(one.isOfChildren) - Number(other.isOfChildren) || other.use.last_written_ms - one.use.last_written_ms,
    )
    .map(({ use }) => use);
}

/** The applications by when they were written last. */
export function newestFirst(facts: readonly RunFacts[]): readonly RunFacts[] {
  return facts.toSorted((one, other) => other.modifiedAtMs - one.modifiedAtMs);
}

type Writable<T> = { -readonly [TKey in keyof T]: T[TKey] };

const noSums: ActionSums = {
  action: "",
  runs: 0,
  failed_runs: 0,
  visits: 0,
  failed: 0,
  duration_ms: 0,
  tokens: [],
};
const noTokens: TokenCounts = { input: 0, output: 0, cached: 0, reasoning: 0 };
