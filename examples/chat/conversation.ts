import type { TransitionEvent } from "@burrjs/core";
import type { Message } from "./chat.ts";
import { type ChatApp, type ChatOptions, createChat } from "./graph.ts";
import { ModelError } from "./openai-answer.ts";

/** What a step did, as the page draws it: the events of a run without the chunks. */
export type Trace =
  | { readonly type: "step-start"; readonly action: string; readonly sequenceId: number }
  | Pick<TransitionEvent, "type" | "action" | "sequenceId" | "to" | "tried">
  | {
      readonly type: "step-end";
      readonly action: string;
      readonly sequenceId: number;
      readonly status: string;
      readonly committed: boolean;
    };

/** A conversation as a page that was reloaded finds it. */
export interface Snapshot {
  readonly id: string;
  readonly history: readonly Message[];
  readonly isRunning: boolean;
  /** The answer so far, while one is under way. */
  readonly partial: string;
  /** Why the last answer failed; it can be tried again. */
  readonly failure: string | null;
  /** The steps of the last run. */
  readonly trace: readonly Trace[];
}

/** One conversation of the server: an application, and the run that is under way in it. */
export class Conversation {
  readonly id: string;
  readonly #options: ChatOptions;
  #app: ChatApp;
  #stream: ReturnType<ChatApp["stream"]> | undefined;
  #partial = "";
  #failure: string | null = null;
  #trace: Trace[] = [];

  constructor(id: string, options: ChatOptions) {
    this.id = id;
    this.#options = { ...options, hooks: [...(options.hooks ?? []), this.#watch()] };
    this.#app = createChat(this.#options);
  }

  /** One question at a time: while this is true, `ask` and `retry` must not be called. */
  get isRunning(): boolean {
    return this.#stream !== undefined;
  }

  /** Whether the last question still waits for its answer, since the action failed or was never reached. */
  get canRetry(): boolean {
    return !this.isRunning && this.#app.nextAction !== "ask";
  }

  /** Asks: the run as server-sent events. A client that disconnects leaves the answer running; only `stop` ends it. */
  ask(prompt: string): Response {
    if (this.#app.nextAction !== "ask") {
      // The last turn failed, and the failed action is next. A new question begins at `ask` again, with the memory kept.
      const { state, sequenceId } = this.#app;
      this.#app = createChat({ ...this.#options, after: { state: state.toJSON(), sequenceId } });
    }
    return this.#respond({ prompt });
  }

  /** Tries the failed action again: it is still next, and the state is as it was before it. */
  retry(): Response {
    return this.#respond({});
  }

  /** Stops the answer; what was said by then is kept. Resolves when that is committed: false if nothing was running. */
  async stop(): Promise<boolean> {
    const outcome = await this.#stream?.abort();
    return outcome?.status === "aborted";
  }

  snapshot(): Snapshot {
    return {
      id: this.id,
      history: this.#app.state.history ?? [],
      isRunning: this.isRunning,
      partial: this.#partial,
      failure: this.#failure,
      trace: this.#trace,
    };
  }

  #respond(inputs: { readonly prompt?: string }): Response {
    const stream = this.#app.stream({ inputs, haltBefore: "ask" });
    this.#stream = stream;
    this.#partial = "";
    this.#failure = null;
    this.#trace = [];
    void this.#untilOver(stream);
    return stream.toResponse({ onDisconnect: "detach", errorText: textOf });
  }

  async #untilOver(stream: ReturnType<ChatApp["stream"]>): Promise<void> {
    const { status, error } = await stream.outcome;
    this.#stream = undefined;
    this.#partial = "";
    if (status === "failed") this.#failure = textOf(error);
  }

  /** Hooks see the steps whether or not a client is listening: a reloaded page gets from here what it missed. */
  #watch(): NonNullable<ChatOptions["hooks"]>[number] {
    return {
      preRunStep: ({ action, sequenceId }) => {
        this.#trace.push({ type: "step-start", action, sequenceId });
      },
      postStreamItem: ({ item }) => {
        if (typeof item === "object" && item !== null && "text" in item) this.#partial += String(item.text);
      },
      postRunStep: ({ action, sequenceId, status, committed }) => {
        this.#trace.push({ type: "step-end", action, sequenceId, status, committed });
      },
      postTransition: ({ from, to, tried, sequenceId }) => {
        this.#trace.push({ type: "transition", action: from, sequenceId, to, tried });
      },
    };
  }
}

/** What people may know of a failure. */
export function textOf(error: unknown): string {
  return error instanceof ModelError ? error.message : "The answer failed. Try again.";
}
