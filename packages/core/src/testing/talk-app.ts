import { type ApplicationOptions, burr } from "../index.ts";
import { counter } from "./counter-app.ts";

interface Text {
  count: number;
  text: string;
}

const b = burr<Text>();

/** The chunks of one stream. */
export const ten = Array.from({ length: 10 }, (_, index) => ({ part: `${index}` }));

/** The four forms of one action that streams ten parts, and then reports and writes their text. */
export function makeForms(trace: { closed: number; started: number } = { closed: 0, started: 0 }) {
  const contract = { reads: ["text"], writes: ["text"] } as const;
  type State = { readonly text: string };
  type Final = readonly [{ readonly length: number }, { readonly text: string }];
  const final = ({ text }: State): Final => [{ length: 10 }, { text: `${text}0123456789` }];
  const sync = b.action({
    ...contract,
    *run(state: State) {
      trace.started += 1;
      try {
        yield* ten;
        return final(state);
      } finally {
        trace.closed += 1;
      }
    },
  });
  const async = b.action({
    ...contract,
    async *run(state: State) {
      trace.started += 1;
      try {
        for (const chunk of ten) yield await Promise.resolve(chunk);
        return final(state);
      } finally {
        trace.closed += 1;
      }
    },
  });
  const pairs = b.streamingAction({
    ...contract,
    *run(state: State) {
      trace.started += 1;
      try {
        for (const chunk of ten) yield [chunk, null];
        yield final(state);
      } finally {
        trace.closed += 1;
      }
    },
  });
  const asyncPairs = b.streamingAction({
    ...contract,
    async *run(state: State) {
      trace.started += 1;
      try {
        for (const chunk of ten) yield [await Promise.resolve(chunk), null];
        yield final(state);
      } finally {
        trace.closed += 1;
      }
    },
  });
  return { sync, async, pairs, asyncPairs };
}

/** The forms of `makeForms`. */
export const names = ["sync", "async", "pairs", "asyncPairs"] as const;
type Name = (typeof names)[number];

/** Two streaming actions in a row, `say` and `repeat`; before them, `counter` until the count is `before`. */
export function talk(name: Name, { before = 0, ...options }: ApplicationOptions & { readonly before?: number } = {}) {
  const trace = { closed: 0, started: 0 };
  const say = makeForms(trace)[name];
  const app = b.application({
    actions: { counter, say, repeat: say },
    transitions: [
      ["counter", "counter", b.check(["count"], ({ count }) => count < before)],
      ["counter", "say"],
      ["say", "repeat"],
    ],
    entrypoint: before === 0 ? "say" : "counter",
    state: { count: 0, text: "" },
    ...options,
  });
  return { app, trace };
}

/** Takes one item and leaves. */
export async function leave(items: AsyncIterable<unknown>): Promise<void> {
  for await (const item of items) if (item !== leave) break;
}

/** All items, until the end. */
export async function collect<TItem>(items: AsyncIterable<TItem>): Promise<TItem[]> {
  const all: TItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}
