import type { Step } from "./step.ts";

/** The outcomes of side effects that a step must not repeat; see `StepContext.once`. */
export class Once {
  readonly #step: Step;
  /** Work under way in this process, by key: who asks again waits for it. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(step: Step) {
    this.#step = step;
  }

  run<TValue>(key: string, work: (idempotencyKey: string) => TValue | PromiseLike<TValue>): Promise<TValue> {
    const known = this.#step.run.runtime.notesOf(this.#step.notesKey)?.once;
    if (known !== undefined && Object.hasOwn(known, key)) return Promise.resolve(known[key] as TValue); // what `work` gave
    const running = this.#running.get(key) ?? this.#begin(key, work);
    return running as Promise<TValue>; // of the same key, and so of the same work
  }

  #begin(key: string, work: (idempotencyKey: string) => unknown): Promise<unknown> {
    const running = this.#do(key, work).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #do(key: string, work: (idempotencyKey: string) => unknown): Promise<unknown> {
    const step = this.#step;
    const value = await work(`${step.idempotencyKey}:${key}`);
    const { runtime } = step.run;
    await step.settings.journal?.append([{ type: "once", ...step.identity(), notesKey: step.notesKey, key, value }], undefined, step); // prettier-ignore
    // It may end late, when this step or another has committed: then there is nothing to keep it for.
    if (step.ending?.accepted === undefined && runtime.data === step.base) runtime.noteOnce(step.notesKey, key, value);
    return value;
  }
}
