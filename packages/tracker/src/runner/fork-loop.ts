import type { AskedInput, ForkRequest } from "@burrjs/protocol";
import type { ForkInputs } from "./fork-inputs.ts";
import type { RunnerError } from "./runner-error.ts";
import type { ServedApp, ServedEvent, ServedStream } from "./served-app.ts";
import type { TapePlayer } from "./tape-player.ts";

/** What a loop runs. */
export interface ForkLoopParts {
  readonly fork: Pick<ForkRequest, "stop">;
  readonly app: () => ServedApp;
  readonly player: TapePlayer;
  readonly inputs: ForkInputs;
}

/** Why a run ends, and another one begins: the next step had other inputs. */
const otherInputs = "other-inputs";

/** Runs the application of a fork until it stands still, and stops it where it may not go on. */
export class ForkLoop {
  readonly #parts: ForkLoopParts;
  /** Whether there is a log that tells of it. */
  #hasRun = false;
  /** Of the run under way. */
  #controller: AbortController | undefined;
  /** Why it is to stop behind the step under way. */
  #stop: string | undefined;

  constructor(parts: ForkLoopParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#controller !== undefined;
  }

  /** The action that would be next. */
  get next(): string | null {
    try {
      return this.#parts.app().nextAction;
    } catch {
      return null; // a condition throws: the run will say so
    }
  }

  /** The inputs that somebody has to give before an action, or may give anew. */
  wanted(action: string | null): readonly AskedInput[] {
    const { app, inputs, player } = this.#parts;
    // An action that ends as it was recorded has those that were recorded.
    if (action === null || player.inputs(action) !== undefined) return [];
    return inputs.wanted(action, app().graph.actions[action]?.inputs.required ?? []);
  }

  /**
   * Ends the run under way. Where the application stands still, the log is told by a run that ends before its first step. Resolves
   * when that has ended.
   */
  async abort(error: RunnerError): Promise<void> {
    if (this.#controller !== undefined) {
      this.#controller.abort(error);
      return;
    }
    if (!this.#hasRun) return;
    const controller = new AbortController();
    const stream = this.#parts.app().stream({ signal: controller.signal });
    await stream[Symbol.asyncIterator]().next(); // it begins, and goes no further by itself
    controller.abort(error);
    await stream.outcome;
  }

  /** Stops it behind the step under way. */
  pause(why: string): void {
    if (this.#stop === undefined || this.#stop === otherInputs) this.#stop = why;
    const drained = this.#parts.app().drain(why);
    drained.catch(() => {}); // what ends the run says so itself
  }

  /**
   * Runs it.
   *
   * @param maxSteps - How many steps it may make.
   * @returns Why it stands still, as in the result of `run()`; where it was stopped, why that was.
   * @throws What the run ends with, once that is in the log.
   */
  async run(maxSteps: number): Promise<string> {
    const controller = new AbortController();
    this.#controller = controller;
    this.#hasRun = true;
    const { app, inputs, player } = this.#parts;
    let stream: ServedStream | undefined;
    try {
      for (let left = maxSteps; ;) {
        this.#stop = undefined;
        const given = inputs.begin(player.inputs(this.next));
        stream = app().stream({ inputs: given, signal: controller.signal, maxSteps: left });
        const { stopped, steps } = await this.#readToEnd(stream);
        left -= steps;
        const why = this.#whyStopped(stopped);
        // Somebody may have wanted it to pause meanwhile.
        if (why !== otherInputs) return why;
        if (left <= 0) return "limit";
      }
    } catch (error) {
      await stream?.outcome; // what was aborted ends a moment later
      throw error;
    } finally {
      this.#controller = undefined;
    }
  }

  #whyStopped(stopped: string): string {
    return stopped === "halted" ? (this.#stop ?? stopped) : stopped;
  }

  async #readToEnd(stream: ServedStream): Promise<{ readonly stopped: string; readonly steps: number }> {
    let stopped = "end";
    let steps = 0;
    for await (const event of stream) {
      if (event.path.length > 0) continue; // a child's
      if (event.type === "step-end") steps += 1;
      this.#parts.inputs.use(textIn(event, "step-start", "action") ?? "");
      stopped = textIn(event, "run-end", "stopped") ?? stopped;
      this.#lookAhead(textIn(event, "transition", "to"));
    }
    return { stopped, steps };
  }

  /** Looks whether the run may go on with an action: now is when it can still stop before it. */
  #lookAhead(action: string | undefined): void {
    if (action === undefined) return;
    const { fork, inputs, player } = this.#parts;
    const why = player.refusal(action)?.code ?? (action === fork.stop.before ? "before" : undefined);
    if (why !== undefined) this.pause(why);
    else if (this.wanted(action).length > 0) this.pause("inputs");
    else if (!inputs.fits(player.inputs(action))) this.pause(otherInputs);
  }
}

/** A text of an event of a type. */
function textIn(event: ServedEvent, type: string, name: string): string | undefined {
  const value: unknown = event.type === type ? Reflect.get(event, name) : undefined;
  return typeof value === "string" ? value : undefined;
}
