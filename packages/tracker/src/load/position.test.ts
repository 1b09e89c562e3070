import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { burr, type LoadedRun, onError, type StateLoader } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTracker, type LocalTracker } from "../local/local-tracker.ts";
import { freshFolders } from "../testing/fresh-folder.ts";
import { readLog, recordsOf } from "../testing/read-log.ts";

const freshFolder = freshFolders();
const program = join(import.meta.dirname, "../testing/tracked-program.ts");

interface Count {
  n: number;
}
const b = burr<Count>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });

/** Goes on from a run that is stored somewhere. */
function goOn(loader: StateLoader, tracker: LocalTracker) {
  return b
    .app()
    .withActions({ count })
    .withTransitions(["count", "count"])
    .withIdentifiers({ appId: "a" })
    .withTracker(tracker)
    .initializeFrom(loader, { defaultState: { n: 0 }, defaultEntrypoint: "count" })
    .build();
}

it("an application that goes on after a SIGKILL from what others have stored says in its log where it is", async () => {
  const dir = freshFolder();
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", program, dir, "lose", "60000"], { stdio: ["ignore", "pipe", "inherit"] }); // prettier-ignore
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  child.kill("SIGKILL");
  await once(child, "exit");
  const stored = JSON.parse(text.toString()) as Pick<LoadedRun, "state" | "sequenceId">;
  expect(stored).toEqual({ state: { n: 105 }, sequenceId: 104 });

  const tracker = localTracker({ project: "killed", dir });
  expect(await tracker.load({ appId: "a" })).toMatchObject({ state: { n: 100 }, sequenceId: 99 }); // what was written
  const loader: StateLoader = {
    load: () => Promise.resolve({ ...stored, appId: "a", partitionKey: null, after: "count", status: "completed", version: 0, graph: null, parent: null, savedAtMs: 0 }), // prettier-ignore
  };
  const app = await goOn(loader, tracker);
  await app.compensate(); // a run without a step
  const here = { state: { n: 105 }, sequenceId: 104, commitId: 104, after: "count", status: "completed" };
  expect(await tracker.load({ appId: "a" })).toMatchObject(here);
  await app.step();
  expect(await tracker.load({ appId: "a" })).toMatchObject({ state: { n: 106 }, sequenceId: 105, commitId: 105 });
  expect(recordsOf(readLog(dir, "killed", "a"), "run").slice(-2)).toMatchObject([{ sequence_id: 104, after: "count" }, {}]); // prettier-ignore
});

it("a run tells where it begins only when the log may say something else", async () => {
  const dir = freshFolder();
  const tracker = localTracker({ project: "p", dir });
  const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0 }, appId: "a", tracker }); // prettier-ignore
  await app.step();
  await app.step();
  await tracker.flush();
  appendFileSync(join(dir, "p/a/log.jsonl"), '{"type":"attribute"}\n'); // another program has written
  await app.step();
  await tracker.flush();
  const runs = recordsOf(readLog(dir, "p", "a"), "run");
  expect(runs.map(({ sequence_id: id, after }) => [id, after])).toEqual([[-1, null], [undefined, undefined], [1, "count"]]); // prettier-ignore
});

it("an application that begins anew has no step yet, whatever its log has", async () => {
  const tracker = localTracker({ project: "p", dir: freshFolder() });
  for (const n of [0, 40]) {
    const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n }, appId: "a", tracker }); // prettier-ignore
    await app.compensate(); // a run without a step
    expect(await tracker.load({ appId: "a" })).toMatchObject({
      sequenceId: -1,
      after: null,
      status: null,
      state: { n },
    });
    await app.run({ maxSteps: 3 });
  }
});

it("two trackers of a process that write one log keep their order, and each patch fits", async () => {
  const dir = freshFolder();
  const slow = localTracker({ project: "p", dir, flushMs: 60_000 });
  const fast = localTracker({ project: "p", dir, flushMs: 0 });
  const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, padding: "x".repeat(2000) } as Count, appId: "a", hooks: [slow], tracker: fast }); // prettier-ignore
  for (let n = 1; n < 5; n += 1) {
    await app.run({ maxSteps: n });
    expect(await fast.load({ appId: "a" })).toMatchObject({ state: app.state.toJSON(), sequenceId: app.sequenceId });
  }
  await slow.flush();
  const [first] = readLog(dir, "p", "a");
  expect(first).toMatchObject({ type: "run", sequence_id: -1 });
});

