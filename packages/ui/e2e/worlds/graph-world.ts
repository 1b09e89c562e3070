import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { burr, otherwise } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { clocks } from "./chat-world.ts";
import { ManualClock } from "./manual-clock.ts";

type Numbers = Record<string, unknown>;

/** The projects that `writeGraphWorld()` writes, each with the runs of one kind of graph. */
export const graphs = {
  medium: "graph-40",
  tagged: "graph-200-tags",
  plain: "graph-200",
  huge: "graph-1500",
  dense: "graph-257-ways",
  odd: "graph-odd",
  nested: "graph-nested",
  several: "graph-several",
} as const;

/** Names that are hard to draw. */
export const oddNames = {
  long: `summarise_${"the_conversation_".repeat(4)}so_far`,
  arabic: "تلخيص المحادثة",
  chinese: "総合的な回答を生成する",
  html: "<b>bold</b> & <img src=x>",
  emoji: "👩‍🚀 launch",
} as const;

/** The run of a project: `/p/<project>/r/~/one`. */
export function graphRun(project: string): string {
  return `/p/${project}/r/~/one`;
}

/** Really runs applications whose graphs are large, or hard to draw. */
export async function writeGraphWorld(dir: string): Promise<void> {
  await ring(dir, graphs.medium, 40, () => []);
  await ring(dir, graphs.tagged, 200, (n) => [`stage ${1 + Math.floor(n / 25)}`]);
  await ring(dir, graphs.plain, 200, () => []);
  await ring(dir, graphs.huge, 1500, (n) => [`stage ${n % 9}`]);
  await manyWays(dir);
  await odd(dir);
  await nested(dir);
  await several(dir);
}

interface Running {
  readonly dir: string;
  readonly project: string;
  readonly actions: readonly { readonly name: string; readonly tags?: readonly string[] }[];
  /** Way by way: from, to, the text of its condition; the last ones of an action are taken when no other one is. */
  readonly ways: readonly (readonly [from: string, to: string, condition?: string])[];
  /** Which action runs at a step. */
  readonly path: readonly string[];
  readonly appId?: string;
}

/** Runs an application along a path: conditions hold for the action that is next on it. */
async function runAlong({ dir, project, actions, ways, path, appId = "one" }: Running): Promise<void> {
  const clock = new ManualClock(Date.now() - 3_600_000);
  await using tracker = localTracker({ project, dir, ...clocks(clock) });
  const b = burr<Numbers>();
  const made = Object.fromEntries(
    actions.map(({ name, tags = [] }, n) => [
      name,
      b.action({
        reads: ["n"],
        writes: ["n"],
        tags: [...tags],
        run: (state) => {
          clock.pass(5 + ((n * 7) % 40));
          return { n: Number(state["n"]) + 1 };
        },
      }),
    ]),
  );
  const isNext = (to: string) => (state: Numbers) => path[Number(state["n"])] === to;
  const transitions = ways.map(([from, to, condition]) =>
    condition === undefined
      ? [from, to, b.check(["n"], isNext(to), `next is ${to.slice(0, 12)}`)]
      : condition === "default"
        ? [from, to, otherwise]
        : [from, to, b.check(["n"], isNext(to), condition)],
  );
  const app = b.application({
    actions: made,
    // They come from lists, which types cannot follow.
    transitions: transitions as never,
    entrypoint: path[0] ?? "",
    state: { n: 0 },
    appId,
    tracker,
  });
  await app.run(); // no condition holds at the end of the path
}

async function ring(
  dir: string,
  project: string,
  count: number,
  tags: (n: number) => readonly string[],
): Promise<void> {
  const name = (n: number): string => `action_${String(n % count).padStart(3, "0")}`;
  const actions = Array.from({ length: count }, (_, n) => ({ name: name(n), tags: tags(n) }));
  const ways = actions.flatMap(({ name: from }, n): (readonly [string, string])[] => [
    [from, name(n + 1)],
    ...(n % 3 === 0 ? [[from, name(n * 2 + 5)] as const] : []),
  ]);
  await runAlong({ dir, project, actions, ways, path: Array.from({ length: 60 }, (_, n) => name(n)) });
}

