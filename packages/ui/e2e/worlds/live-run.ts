import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";

interface Work {
  said: string[];
  turns: number;
}

/** A run that goes on when it is told to, and no further. */
export interface LiveRun extends AsyncDisposable {
  readonly path: string;
  /** Streams a word in the step under way. */
  say(word: string): void;
  /** Ends the step under way, and begins the next one. */
  step(): void;
  /** Ends the run behind the step under way. */
  end(): void;
}

const b = burr<Work>();

/** Starts a run that is recorded into `dir`: its first step is under way. */
export function startLiveRun(dir: string, appId: string, project = "live"): LiveRun {
  const orders: ({ readonly word: string } | "step" | "end")[] = [];
  let wake: () => void = () => {};
  const give = (order: (typeof orders)[number]): void => {
    orders.push(order);
    wake();
  };
  const next = async (): Promise<(typeof orders)[number]> => {
    for (;;) {
      const order = orders.shift();
      if (order !== undefined) return order;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  let isLast = false;
  // Two of one kind: the list folds what comes often in a row.
  const work = () =>
    b.action({
      reads: [],
      writes: ["said", "turns"],
      async *run(state) {
        const words: string[] = [];
        for (;;) {
          const order = await next();
          if (typeof order === "object") {
            words.push(order.word);
            yield { text: order.word };
            continue;
          }
          isLast = order === "end";
          return [{ text: words.join("") }, state.append({ said: words.join("") }).increment({ turns: 1 })];
        }
      },
    });
  const tracker = localTracker({ project, dir, code: false });
  const goesOn = b.check([], () => !isLast, "there is more");
  const app = b.application({
    actions: { listen: work(), speak: work() },
    transitions: [
      ["listen", "speak", goesOn],
      ["speak", "listen", goesOn],
    ],
    entrypoint: "listen",
    state: { said: [], turns: 0 },
    appId,
    tracker,
  });
  const done = app
    .stream()
    .get()
    .catch(() => {}); // without a transition that holds it is stuck, which is the end here
  return {
    path: `/p/${project}/r/~/${appId}`,
    say: (word) => give({ word }),
    step: () => give("step"),
    end: () => give("end"),
    async [Symbol.asyncDispose]() {
      give("end");
      await done;
      await tracker.close();
    },
  };
}