describe("an application that goes on from its log takes the action next that it would have taken", () => {
  const more = burr<{ n: number }>();
  const wait = more.action({ reads: ["n"], writes: ["n"], run: (_state, _inputs, { suspend }) => suspend("question"), onAnswer: ({ n }) => ({ n: n + 1 }) }); // prettier-ignore
  const fail = more.action({ reads: [], writes: ["n"], run: (): { n: number } => { throw Object.assign(new TypeError("no"), { code: "E_NO" }); } }); // prettier-ignore
  const step = more.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }), undo: () => ({ n: 50 }) });
  const tell: unknown[] = [];
  const recover = more.action({ reads: ["n"], writes: ["n"], run: ({ n }, _inputs, { error }) => { tell.push(error); return { n }; } }); // prettier-ignore
  const builder = more
    .app()
    .withActions({ step, wait, fail, recover })
    .withTransitions(
      ["step", "wait", more.when({ n: 1 })],
      ["step", "fail", more.when({ n: 2 })],
      ["step", "recover"],
      ["fail", "recover", onError()],
    ) // prettier-ignore
    .withIdentifiers({ appId: "a" });
  const again = (tracker: LocalTracker) =>
    builder.initializeFrom(tracker, { defaultState: { n: 0 }, defaultEntrypoint: "step" }).build();

  it("where it waits for an answer, also if the state has changed since", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    const app = builder.withState({ n: 0 }).withEntrypoint("step").withTracker(tracker).build();
    expect(await app.run()).toMatchObject({ stopped: "suspended" });
    await app.updateState(app.state.update({ n: 7 }));
    await app.run();
    const other = await again(tracker);
    expect([other.nextAction, other.state.n]).toEqual([app.nextAction, 7]);
    expect(app.nextAction).toBe("wait");
  });

  it("where a failure was led on from, with what is left of the error", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    const app = builder.withState({ n: 1 }).withEntrypoint("step").withTracker(tracker).build();
    await app.run({ maxSteps: 2 });
    const other = await again(tracker);
    expect([other.nextAction, app.nextAction]).toEqual(["recover", "recover"]);
    await other.run();
    expect(tell).toMatchObject([{ name: "TypeError", message: "no", code: "E_NO" }]);
  });

  it("where a commit was undone", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    const app = builder.withState({ n: 5 }).withEntrypoint("step").withTracker(tracker).build();
    await app.run();
    await app.compensate();
    const other = await again(tracker);
    expect([other.nextAction, app.nextAction, other.state.n]).toEqual(["step", "step", 50]);
  });
});

const bank = burr<{ n: number; log: readonly string[] }>();
const [pay, note, check] = [
  bank.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 100 }), undo: ({ n }) => ({ n: n - 100 }) }),
  bank.action({ reads: [], writes: ["log"], run: (state) => state.append({ log: "noted" }) }),
  bank.action({ reads: ["n"], writes: ["n"], run: ({ n }) => { if (n % 7 === 0) throw new Error("seven"); return { n: n + 1 }; }, undo: ({ n }) => ({ n: n - 1 }) }), // prettier-ignore
];

it("the log and the store agree on where a run is, whatever happens: steps, failures, undoing, going on, lost lines", async () => {
  const command = fc.oneof(
    fc.record({ do: fc.constant("run"), steps: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constantFrom("undo", "reopen", "update", "lose") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 8 }), async (commands) => {
      const dir = freshFolder();
      const path = join(dir, "p/a/log.jsonl");
      const persister = memoryPersister();
      const open = (tracker: LocalTracker) =>
        bank
          .app()
          .withActions({ pay, note, check })
          .withTransitions(
            ["pay", "note"],
            ["note", "check"],
            ["check", "check", bank.check(["n"], ({ n }) => n % 3 === 0, "third")],
            ["check", "pay"],
          ) // prettier-ignore
          .withIdentifiers({ appId: "a" })
          .withPersister(persister)
          .withTracker(tracker)
          .initializeFrom(persister, { defaultState: { n: 0, log: [] }, defaultEntrypoint: "pay" })
          .build();
      let tracker = localTracker({ project: "p", dir });
      let app = await open(tracker);
      for (const one of commands) {
        if (one.do === "run") await app.run({ maxSteps: "steps" in one ? one.steps : 1 }).catch(() => {});
        if (one.do === "undo") await app.compensate();
        if (one.do === "update") await app.updateState(app.state.update({ n: (app.state.n ?? 0) + 1 }));
        if (one.do === "lose") {
          await tracker.flush();
          if (app.sequenceId >= 0) writeFileSync(path, readFileSync(path, "utf8").split("\n").slice(0, -3).join("\n"));
        }
        if (one.do === "reopen" || one.do === "lose") {
          tracker = localTracker({ project: "p", dir });
          app = await open(tracker);
        }
        if (app.sequenceId < 0) continue; // the store has nothing yet
        if (one.do === "lose" || one.do === "update") await app.run({ maxSteps: 1 }).catch(() => {});
        const [logged, stored] = await Promise.all([tracker.load({ appId: "a" }), persister.load({ appId: "a" })]);
        expect({ after: logged?.after, sequenceId: logged?.sequenceId, state: logged?.state }).toEqual({ after: stored?.after, sequenceId: stored?.sequenceId, state: stored?.state }); // prettier-ignore
      }
    }),
    { numRuns: 60 },
  );
});