/** 17 actions, and 257 transitions between them. */
async function manyWays(dir: string): Promise<void> {
  const name = (n: number): string => `step_${n}`;
  const actions = Array.from({ length: 17 }, (_, n) => ({ name: name(n) }));
  const ways = actions
    .flatMap(({ name: from }) => actions.map(({ name: to }) => [from, to] as const))
    .filter((_, n) => n % 9 !== 8)
    .slice(0, 257);
  const path = [name(0)];
  for (let n = 0; path.length < 80; n += 1) {
    const on = ways.filter(([from]) => from === path.at(-1));
    path.push(on[(n * n) % on.length]?.[1] ?? name(0));
  }
  await runAlong({ dir, project: graphs.dense, actions, ways, path });
}

/** Loops, ways to and fro, several ways between two actions, odd names; an action that the recorded graph lacks. */
async function odd(dir: string): Promise<void> {
  const { long, arabic, chinese, html, emoji } = oddNames;
  const actions = ["start", long, arabic, chinese, html, emoji, "late"].map((name) => ({ name }));
  const ways = [
    ["start", "start", "again"],
    ["start", "start", "and once more"],
    ["start", long, `len(history) > 20 and not (mode == "short" or budget.left < 100) and ready`],
    ["start", long, "mode == 'long'"],
    ["start", long, "retries > 3"],
    ["start", arabic, "اللغة == 'ar'"],
    [arabic, "start", "default"],
    [long, chinese, "言語が日本語である場合"],
    [chinese, html],
    [chinese, long, "default"],
    [html, emoji, "<script>1</script>"],
    [emoji, "late"],
    ["late", "start"],
  ] as const;
  const path = ["start", "start", long, chinese, long, chinese, html, emoji, "late", "start", arabic, "start"];
  for (const appId of ["one", "bare"]) await runAlong({ dir, project: graphs.odd, actions, ways, path, appId });
  const file = join(dir, graphs.odd, "one", "graph.json");
  const graph = JSON.parse(await readFile(file, "utf8")) as { actions: { name: string }[] }; // as the tracker wrote it
  graph.actions = graph.actions.filter(({ name }) => name !== "late");
  await writeFile(file, JSON.stringify(graph));
  await rm(join(dir, graphs.odd, "bare", "graph.json"));
}

/** A run whose step has runs of its own; each is a task, which has a run, which has one, too. */
async function nested(dir: string): Promise<void> {
  const clock = new ManualClock(Date.now() - 3_600_000);
  await using tracker = localTracker({ project: graphs.nested, dir, ...clocks(clock) });
  const b = burr<Numbers>();
  const leaf = b.action({ reads: [], writes: ["found"], run: () => (clock.pass(40), { found: 1 }) });
  const look = b.graph({ actions: { leaf }, transitions: [] });
  const search = look.asAction({ reads: [], writes: ["found"], entrypoint: "leaf" });
  const rate = b.action({ reads: [], writes: ["rated"], run: () => (clock.pass(20), { rated: true }) });
  const inquiry = b.graph({ actions: { search, rate }, transitions: [["search", "rate"]] });
  const plan = b.action({ reads: [], writes: ["topics"], run: () => ({ topics: ["nests", "food"] }) });
  const inquire = b.mapStates({
    reads: ["topics"],
    writes: ["found"],
    action: inquiry.asAction({ reads: [], writes: ["rated"], entrypoint: "search" }),
    concurrency: 1,
    states: (state) => (state["topics"] as readonly string[]).map((topic) => ({ topic })),
    reduce: (state) => state.update({ found: 2 }),
  });
  const app = b.application({
    actions: { plan, inquire },
    transitions: [["plan", "inquire"]],
    entrypoint: "plan",
    state: {},
    appId: "one",
    tracker,
  });
  await app.run();
}

/** Runs of two graphs. */
async function several(dir: string): Promise<void> {
  const actions = ["ask", "answer", "refuse"].map((name) => ({ name }));
  const ways = [
    ["ask", "refuse"],
    ["ask", "answer"],
    ["answer", "ask"],
  ] as const;
  const project = graphs.several;
  await runAlong({ dir, project, actions, ways, path: ["ask", "answer", "ask", "answer"], appId: "old" });
  const newer = [...ways, ["refuse", "ask"]] as const;
  await runAlong({ dir, project, actions, ways: newer, path: ["ask", "refuse", "ask", "answer"], appId: "one" });
  await runAlong({ dir, project, actions, ways: newer, path: ["ask", "answer"], appId: "two" });
}
