import { BurrError, type AnyRunEvent } from "@burrjs/core";
import { registeredGraph, type RunningTask, runTask, type TaskData, type TaskListener, type TaskOutcome } from "@burrjs/core/parallel"; // prettier-ignore
import type { Crossing } from "./crossing.ts";
import type { SentOutcome, SentTask, Told } from "./messages.ts";

/** What a task needs of the thread that it runs in. */
export interface TaskPlace {
  readonly crossing: Crossing;
  readonly closeTimeoutMs: number;
  readonly tell: (item: Told) => void;
}

/** A task in its thread: it makes events as long as it has credit for them, and tells how it ends. */
export class ThreadTask implements TaskListener {
  readonly #job: number;
  readonly #task: SentTask;
  readonly #place: TaskPlace;
  #running: RunningTask | undefined;
  /** How many events may still be asked for. */
  #credit: number;
  /** Whether an event was asked for that has not come. */
  #isAsking = false;
  /** What has to be told in place of how it ends: one of its events cannot cross. */
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(job: number, { task, credit }: { readonly task: SentTask; readonly credit: number }, place: TaskPlace) {
    this.#job = job;
    this.#task = task;
    this.#credit = credit;
    this.#place = place;
  }

  /** Runs it, its module having been imported. */
  begin(): void {
    const { crossing, closeTimeoutMs } = this.#place;
    const { reference, state, inputs, ...task } = this.#task;
    try {
      const data: TaskData = {
        ...task,
        state: crossing.decode(state) as TaskData["state"], // as it was encoded
        inputs: crossing.decode(inputs) as TaskData["inputs"], // as it was encoded
      };
      this.#running = runTask(data, registeredGraph(reference, task.entrypoint), this, { closeTimeoutMs });
      this.#pull();
    } catch (error) {
      this.fail(error);
    }
  }

  more(credit: number): void {
    this.#credit += credit;
    this.#pull();
  }

  /** The reason is text of the value codec. */
  stop(text: string): void {
    const reason = this.#reasonOf(text);
    if (this.#running === undefined) this.fail(reason, "cancelled");
    else this.#running.stop(reason);
  }

  event(event: AnyRunEvent): void {
    this.#isAsking = false;
    try {
      this.#place.tell({ job: this.#job, event: this.#encode(event, "event") });
    } catch (refusal) {
      const error = this.#inState(event) ?? refusal;
      this.#failure = { error };
      this.#credit = 0;
      this.#running?.stop(error);
      return;
    }
    this.#pull();
  }

  /** What says which key of the state cannot cross, if it is one. */
  #inState(event: AnyRunEvent): unknown {
    try {
      for (const one of "delta" in event ? event.delta : []) if (one.op !== "delete") this.#encode(one.value, `state.${one.key}`); // prettier-ignore
      return undefined;
    } catch (refusal) {
      return refusal;
    }
  }

  end(outcome: TaskOutcome): void {
    try {
      if (this.#failure === undefined) this.#tell(this.#sent(outcome));
      else this.fail(this.#failure.error);
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown, kind: "action" | "cancelled" = "action"): void {
    this.#tell({ type: "failed", error: this.#place.crossing.encodeError(error), kind });
  }

  #pull(): void {
    if (this.#running === undefined || this.#isAsking || this.#credit === 0 || this.#isOver) return;
    this.#isAsking = true;
    this.#credit -= 1;
    this.#running.pull();
  }

  #sent(outcome: TaskOutcome): SentOutcome {
    if (outcome.type === "suspended") throw suspendedInThread(this.#task.index, outcome.action);
    if (outcome.type === "failed") {
      const kind = outcome.kind === "cancelled" ? "cancelled" : "action";
      return { ...outcome, error: this.#place.crossing.encodeError(outcome.error), kind };
    }
    const { result, state, ...rest } = outcome;
    return { ...rest, result: this.#encode(result, "result"), state: this.#encode(state, "state") };
  }

  #reasonOf(text: string): unknown {
    try {
      return this.#place.crossing.decode(text);
    } catch (error) {
      return error; // whatever the reason is, it has to stop
    }
  }

  #encode(value: unknown, path: string): string {
    return this.#place.crossing.encode(value, path, this.#task.index);
  }

  #tell(outcome: SentOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#place.tell({ job: this.#job, outcome });
  }
}

function suspendedInThread(place: number, action: string): BurrError {
  return new BurrError(
    "invalid-output",
    `The action "${action}" of the task at place ${place} waits for an answer, which a task in a thread cannot. ` +
      "Run such tasks in this process: `executor: inProcessExecutor` on the parallel action that makes them.",
    { action },
  );
}
