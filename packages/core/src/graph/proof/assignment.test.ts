import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, burr, type Condition, type Finding, onError } from "../../index.ts";
import { shownPath } from "../../testing/shown-path.ts";

type Values = Record<string, unknown>;

const b = burr<Values>();

/** Where an edge leads, and the keys that its condition reads; without a condition if there are none. */
interface EdgePlan {
  readonly to: number;
  readonly reads: readonly string[] | undefined;
}

interface NodePlan {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly mayWrite: readonly string[];
  readonly edges: readonly EdgePlan[];
  readonly onError: readonly number[];
}

interface Plan {
  readonly nodes: readonly NodePlan[];
  readonly initial: readonly string[];
}

const keys = ["x", "y", "z"];
const someKeys = fc.subarray(keys);
const plans: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 5 }).chain((size) => {
  const target = fc.nat(size - 1);
  const edges = fc
    .tuple(fc.array(fc.record({ to: target, reads: someKeys }), { maxLength: 2 }), fc.option(target))
    .map(([some, last]): EdgePlan[] => [...some, ...(last === null ? [] : [{ to: last, reads: undefined }])]);
  const node = fc.record({
    reads: someKeys,
    writes: someKeys,
    mayWrite: someKeys,
    edges,
    onError: fc.array(target, { maxLength: 1 }),
  });
  return fc.record({
    nodes: fc.array(node, { minLength: size, maxLength: size }),
    initial: fc.subarray(keys, { maxLength: 1 }),
  });
});

/** A real graph of the plan; `holds` decides for each edge. */
function graphOf({ nodes }: Plan, run: (index: number, state: Values) => Values, holds: (edge: string) => boolean) {
  const name = (index: number): string => `a${index}`;
  const actions: Record<string, Action> = Object.fromEntries(
    nodes.map(({ reads, writes, mayWrite }, index) => [
      name(index),
      b.action({
        reads: [...reads],
        writes: [...writes],
        mayWrite: [...mayWrite],
        run: (state) => run(index, state) as never,
      }),
    ]),
  );
  const transitions = nodes.flatMap(({ edges, onError: targets }, index) => [
    ...edges.map(({ to, reads }, position) => {
      const condition = (): Condition => b.check([...(reads ?? [])], () => holds(`${index}:${position}`), `c${index}:${position}`); // prettier-ignore
      return reads === undefined ? [name(index), name(to)] : [name(index), name(to), condition()];
    }),
    ...targets.map((to) => [name(index), name(to), onError()]),
  ]);
  return b.graph({ actions, transitions: transitions as unknown as [] });
}

/** All reads that a walk along the plan can reach without the key; `assigns` says what a commit writes. A walk that visits no action twice is enough. */
function bruteForce({ nodes, initial }: Plan, assigns: (node: NodePlan) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (index: number, present: ReadonlySet<string>, visited: readonly number[]): void => {
    const node = nodes[index];
    if (node === undefined || visited.includes(index)) return;
    const seen = [...visited, index];
    for (const key of node.reads) if (!present.has(key)) found.add(`a${index} reads ${key}`);
    for (const to of node.onError) visit(to, present, seen);
    const committed = new Set([...present, ...assigns(node)]);
    for (const [position, { to, reads = [] }] of node.edges.entries()) {
      for (const key of reads) if (!committed.has(key)) found.add(`c${index}:${position} reads ${key}`);
      // Behind a condition its keys are there, else it would have thrown.
      for (const key of reads) committed.add(key);
      visit(to, new Set(committed), seen);
    }
  };
  visit(0, new Set(initial), []);
  return found;
}

/** The findings of one code, as `bruteForce` writes them. */
function readsIn(findings: readonly Finding[], ...codes: string[]): Set<string> {
  const some = findings.filter(({ code }) => codes.includes(code));
  return new Set(some.map(({ place: { action, condition, key } }) => `${action ?? condition} reads ${key}`));
}

function findingsOf(plan: Plan): readonly Finding[] {
  const graph = graphOf(plan, () => ({}), () => false); // prettier-ignore
  return graph.validate({ entrypoint: "a0", state: plan.initial });
}

function unassignedIn(plan: Plan): Finding[] {
  return findingsOf(plan).filter(({ code }) => code === "unassigned-read");
}

