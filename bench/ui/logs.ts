import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";

/** A run of two steps whose state has some `megabytes`, of which the second changes one item in the middle. */
export async function makeWideRun(dir: string, megabytes: number): Promise<void> {
  interface Wide {
    chat_history: readonly { readonly id: string; readonly role: string; readonly content: string }[];
  }
  const b = burr<Wide>();
  const content = "What is said here is about as long as a line of a chat with a model. ".repeat(14);
  const messages = Array.from({ length: megabytes * 1000 }, (_, n) => ({
    id: `m${n}`,
    role: "user",
    content: `${n} ${content}`,
  }));
  const tracker = localTracker({ project: "wide", dir, code: false });
  const fill = b.action({ reads: [], writes: ["chat_history"], run: () => ({ chat_history: messages }) });
  const change = b.action({
    reads: ["chat_history"],
    writes: ["chat_history"],
    run: ({ chat_history: old }) => ({
      chat_history: old.with(old.length / 2, { id: "new", role: "user", content: "Something else." }),
    }),
  });
  const app = b.application({
    actions: { fill, change },
    transitions: [["fill", "change"]],
    entrypoint: "fill",
    state: {},
    appId: "run",
    tracker,
  });
  await app.run();
  await tracker.close();
}

/** A run over a graph of 50 actions, each of which leads to three others. */
export async function makeGraphRun(dir: string): Promise<void> {
  const b = burr<{ n: number }>();
  const names = Array.from({ length: 50 }, (_, n) => `action_${n}`);
  const actions = Object.fromEntries(
    names.map((name) => [name, b.action({ reads: [], writes: ["n"], run: (state) => state.increment({ n: 1 }) })]),
  );
  const transitions = names.flatMap((name, n) =>
    [1, 2, 7].map((step, at) => {
      const isTaken = b.check(["n"], (state) => state.n % 3 === at, `n % 3 == ${at}`);
      return [name, names[(n + step) % 50] ?? "", isTaken] as const;
    }),
  );
  const tracker = localTracker({ project: "net", dir, code: false });
  const app = b.application({ actions, transitions, entrypoint: "action_0", state: { n: 0 }, appId: "run", tracker });
  for (let n = 0; n < 40; n += 1) await app.step();
  await tracker.close();
}

/** A run that goes on in this process: a step each time that `step` is called, or as fast as it is told to. */
export interface BusyRun {
  /** Does one step; resolves when it is done, and written. */
  step(): Promise<void>;
  /** `perSecond` steps a second, each with two items of a stream. */
  busy(perSecond: number, seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts it: a step is under way all the time, so that the run counts as live. */
export async function startBusyRun(dir: string): Promise<BusyRun> {
  const b = burr<{ n: number }>();
  let go: () => void = () => {};
  let isOver = false;
  const waiting = (): Promise<void> => new Promise((resolve) => (go = resolve));
  const make = () =>
    b.action({
      reads: [],
      writes: ["n"],
      async *run(state) {
        await waiting();
        yield { text: "Gulls " };
        yield { text: "follow. " };
        return [{}, state.increment({ n: 1 })];
      },
    });
  const goesOn = b.check([], () => !isOver, "goes on");
  const tracker = localTracker({ project: "live", dir, code: false });
  const transitions = [["listen", "speak", goesOn] as const, ["speak", "listen", goesOn] as const];
  const app = b.application({
    actions: { listen: make(), speak: make() },
    transitions,
    entrypoint: "listen",
    state: { n: 0 },
    appId: "run",
    tracker,
  });
  const done = app
    .stream()
    .get()
    .catch(() => {}); // stuck at its end
  const step = async (): Promise<void> => {
    go();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  };
  await tracker.flush();
  return {
    step,
    async busy(perSecond, seconds) {
      await new Promise<void>((resolve) => {
        let left = perSecond * seconds;
        const timer = setInterval(() => {
          void step();
          left -= 1;
          if (left > 0) return;
          clearInterval(timer);
          resolve();
        }, 1000 / perSecond);
      });
    },
    async close() {
      isOver = true;
      go();
      await done;
      await tracker.close();
    },
  };
}
