import { burr, type StepContext } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";

interface Things {
  token: string;
}

const b = burr<Things>();

/** Ways to get the errors of limits, suspensions and compensation; no message may show `secret`. */
export function controlErrorCases(secret: string) {
  const state = { token: secret };
  const appOf = (run: (state: unknown, inputs: unknown, ctx: StepContext) => unknown, more: object = {}) => {
    const act = b.action({ reads: [], writes: ["token"], run: run as () => { token: string }, undo: () => {} });
    return b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state, appId: "app-1", ...more }); // prettier-ignore
  };
  const asking = (options: object = {}, more: object = {}) =>
    appOf((_state, _inputs, ctx) => ctx.suspend("approval", options), more);
  const idOf = async (app: ReturnType<typeof asking>): Promise<string> => {
    await app.run();
    return (await app.listSuspensions())[0]?.id ?? "";
  };
  return {
    "incomplete-history": {
      provoke: async () => {
        const persister = memoryPersister();
        const app = appOf(() => ({ token: secret }), { persister });
        await app.run({ maxSteps: 3 });
        await persister.prune({ keepLast: 1 });
        return await app.compensate();
      },
      place: /"app-1"/,
      remedy: /Keep more with `retention`/,
    },
    "limit-reached": {
      provoke: () => appOf(() => ({ token: secret })).streamResult({ haltAfter: "act", maxSteps: 0 }),
      place: /"maxSteps"/,
      remedy: /Raise it/,
    },
    "stream-stopped": {
      provoke: async () => {
        const waiting = asking();
        await waiting.run();
        return await waiting.streamResult({ haltAfter: "act" });
      },
      place: /an action waits for an answer/,
      remedy: /listSuspensions\(\)/,
    },
    "suspension-answered": {
      provoke: async () => {
        const app = asking();
        const id = await idOf(app);
        await app.resume(id, { token: secret });
        return await app.resume(id, { token: secret });
      },
      place: /"approval" of application "app-1"/,
      remedy: /this answer was not stored/,
    },
    "suspension-expired": {
      provoke: async () => {
        const app = asking({ expiresAt: 1 });
        return await app.resume(await idOf(app), { token: secret });
      },
      place: /"approval" of application "app-1"/,
      remedy: /withdraw\(\)/,
    },
    "timed-out": {
      provoke: () => {
        const act = b.action({
          reads: [],
          writes: ["token"],
          timeoutMs: 1,
          run: () => new Promise<{ token: string }>(() => {}),
        });
        return b.application({ actions: { act }, transitions: [], entrypoint: "act", state, closeTimeoutMs: 0 }).run();
      },
      place: /Action "act" has worked for 1 ms/,
      remedy: /Raise its `timeoutMs`/,
    },
    "undeclared-answer": {
      provoke: () =>
        asking({ schema: { "~standard": { version: 1, vendor: "x", validate: () => ({ value: 1 }) } } }, { persister: memoryPersister() }).run(), // prettier-ignore
      place: /Action "act" suspends for "approval"/,
      remedy: /Declare it: `answers:/,
    },
    "unknown-suspension": {
      provoke: () => asking().resume("id-1", { token: secret }),
      place: /"app-1".*"id-1"/,
      remedy: /See listSuspensions\(\)/,
    },
  };
}
