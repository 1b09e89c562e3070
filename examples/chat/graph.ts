import type { Hooks, Persister } from "@burrjs/core";
import { input } from "@burrjs/core";
import type { AnswerAction } from "./answer.ts";
import { b, type Chat, type Passage, type Query, said } from "./chat.ts";
import type { Library } from "./library.ts";
import { termsOf } from "./terms.ts";

/** What a conversation is made of. */
export interface ChatOptions {
  readonly library: Library;
  /** Offline (`quotingAnswer`) or with a model (`modelAnswer`): the graph is the same. */
  readonly answer: AnswerAction;
  /** Where it is kept. */
  readonly persister: Persister;
  /** Which conversation to go on with. Default: a new one. */
  readonly appId?: string;
  /** Which list it is in: that of the page, or of the terminal. */
  readonly partitionKey?: string | null;
  readonly hooks?: readonly Hooks[];
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
  /** `false`: begins at `ask` again, with the memory kept, where the stored conversation waits for an answer. */
  readonly resumeAtNextAction?: boolean;
}

/**
 * The application: one conversation over a library, as far as it is stored. A turn is
 * `app.stream({ inputs: { prompt }, haltBefore: "ask" })`; one that did not end goes on with `app.stream({ haltBefore: "ask" })`.
 */
export function createChat(options: ChatOptions) {
  const { library, answer, persister, hooks = [], tracker = {}, resumeAtNextAction = true } = options;
  const { appId = crypto.randomUUID(), partitionKey = null } = options;
  const ask = b.action({
    reads: [],
    writes: ["question", "history"],
    inputs: { prompt: input<string>() },
    run: (state, { prompt }) => state.update({ question: prompt }).append({ history: said("user", prompt) }),
  });

  const route = b.action({
    reads: ["question", "topic"],
    writes: ["mode", "query"],
    run: ({ question, topic }) => ({ mode: modeOf(question), query: queryOf(question, topic) }),
  });

  const greet = b.action({
    reads: ["question"],
    writes: ["history"],
    run: (state) => state.append({ history: said("assistant", greeting(state.question, library)) }),
  });

  const search = b.action({
    reads: ["query", "history"],
    writes: ["passages"],
    mayWrite: ["topic"],
    run(state, _inputs, { span }) {
      const { query, history } = state;
      const cited = history.flatMap(({ sources }) => sources);
      const isCited = ({ file, heading }: Passage): boolean =>
        cited.some((source) => source.file === file && source.heading === heading);
      // A question without words of its own ("tell me more") asks for what was not told yet.
      const passages = span("find", ({ log }) => {
        const found = library.find(query, (passage) => query.terms.length > 0 || !isCited(passage));
        log({ searched: library.passages.length, found: found.length });
        return found;
      });
      const next = state.update({ passages });
      return passages.length === 0 ? next : next.update({ topic: [...query.terms, ...query.topic].slice(0, 6) });
    },
  });

  const notFound = b.action({
    reads: [],
    writes: ["history"],
    run: (state) => state.append({ history: said("assistant", apology(library)) }),
  });

  return (
    b
      .app()
      .withActions({ ask, route, greet, search, answer, notFound })
      .withTransitions(
        ["ask", "route"],
        ["route", "greet", b.when({ mode: "greeting" })],
        ["route", "search", b.when({ mode: "search" })],
        ["search", "answer", b.check(["passages"], ({ passages }) => passages.length > 0, "found")],
        ["search", "notFound"],
        [["greet", "answer", "notFound"], "ask"],
      )
      .initializeFrom(persister, {
        defaultState: { history: [], topic: [] },
        defaultEntrypoint: "ask",
        resumeAtNextAction,
      })
      .withIdentifiers({ appId, partitionKey })
      // "reject": a question must not take an answer away from another server that is still at it. After a crash that costs
      // a wait: who ran the answer counts as alive until it gave no sign of life for five seconds.
      .withPersister(persister, { logChunks: ["answer"], onConflict: "reject" })
      .withHooks(...hooks)
      .withTracker(tracker)
      .withOptions({ keepChunks: "all" }) // a stopped answer is kept whole
      .build()
  );
}

/** The conversation, ready for a question. When the last one has no answer, it stays so. */
export async function createChatAtAsk(options: ChatOptions & { readonly appId: string }): Promise<ChatApp> {
  const app = await createChat(options);
  return app.nextAction === "ask" ? app : await createChat({ ...options, resumeAtNextAction: false });
}

/** A conversation, as `createChat` gives it. */
export type ChatApp = Awaited<ReturnType<typeof createChat>>;

const greetings = /^\W*(hi|hello|hey|good (morning|evening)|welcome|thanks|thank you|bye|ok|okay)\b/i;

function modeOf(question: string): Chat["mode"] {
  return greetings.test(question) && termsOf(question).length === 0 ? "greeting" : "search";
}

const leaning = /^\W*(and|but|so|or|then|what about|how about)\b|\b(it|its|that|this|they|them|those|these)\b/i;

/** "And how do I abort it?" says little by itself: such a question leans on the topic so far. */
function queryOf(question: string, topic: readonly string[]): Query {
  const terms = termsOf(question);
  const leans = terms.length === 0 || (terms.length < 3 && leaning.test(question));
  return { terms, topic: leans ? topic.filter((term) => !terms.includes(term)) : [] };
}

function greeting(question: string, library: Library): string {
  if (/thank/i.test(question)) return "You are welcome. Ask me anything else about these documents.";
  if (/bye/i.test(question)) return "Goodbye.";
  const count = library.documents.length;
  return `Hello! I answer questions from ${count === 1 ? "one document" : `${count} documents`}. ${suggestion(library)}`;
}

function apology(library: Library): string {
  return `I found nothing about that in these documents. ${suggestion(library)}`;
}

function suggestion({ topics }: Library): string {
  if (topics.length === 0) return "Try other words.";
  return `Ask me, for example, about ${topics.map((topic) => `“${topic}”`).join(" or ")}.`;
}
