import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr, type OnConflict, onError, type Persister } from "../index.ts";
import { memoryPersister } from "./index.ts";

class Bad extends Error {}
class Flaky extends Error {}

interface Work {
  log: readonly string[];
}
const b = burr<Work>();

/** What happens at each call of the action: it commits, fails for good, fails in a way that is tried again, asks, sends once. */
type Happening = "ok" | "bad" | "flaky" | "ask" | "send";
const happening = fc.constantFrom<Happening>("ok", "bad", "flaky", "ask", "send");

/** An application whose action does what `script` says, call by call, whoever calls it; `sent` counts its side effects. */
async function open(
  persister: Persister,
  world: { readonly script: Happening[]; sent: number },
  onConflict: OnConflict,
) {
  const work = b.action({
    reads: ["log"],
    writes: ["log"],
    retry: { attempts: 2, baseMs: 0, on: Flaky },
    async run(state, _inputs, ctx) {
      await ctx.once("send", () => (world.sent += 1));
      const next = world.script.shift() ?? "ok";
      if (next === "bad") throw new Bad();
      if (next === "flaky") throw new Flaky();
      if (next === "ask") return ctx.suspend("question", { payload: state.log.length });
      ctx.spend("calls", 1);
      return state.append({ log: next });
    },
    onAnswer: (state, { question }) => state.append({ log: String(question) }),
  });
  const mend = b.action({ reads: [], writes: ["log"], run: (state) => state.append({ log: "mended" }) });
  return await b
    .app()
    .withActions({ work, mend })
    .withTransitions(["work", "mend", onError(Bad, { max: 2 })], [["work", "mend"], "work"])
    .initializeFrom(persister, { defaultState: { log: [] as string[] }, defaultEntrypoint: "work" })
    .withPersister(persister, { onConflict })
    .withIdentifiers({ appId: "app" })
    .build();
}

/** What the log has to be after `steps` steps that commit, and how often each error came through. */
function model(script: readonly Happening[], steps: number) {
  const left = [...script];
  const log: string[] = [];
  let [badInARow, thrown] = [0, 0];
  for (let done = 0; done < steps;) {
    let next = left.shift() ?? "ok";
    if (next === "flaky") next = left.shift() ?? "ok"; // the second try of the step
    if (next === "flaky") thrown += 1;
    else if (next === "bad" && badInARow === 2) thrown += 1;
    else if (next === "bad") {
      badInARow += 1;
      log.push("mended");
      done += 1;
    } else {
      badInARow = 0;
      log.push(next === "ask" ? "answered" : next);
      done += 1;
    }
  }
  return { log, thrown };
}

describe("a run of failures, questions and side effects", () => {
  it("comes to the same end however often its process is replaced, and each state of it can be loaded", async () => {
    const input = fc.record({
      script: fc.array(happening, { maxLength: 25 }),
      steps: fc.integer({ min: 1, max: 12 }),
      reopens: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      onConflict: fc.constantFrom<OnConflict>("reject", "queue", "abort-other"),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ script, steps, reopens, onConflict }) => {
        const persister = memoryPersister();
        const world = { script: [...script], sent: 0 };
        const states = new Map<number, object>();
        let app = await open(persister, world, onConflict);
        let [done, thrown, turn] = [0, 0, 0];
        while (done < steps) {
          if (reopens[(turn += 1) % reopens.length] === true) app = await open(persister, world, onConflict);
          for (const { id } of await app.listSuspensions()) await app.resume(id, "answered");
          const { length } = app.state.log ?? [];
          await app.step().catch(() => (thrown += 1));
          if ((app.state.log ?? []).length > length) {
            done += 1;
            states.set(app.sequenceId, app.state.toJSON());
          }
        }
        const expected = model(script, steps);
        expect(app.state.log).toEqual(expected.log);
        expect(thrown).toBe(expected.thrown);
        // Each entry ends one visit of the action, in which it has sent once; the next visit ends with the next entry.
        expect(world.sent).toBe(steps);
        for (const [sequenceId, state] of states) {
          expect((await persister.load({ appId: "app", sequenceId }))?.state).toEqual(state);
        }
        expect((await open(persister, world, onConflict)).state.toJSON()).toEqual(app.state.toJSON());
      }),
      { numRuns: 200 },
    );
  });
});
