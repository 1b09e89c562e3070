import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, burr, input, isBurrError, onError } from "../../index.ts";
import { shownPath } from "../../testing/shown-path.ts";

/** What the proofs say of a planned run, and what a run of an application does. */

const b = burr<Record<string, unknown>>();
const text = input<string>();

interface Plan {
  readonly nodes: readonly {
    readonly needs: readonly string[];
    /** Where a commit may lead, by conditions; the first is chosen when the program says so. */
    readonly edges: readonly number[];
    readonly onError: readonly number[];
  }[];
  readonly run: {
    readonly haltBefore: readonly string[];
    readonly haltAfter: readonly string[];
    readonly inputs: readonly string[];
  };
}

const plans: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 5 }).chain((size) => {
  const target = fc.nat(size - 1);
  const node = fc.record({
    needs: fc.subarray(["text", "user"], { maxLength: 1 }),
    edges: fc.uniqueArray(target, { maxLength: 2 }),
    onError: fc.array(target, { maxLength: 1 }),
  });
  const someNames = fc.uniqueArray(target.map((index) => `a${index}`), { maxLength: 2 }); // prettier-ignore
  return fc.record({
    nodes: fc.array(node, { minLength: size, maxLength: size }),
    run: fc.record({
      haltBefore: someNames,
      haltAfter: someNames,
      inputs: fc.subarray(["text", "user"], { maxLength: 1 }),
    }),
  });
});

/** What a program does, asked at each step. */
interface Script {
  readonly fails: (action: string) => boolean;
  readonly takes: (from: string, to: string) => boolean;
}

function appOf({ nodes }: Plan, { fails, takes }: Script) {
  const actions: Record<string, Action> = Object.fromEntries(
    nodes.map(({ needs }, index) => [
      `a${index}`,
      b.action({
        reads: [],
        writes: [],
        inputs: Object.fromEntries(needs.map((name) => [name, text])) as { readonly text: typeof text },
        run: () => {
          if (fails(`a${index}`)) throw new Error("failed");
          return {};
        },
      }),
    ]),
  );
  const transitions = nodes.flatMap(({ edges, onError: targets }, index) => [
    ...edges.map((to) => [`a${index}`, `a${to}`, b.check([], () => takes(`a${index}`, `a${to}`), `to a${to}`)]),
    ...targets.map((to) => [`a${index}`, `a${to}`, onError()]),
  ]);
  return b.application({ actions, transitions: transitions as unknown as [], entrypoint: "a0", state: {} });
}

/** The inputs that a real run misses, as `action needs input`. */
async function missedBy(plan: Plan, script: Script): Promise<string[]> {
  const { haltBefore, haltAfter, inputs } = plan.run;
  const given = Object.fromEntries(inputs.map((name) => [name, "given"]));
  try {
    await appOf(plan, script).run({ haltBefore, haltAfter, inputs: given, maxSteps: 12 } as object);
  } catch (error) {
    if (!isBurrError(error) || error.code !== "missing-input") return [];
    const { action, inputs: missing } = error.details as { action: string; inputs: readonly string[] };
    return missing.map((name) => `${action} needs ${name}`);
  }
  return [];
}

function findingsOf(plan: Plan) {
  const { graph } = appOf(plan, { fails: () => false, takes: () => false });
  return graph.validate({ run: plan.run }).filter(({ code }) => code === "missing-input");
}

describe("inputs that a planned run misses, after failures and at halts", () => {
  it("are missed by a real run along the path that is shown", async () => {
    const seen = { failures: 0, pastHalts: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        for (const { message, place } of findingsOf(plan)) {
          const path = shownPath(message, place.path ?? []);
          let step = -1;
          const missed = await missedBy(plan, {
            fails: () => path[(step += 1)]?.fails === true,
            takes: (from, to) => path[step]?.name === from && path[step + 1]?.name === to,
          });
          expect(missed).toContain(`${place.action} needs ${place.input}`);
          if (path.some(({ fails }) => fails)) seen.failures += 1;
          if (path.some(({ name, fails }) => fails && plan.run.haltAfter.includes(name))) seen.pastHalts += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.failures, seen.pastHalts)).toBeGreaterThan(0);
  });

  it("are all that real runs miss, whatever fails and whatever conditions say", async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.infiniteStream(fc.boolean()), async (plan, coins) => {
        const flip = (): boolean => coins.next().value === true;
        const found = findingsOf(plan).map(({ place: { action, input: name } }) => `${action} needs ${name}`);
        for (let round = 0; round < 4; round += 1) {
          expect(found).toEqual(expect.arrayContaining(await missedBy(plan, { fails: flip, takes: flip })));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("are those of the target of a failure, though the run halts after what failed, and not where it halts before the target", async () => {
    const nodes = [{ needs: [], edges: [], onError: [1] }, { needs: ["text"], edges: [], onError: [] }]; // prettier-ignore
    const script: Script = { fails: (action) => action === "a0", takes: () => false };
    const after: Plan = { nodes, run: { haltBefore: [], haltAfter: ["a0"], inputs: [] } };
    expect(await missedBy(after, script)).toEqual(["a1 needs text"]);
    expect(findingsOf(after)).toMatchObject([{ place: { action: "a1", input: "text", path: ["a0", "a1"] } }]);
    const before: Plan = { nodes, run: { ...after.run, haltBefore: ["a1"] } };
    expect(await missedBy(before, script)).toEqual([]);
    expect(findingsOf(before)).toEqual([]);
    expect(await appOf(before, script).run({ haltAfter: "a0", haltBefore: "a1" } as object)).toMatchObject({
      stopped: "before",
      action: "a1",
    });
  });
});
