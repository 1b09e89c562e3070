import { answered, b } from "./chat.ts";
import { quote, wordsOf } from "./quote.ts";

/** Waits a moment between two words; rejects when the signal aborts. */
export type Pace = (signal: AbortSignal) => Promise<unknown>;

/**
 * The action that answers offline: it streams quotations from the passages, word by word. When it is stopped, `onAbort`
 * keeps what was said by then.
 */
export function quotingAnswer({ pace }: { readonly pace: Pace }) {
  return b.action({
    reads: ["query", "passages"],
    writes: ["history"],
    async *run(state, _inputs, { signal }) {
      const { query, passages } = state;
      let text = "";
      for (const word of wordsOf(quote(query, passages))) {
        await pace(signal);
        text += word;
        yield { text: word };
      }
      const message = answered(text, passages);
      return [{ text, sources: message.sources }, state.append({ history: message })];
    },
    onAbort: (partial, state) =>
      state.append({ history: answered(partial.map(({ text }) => text).join(""), state.passages, true) }),
  });
}

/** The action `answer` of the graph; whatever streams pieces of text and ends in a message will do. */
export type AnswerAction = ReturnType<typeof quotingAnswer>;
