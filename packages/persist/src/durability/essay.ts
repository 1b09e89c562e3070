import { burr, type Hooks } from "@burrjs/core";
import type { Durability, Persister } from "@burrjs/core/persist";
import { setImmediate } from "node:timers/promises";

interface Essay {
  /** One for each commit, so that a commit that is stored twice shows. */
  readonly marks: readonly string[];
  readonly startedAt: Date | null;
  readonly round: number;
  readonly draft: readonly string[];
  readonly words: bigint;
  readonly reviews: ReadonlyMap<string, Date>;
}

/** The marks of a whole run. */
export const allMarks = ["plan", "draft 1", "review 1", "publish 1", "draft 2", "review 2", "publish 2", "finish"];

/** What `publish` throws the first time that a process comes to it in each round. */
export class PublishFailure extends Error {}

const rounds = 2;
const wordsPerDraft = 3;
const b = burr<Essay>();

/** The essay's application, where its stored run has got to. `publish` fails once per round. */
export function essay(persister: Persister, appId: string, options: EssayOptions = {}) {
  const { hooks = {}, durability = "sync", onHookError = () => {} } = options;
  const defaultState: Essay = { marks: [], startedAt: null, round: 1, draft: [], words: 0n, reviews: new Map() };
  return b
    .app()
    .withActions({ plan, draft, review, publish: publish(), finish })
    .withTransitions(
      ["plan", "draft"],
      ["draft", "review"],
      ["review", "publish"],
      ["publish", "draft", b.check(["round"], ({ round }) => round <= rounds, "more rounds")],
      ["publish", "finish"],
    )
    .withIdentifiers({ appId })
    .initializeFrom(persister, { defaultState, defaultEntrypoint: "plan" })
    .withPersister(persister, { durability, logChunks: ["draft"] })
    .withHooks(hooks)
    .withOptions({ onHookError })
    .build();
}

/** What an essay can be told. */
export interface EssayOptions {
  readonly hooks?: Hooks;
  readonly durability?: Durability;
  /** Default: nobody is told of failures to store that a step failed. */
  readonly onHookError?: (error: unknown) => void;
}

/** The word of a draft at a place. */
export function wordAt(round: number, place: number): string {
  return `${round}.${place}`;
}

const plan = b.action({
  reads: [],
  writes: ["marks", "startedAt"],
  run: (state) => state.append({ marks: "plan" }).update({ startedAt: new Date(0) }),
});

/** Streams, and saves what it has after each word: it goes on behind the last one that is stored. */
const draft = b.action({
  reads: ["round"],
  writes: ["marks", "draft", "words"],
  async *run(state, _inputs, { checkpoint, resumed }) {
    const words = [...(resumed?.draft ?? [])];
    while (words.length < wordsPerDraft) {
      const word = wordAt(state.round, words.length);
      yield word;
      words.push(word);
      checkpoint({ draft: [...words] });
      await setImmediate();
    }
    return state
      .append({ marks: `draft ${state.round}` })
      .update({ draft: words })
      .increment({ words: BigInt(words.length) });
  },
});

/** Streams, and begins anew after a crash. */
const review = b.action({
  reads: ["round", "reviews"],
  writes: ["marks", "reviews"],
  async *run(state) {
    yield "good";
    await setImmediate();
    yield "long";
    const reviews = new Map([...state.reviews, [`round ${state.round}`, new Date(state.round * 1000)] as const]);
    return state.append({ marks: `review ${state.round}` }).update({ reviews });
  },
});

function publish() {
  const failed = new Set<number>();
  return b.action({
    reads: ["round"],
    writes: ["marks", "round"],
    async run(state) {
      await setImmediate();
      if (!failed.has(state.round)) {
        failed.add(state.round);
        throw new PublishFailure();
      }
      return state.append({ marks: `publish ${state.round}` }).increment({ round: 1 });
    },
  });
}

const finish = b.action({
  reads: [],
  writes: ["marks"],
  run: (state) => state.append({ marks: "finish" }),
});
