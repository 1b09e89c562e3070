import { type ErrorDetails, burr, channel, input, type Middleware, readStream } from "../index.ts";
import { artifactErrorCases } from "./artifact-error-cases.ts";
import { childrenErrorCases } from "./children-error-cases.ts";
import { codecErrorCases } from "./codec-error-cases.ts";
import { conditionErrorCases } from "./condition-error-cases.ts";
import { controlErrorCases } from "./control-error-cases.ts";
import { persistErrorCases } from "./persist-error-cases.ts";
import { schemaErrorCases } from "./schema-error-cases.ts";
import { collect } from "./talk-app.ts";

/** A value that is in every state below. No message may show it. */
export const secret = "s3cret-value";

interface Things {
  token: string;
  tokens: string[];
  other: string;
}

const b = burr<Things>();
const state = { token: secret, tokens: [secret] };
const contract = { reads: ["token"], writes: ["token"] } as const;
type Run = (state: never, inputs: never, context: never) => unknown;

/** An application whose only action, "act", is `run`, as an untyped caller may write it. */
export function appOf(run: Run, more: object = {}) {
  const act = b.action({ ...contract, run: run as () => { token: string } });
  return b.application({ actions: { act }, transitions: [], entrypoint: "act", state, ...more });
}

/** As `appOf`, for an action in Burr's protocol. */
function pairsOf(...items: unknown[]) {
  const run = function* run() {
    yield* items;
  };
  const act = b.streamingAction({ ...contract, run: run as () => Generator<readonly [object, { token: string }]> });
  return b.application({ actions: { act }, transitions: [], entrypoint: "act", state });
}

const streaming = async function* run() {
  yield await Promise.resolve(secret);
  return { token: secret };
};
const looping = { transitions: [["act", "act"]] };
const idle = () => ({ token: secret });
const never = (): Promise<never> => new Promise(() => {});
const loose = b as unknown as Record<"application" | "graph", (config: object) => unknown>;
type Operations = Record<"update" | "append" | "increment", (patch: object) => unknown>;

interface Case {
  /** What a user does. */
  readonly provoke: () => unknown;
  /** Words of the message: where it happened. */
  readonly place: RegExp;
  /** Words of the message: what to do. */
  readonly remedy: RegExp;
}

type ElsewhereCode = "expression-failed" | "invalid-expression" | "invalid-graph-json" | "unknown-schema";

