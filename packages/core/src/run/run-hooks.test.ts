import { describe, expect, it } from "vitest";
import { burr, type ExecuteMethod, type Hooks } from "../index.ts";
import { boom, countTo, endlessCounter, failing, hookLog } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

const b = burr<{ count: number }>();

describe("the hooks of a run", () => {
  it("105: fire once per run, however many steps it takes", async () => {
    const { hooks, calls } = hookLog();
    await countTo(2, { hooks: [hooks] }).run();
    expect(calls).toEqual([
      "preRunExecuteCall",
      "preRunStep counter:0",
      "postRunStep counter:0",
      "preRunStep counter:1",
      "postRunStep counter:1",
      "preRunStep result:2",
      "postRunStep result:2",
      "postRunExecuteCall",
    ]);
  });

  it("105, 165: enclose all steps of every way to run, and name it", async () => {
    const calls: (ExecuteMethod | "step taken")[] = [];
    const hooks: Hooks = {
      preRunExecuteCall: ({ method }) => void calls.push(method),
      postRunStep: () => void calls.push("step taken"),
      postRunExecuteCall: ({ method }) => void calls.push(method),
    };
    const app = endlessCounter({ hooks: [hooks] });
    const halt = { haltAfter: "counter" } as const;
    const ways: Record<ExecuteMethod, () => unknown> = {
      step: () => app.step(),
      run: () => app.run(halt),
      runSync: () => app.runSync(halt),
      iterate: () => collect(app.iterate(halt)),
      streamResult: async () => await (await app.streamResult(halt)).get(),
      streamIterate: () => collect(app.streamIterate(halt)),
      stream: () => app.stream(halt).get(),
      compensate: () => app.compensate(),
    };
    for (const [name, run] of Object.entries(ways)) {
      await run();
      const steps = name === "compensate" ? [] : ["step taken"]; // there is nothing to undo
      expect(calls.splice(0)).toEqual([name, ...steps, name]);
    }
  });

  it("106: fire for each application of its own, also for those that run inside an action", async () => {
    let calls = 0;
    const hooks: Hooks = { preRunExecuteCall: () => void (calls += 1) };
    const visit = async (depth: number): Promise<number> => {
      if (depth === 5) return 1;
      let visited = 1;
      for (const branch of ["left", "right"]) {
        const recurse = b.action({
          reads: [],
          writes: ["count"],
          run: async () => ({ count: await visit(depth + 1) }),
        });
        const app = b.application({
          actions: { recurse },
          transitions: [],
          entrypoint: "recurse",
          state: {},
          hooks: [hooks],
          appId: `${branch}-${depth}`,
        });
        visited += (await app.run({ haltAfter: "recurse" })).state.count ?? 0;
      }
      return visited;
    };
    expect(await visit(0)).toBe(63);
    expect(calls).toBe(62);
  });

  it("165: get the error of a run that fails, in every way to run", async () => {
    const errors: unknown[] = [];
    const app = failing({ hooks: [{ postRunExecuteCall: ({ exception }) => void errors.push(exception) }] });
    await expect(app.step()).rejects.toBe(boom);
    await expect(app.run()).rejects.toBe(boom);
    expect(() => app.runSync()).toThrow(boom);
    await expect(app.iterate().next()).rejects.toBe(boom);
    await expect((await app.streamResult({ haltAfter: "fail" })).get()).rejects.toBe(boom);
    await expect(collect(app.streamIterate())).rejects.toBe(boom);
    await expect(app.stream().get()).rejects.toBe(boom);
    expect(errors).toEqual([boom, boom, boom, boom, boom, boom, boom]);
  });

  it("165: get null when all went well", async () => {
    const errors: unknown[] = [];
    await countTo(1, { hooks: [{ postRunExecuteCall: ({ exception }) => void errors.push(exception) }] }).run();
    expect(errors).toEqual([null]);
  });
});
