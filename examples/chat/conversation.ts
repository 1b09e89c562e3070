import { eventResponse, isBurrError, type LoadedRun } from "@burrjs/core";
import type { Message } from "./chat.ts";
import { type ChatApp, type ChatOptions, createChat, createChatAtAsk } from "./graph.ts";
import { ModelError } from "./openai-answer.ts";
import { type Trace, traceHooks } from "./trace.ts";

/** A conversation as a page that is loaded, or that has lost its connection, finds it. */
export interface Snapshot {
  readonly id: string;
  readonly history: readonly Message[];
  /** Whether an answer is under way, in whichever server. */
  readonly isRunning: boolean;
  /** The step that is under way or was interrupted: its stream can be followed. */
  readonly step: number | null;
  /** Why the last question has no answer; it can be tried again. */
  readonly failure: string | null;
  /** The steps of the last run, where it was one of this server. */
  readonly trace: readonly Trace[];
}

/** Why a question is not taken now, in words for whoever asked. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

type ChatStream = ReturnType<ChatApp["stream"]>;

/** One conversation of the server. All of it is in the store; what is here is the run under way, or the last one. */
export class Conversation {
  readonly id: string;
  readonly #options: ChatOptions & { readonly appId: string };
  #app: ChatApp | undefined;
  #stream: Promise<ChatStream> | undefined;
  #failure: string | null = null;
  #trace: Trace[] = [];

  constructor(id: string, options: ChatOptions) {
    this.id = id;
    const hooks = [...(options.hooks ?? []), traceHooks((event) => this.#trace.push(event))];
    this.#options = { ...options, appId: id, hooks };
  }

  /** Whether this server is answering here. */
  get isRunning(): boolean {
    return this.#stream !== undefined;
  }

  /**
   * Asks: the run as server-sent events. A client that disconnects leaves the answer running; only `stop` ends it.
   *
   * @throws Refusal, while an answer is under way in this server or another.
   */
  ask(prompt: string): Promise<Response> {
    return this.#respond(() => createChatAtAsk(this.#options), { prompt });
  }

  /** Has the last question answered after all: the action that failed or was interrupted is still next. Throws as `ask`. */
  retry(): Promise<Response> {
    return this.#respond(async () => {
      const app = await createChat(this.#options);
      if (app.nextAction === "ask") throw new Refusal("There is nothing to try again.");
      return app;
    }, {});
  }

  /** The stream of a step from the store, wherever it runs: what comes after `lastEventId`, to the end of the step. */
  follow(step: number, lastEventId: string | null, signal: AbortSignal): Response {
    return eventResponse(this.#read(step, { lastEventId, signal }), { errorText: textOf, lastEventId });
  }

  /** Stops the answer, wherever it runs; what was said by then is kept. Resolves when that is stored: false if nothing was running. */
  async stop(): Promise<boolean> {
    return (await this.stopHere()) || (await this.#stopElsewhere());
  }

  /** As `stop`, but leaves alone what other servers do. */
  async stopHere(): Promise<boolean> {
    const stream = await this.#stream?.catch(() => undefined); // whoever asked is told
    return (await stream?.abort())?.status === "aborted";
  }

  /** As it is stored. `undefined` when it is not: nothing was ever asked in it. */
  async snapshot(): Promise<Snapshot | undefined> {
    // In this order: when the run ends in between, the page reads the end of its stream and asks again.
    const { run, isRunning } = await this.#look();
    if (run === undefined) return undefined;
    const { state, nextAction, sequenceId } = await createChat(this.#options);
    const isOurs = this.isRunning || this.#app?.sequenceId === sequenceId;
    const why = run.status === "unfinished" ? interrupted : run.status === "failed" ? failed : unanswered;
    return {
      id: this.id,
      history: state.history ?? [],
      isRunning,
      step: run.status === "unfinished" ? run.sequenceId : null,
      failure: isRunning || nextAction === "ask" ? null : (this.#failure ?? why),
      trace: isOurs ? this.#trace : [],
    };
  }

  async #respond(open: () => Promise<ChatApp>, inputs: { readonly prompt?: string }): Promise<Response> {
    if (this.#stream !== undefined) throw new Refusal(underWay);
    this.#stream = this.#begin(open, inputs); // set before anything is awaited: one at a time
    try {
      const stream = await this.#stream;
      void this.#untilOver(stream);
      return stream.toResponse({ onDisconnect: "detach", errorText: textOf });
    } catch (error) {
      this.#stream = undefined;
      throw error;
    }
  }

  async #begin(open: () => Promise<ChatApp>, inputs: { readonly prompt?: string }): Promise<ChatStream> {
    if ((await this.#look()).isRunning) throw new Refusal(underWay);
    this.#app = await open();
    this.#failure = null;
    this.#trace = [];
    return this.#app.stream({ inputs, haltBefore: "ask" });
  }

  async #untilOver(stream: ChatStream): Promise<void> {
    const { status, error } = await stream.outcome;
    this.#stream = undefined;
    if (status === "failed") this.#failure = textOf(error);
  }

  async #stopElsewhere(): Promise<boolean> {
    const { persister, appId, partitionKey = null } = this.#options;
    // Again for each step that was under way: one that ends by itself takes the request with it.
    for (let wasRunning = false; ; wasRunning = true) {
      const { run, isRunning } = await this.#look();
      if (run === undefined || !isRunning || !(await persister.abort({ appId, partitionKey }))) return wasRunning;
      const events = this.#read(run.sequenceId);
      try {
        while ((await events.next()).done !== true); // to the end: then what was said is stored
      } catch (error) {
        if (!isBurrError(error)) throw error; // nobody is there any more, or the step was forgotten
      }
    }
  }

  #read(step: number, from: { readonly lastEventId?: string | null; readonly signal?: AbortSignal } = {}) {
    const { persister, appId, partitionKey = null } = this.#options;
    return persister.readStream(appId, step, { partitionKey, ...from });
  }

  /** The stored run, and whether somebody is at it: a run without an end may be that of a server that has died. */
  async #look(): Promise<{ readonly run: LoadedRun | undefined; readonly isRunning: boolean }> {
    const { persister, appId, partitionKey = null } = this.#options;
    const run = await persister.load({ appId, partitionKey });
    if (run?.status !== "unfinished") return { run, isRunning: false };
    const orphans = await persister.findOrphans({ partitionKey });
    return { run, isRunning: orphans.every((orphan) => orphan.appId !== appId) };
  }
}

const underWay = "An answer is under way in this conversation. Stop it, or wait.";
const failed = "The answer failed. Try again.";
const interrupted = "The answer was interrupted. Try again.";
const unanswered = "This question was not answered.";

/** What people may know of a failure. */
export function textOf(error: unknown): string {
  if (error instanceof ModelError) return error.message;
  if (!isBurrError(error)) return failed;
  if (error.code === "stream-interrupted") return interrupted;
  return error.code === "concurrent-run" || error.code === "existing-run" ? underWay : failed;
}