/** One way to get each error, but for those that other packages throw, and test. */
export const errorCases: {
  readonly [TCode in Exclude<keyof ErrorDetails, ElsewhereCode>]: Case;
} = {
  "already-running": {
    provoke: () => {
      const app = appOf(never, { appId: "app-1", closeTimeoutMs: 0 });
      const controller = new AbortController();
      void app.run({ signal: controller.signal }).catch(() => {});
      return app.run().finally(() => { controller.abort(); }); // prettier-ignore
    },
    place: /"app-1".*\(run\)/,
    remedy: /Wait for that run/,
  },
  ...artifactErrorCases(secret),
  ...childrenErrorCases(secret),
  ...conditionErrorCases(secret),
  ...controlErrorCases(secret),
  ...persistErrorCases(secret),
  "async-in-sync": {
    provoke: () => appOf(() => Promise.resolve(state)).runSync(),
    place: /the action "act"/,
    remedy: /Use run\(\)/,
  },
  "channel-overflow": {
    provoke: () => {
      const events = channel<string>({ capacity: 1 });
      events.push(secret);
      events.push(secret);
    },
    place: /channel has 1 items/,
    remedy: /Raise its `capacity`/,
  },
  "duplicate-action": {
    provoke: () => {
      const [one, two] = [b.resultAction("token"), b.resultAction("token")];
      b.app()
        .withActions({ act: one })
        .withActions({ act: two } as never);
    },
    place: /"act"/,
    remedy: /another name/,
  },
  "foreign-state": {
    provoke: () => {
      let kept: unknown;
      const keep = (view: Operations) => (kept = view.update({ token: secret }));
      appOf(keep as Run).runSync();
      appOf(() => kept).runSync();
    },
    place: /Action "act"/,
    remedy: /Return the state that this step was given/,
  },
  "invalid-action": {
    provoke: () => loose.graph({ actions: { act: idle }, transitions: [] }),
    place: /"act" is a plain function/,
    remedy: /Wrap it: b\.action/,
  },
  "invalid-graph": {
    provoke: () => appOf(idle, { transitions: [["act", "act"], ["act", "act"]] }), // prettier-ignore
    place: /"act" to "act"/,
    remedy: /Put the default last/,
  },
  "invalid-key": {
    provoke: () => appOf(idle).state.update({ __token: secret } as never),
    place: /update\(\).*"__token"/,
    remedy: /choose another name/,
  },
  "invalid-option": {
    provoke: () => appOf(idle, { keepChunks: -1 }),
    place: /"keepChunks"/,
    remedy: /must be a number of 0 or more/,
  },
  "invalid-output": { provoke: () => appOf(() => secret).runSync(), place: /Action "act"/, remedy: /must return/ },
  "invalid-result": {
    provoke: () => appOf(() => [secret, { token: secret }]).runSync(),
    place: /Action "act"/,
    remedy: /the result is an object/,
  },
  ...schemaErrorCases(secret),
  "item-after-final": {
    provoke: () => pairsOf([{}, { token: secret }], [secret, null]).runSync(),
    place: /Action "act"/,
    remedy: /yield it last/,
  },
  "missing-input": {
    provoke: () => {
      const ask = b.action({ reads: [], writes: [], inputs: { key: input<string>() }, run: () => ({}) });
      const app = b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state });
      return app.runSync({ inputs: { wrong: secret } as never });
    },
    place: /Action "ask".*"key"/,
    remedy: /Pass `inputs: { key: … }`/,
  },
  "missing-state-key": {
    provoke: () => {
      const forget = b.action({ reads: [], writes: ["token"], run: (view) => view.delete("token") });
      const transitions = [["forget", "forget", b.check(["token"], () => true, "known")]] as const;
      return b.application({ actions: { forget }, transitions, entrypoint: "forget", state }).runSync();
    },
    place: /Condition "known".*"token"/,
    remedy: /Write it in an action/,
  },
  "missing-write": {
    provoke: () => appOf(() => ({})).runSync(),
    place: /Action "act".*"token"/,
    remedy: /`mayWrite`/,
  },
  "next-in-flight": {
    provoke: () => {
      const twice: Middleware = async (_step, next) => (await Promise.all([next(), next()]))[0];
      return appOf(streaming, { use: [twice] }).run();
    },
    place: /action "act"/,
    remedy: /Wait for that call/,
  },
  "no-actions": {
    provoke: () => loose.graph({ actions: {}, transitions: [] }),
    place: /graph/,
    remedy: /b\.action\(\)/,
  },
  "no-entrypoint": {
    provoke: () => loose.application({ actions: { act: b.resultAction("token") }, transitions: [], state }),
    place: /"act"/,
    remedy: /Name the first action/,
  },
  "no-final": {
    provoke: () => pairsOf([secret, null]).runSync(),
    place: /action "act"/,
    remedy: /The last yield must be/,
  },
  "no-next-action": {
    provoke: async () => {
      const app = appOf(idle);
      await app.run();
      return app.streamResult({ haltAfter: "act" });
    },
    place: /"act"/,
    remedy: /transition/,
  },
  "not-a-list": {
    provoke: () => appOf((view: Operations) => view.append({ token: secret })).runSync(),
    place: /append\(\).*"token"/,
    remedy: /Use update\(\)/,
  },
  "not-a-number": {
    provoke: () => appOf((view: Operations) => view.increment({ token: 1 })).runSync(),
    place: /increment\(\).*"token"/,
    remedy: /Use update\(\)/,
  },
  "not-a-pair": { provoke: () => pairsOf(secret).runSync(), place: /Action "act"/, remedy: /must yield pairs/ },
  "not-implemented": {
    provoke: () => {
      const todo = b.placeholder({ reads: ["token"], writes: [] });
      return b.application({ actions: { todo }, transitions: [], entrypoint: "todo", state }).runSync();
    },
    place: /"todo"/,
    remedy: /Put an action made by b\.action\(\)/,
  },
  "read-only-state": {
    provoke: () => appOf((view: object) => Object.assign(view, { token: secret })).runSync(),
    place: /Action "act".*state\.token/,
    remedy: /return a patch/,
  },
  "reserved-input": {
    provoke: () => appOf(idle).runSync({ inputs: { __key: secret } as never }),
    place: /"__key"/,
    remedy: /Choose other names/,
  },
  "stale-stream": {
    provoke: async () => {
      const app = appOf(streaming, looping);
      const stream = await app.streamResult({ haltAfter: "act" });
      await app.step();
      return stream.get();
    },
    place: /"act"/,
    remedy: /Call streamResult\(\) again/,
  },
  "step-in-flight": {
    provoke: () => {
      const controller = new AbortController();
      const app = appOf(never, { closeTimeoutMs: 0 });
      void app.run({ signal: controller.signal }).catch(() => {});
      return app.updateState(app.state).finally(() => { controller.abort(); }); // prettier-ignore
    },
    place: /updateState\(\)/,
    remedy: /Call it between steps/,
  },
  "stream-interrupted": {
    provoke: () => collect(readStream(new Response(`data: ${secret}\n\n`))),
    place: /event/,
    remedy: /ask again/,
  },
  "stream-locked": {
    provoke: async () => {
      const stream = await appOf(streaming).streamResult({ haltAfter: "act" });
      await collect(stream);
      return collect(stream);
    },
    place: /has a reader already/,
    remedy: /tee\(\)/,
  },
  "stream-suspended": {
    provoke: async () => {
      const suspend = (_state: unknown, _inputs: unknown, ctx: { suspend(...about: unknown[]): unknown }) =>
        ctx.suspend("approval", { payload: secret });
      return (await appOf(suspend as Run).streamResult({ haltAfter: "act" })).get();
    },
    place: /"act".*"approval"/,
    remedy: /[a-z]/,
  },
  "undeclared-read": {
    provoke: () => appOf((view: Things) => ({ token: view.tokens })).runSync(),
    place: /Action "act".*"tokens"/,
    remedy: /Add "tokens" to its `reads`/,
  },
  "undeclared-write": {
    provoke: () => appOf(() => ({ token: secret, other: secret })).runSync(),
    place: /Action "act".*"other"/,
    remedy: /Add it to its `writes`/,
  },
  "unknown-action": {
    provoke: () => appOf(idle).runSync({ haltAfter: "typo" as "act" }),
    place: /halt condition.*"typo"/,
    remedy: /It has: "act"/,
  },
  "unknown-tag": {
    provoke: () => appOf(idle).runSync({ haltAfter: "@tag:typo" as "act" }),
    place: /"typo"/,
    remedy: /`tags`/,
  },
  ...codecErrorCases(secret),
};