describe("on any graph", () => {
  it("finds each read that some walk reaches before anybody has written the key, and no other", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const findings = findingsOf(plan);
        const surely = bruteForce(plan, ({ writes, mayWrite }) => [...writes, ...mayWrite]);
        const written = new Set(plan.nodes.flatMap(({ writes, mayWrite }) => [...writes, ...mayWrite]));
        const known = (one: string): boolean => written.has(one.slice(-1));
        expect(readsIn(findings, "unassigned-read")).toEqual(new Set([...surely].filter(known)));
        const perhaps = bruteForce(plan, ({ writes }) => writes);
        expect(readsIn(findings, "unassigned-read", "maybe-unassigned-read")).toEqual(new Set([...perhaps].filter(known))); // prettier-ignore
      }),
      { numRuns: 1000 },
    );
  });

  it("shows a path that is there, and on which nobody writes the key", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        for (const { message, place } of unassignedIn(plan)) {
          const { path = [], key = "" } = place;
          expect(path[0]).toBe("a0");
          const shown = shownPath(message, path);
          expect(shown.map(({ name }) => name)).toEqual(path);
          for (const [index, { name, fails }] of shown.slice(0, -1).entries()) {
            const { writes, mayWrite, edges, onError: targets } = plan.nodes[Number(name.slice(1))]!;
            const to = Number(path[index + 1]!.slice(1));
            const throwing = edges.findIndex(({ reads = [] }) => reads.includes(key));
            const silent = throwing < 0 ? edges : edges.slice(0, throwing);
            const isSilent = !writes.includes(key) && !mayWrite.includes(key) && silent.some((edge) => edge.to === to);
            expect(fails ? targets.includes(to) : isSilent).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("tells the truth: a run along the path reads `undefined`, or its condition throws", async () => {
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        for (const finding of unassignedIn(plan)) {
          expect(await walk(plan, finding)).toBe("went wrong");
          if (finding.message.includes("on error")) failures += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(failures).toBeGreaterThan(0);
  });

  it("is right where it finds nothing: no walk of a run meets an absent key", async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.infiniteStream(fc.boolean()), async (plan, coins) => {
        const findings = findingsOf(plan).filter(({ code }) => code.endsWith("-read"));
        fc.pre(findings.length === 0);
        const flip = (): boolean => coins.next().value === true;
        const absent: string[] = []; // an error here would lead on
        let failures = 0;
        const run = (index: number, state: Values): Values => {
          const { reads, writes, mayWrite, onError: targets } = plan.nodes[index]!;
          absent.push(...reads.filter((key) => state[key] !== 1));
          if (targets.length > 0 && failures < 9 && flip()) {
            failures += 1;
            throw new Error("failed");
          }
          return Object.fromEntries([...writes, ...mayWrite.filter(flip)].map((key) => [key, 1]));
        };
        const state = Object.fromEntries(plan.initial.map((key) => [key, 1]));
        const app = b.application({ graph: graphOf(plan, run, flip), entrypoint: "a0", state: state as never });
        for (let step = 0; step < 12 && app.nextAction !== null; step += 1) await app.step();
        expect(absent).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Runs a real application along the path of a finding, with every other key there from the beginning. */
async function walk(plan: Plan, { message, place: { path: names = [], key = "", action } }: Finding): Promise<string> {
  const path = shownPath(message, names).map(({ name, fails }) => ({ index: Number(name.slice(1)), fails }));
  let step = -1;
  let seen: unknown = "nothing";
  const graph = graphOf(
    plan,
    (index, state) => {
      step += 1;
      const { reads, writes, mayWrite } = plan.nodes[index]!;
      if (step === path.length - 1 && reads.includes(key)) seen = state[key];
      const update = Object.fromEntries([...writes, ...mayWrite].map((one) => [one, 1]));
      if (path[step]?.fails !== true) return update;
      (state as { update(patch: Values): unknown }).update(update); // nobody will see it
      throw new Error("failed");
    },
    (edge) => {
      const [from, to] = [path[step]?.index ?? -1, path[step + 1]?.index];
      return edge === `${from}:${plan.nodes[from]?.edges.findIndex((one) => one.to === to)}`;
    },
  );
  const state = Object.fromEntries(keys.filter((one) => one !== key).map((one) => [one, 1]));
  const app = b.application({ graph, entrypoint: "a0", state: state as never, proofs: { "unassigned-read": "off" } });
  let outcome = "went on";
  while (outcome === "went on" && step + 1 < path.length) {
    // a step goes on along transitions on error
    outcome = await app.step().then(
      () => "went on",
      (error: { code?: string }) => (error.code === "missing-state-key" ? "went wrong" : "failed"),
    );
  }
  if (action === undefined) return outcome;
  return seen === undefined ? "went wrong" : "saw it"; // a condition behind it may miss the key as well
}
