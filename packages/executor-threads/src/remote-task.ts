import { type AnyRunEvent, BurrError } from "@burrjs/core";
import { type ExecutorTask, referenceOf, type TaskEvent, type TaskOutcome } from "@burrjs/core/parallel";
import type { Crossing } from "./crossing.ts";
import type { Job, JobListener, LostOutcome } from "./job.ts";
import type { SentOutcome, SentTask } from "./messages.ts";
import { OpenSteps } from "./open-steps.ts";
import type { Pool } from "./pool.ts";

/** How many events of a task may be made and not yet taken. */
const windowSize = 32;

/** What a task needs of the execution that it belongs to. */
export interface RemoteTaskPlace {
  readonly pool: Pool;
  readonly crossing: Crossing;
  /** Called when there is something to take that there was not. */
  readonly onReady: (task: RemoteTask) => void;
}

/** A task in a thread, seen from here: what it has told, until that is taken. */
export class RemoteTask implements JobListener {
  readonly #task: ExecutorTask;
  readonly #place: RemoteTaskPlace;
  #job: Job | undefined;
  /** What was told, and not taken yet. */
  #told: TaskEvent[] = [];
  /** Events that were taken, and not let be followed by others yet. */
  #owed = 0;
  readonly #steps = new OpenSteps();
  #stopped: { readonly reason: unknown } | undefined;
  /** An event of it cannot be read. */
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(task: ExecutorTask, place: RemoteTaskPlace) {
    this.#task = task;
    this.#place = place;
  }

  /** Gives it to a thread. */
  begin(): void {
    const { signal } = this.#task;
    if (signal?.aborted === true) {
      this.#finish({ type: "failed", error: signal.reason, kind: "cancelled" });
      return;
    }
    try {
      const sent = sentTask(this.#task, this.#place.crossing);
      signal?.addEventListener("abort", this.#onAbort);
      this.#job = this.#place.pool.run(sent, { credit: windowSize, listener: this });
    } catch (error) {
      this.#finish({ type: "failed", error, kind: "action" });
    }
  }

  get isReady(): boolean {
    return this.#told.length > 0;
  }

  /** The next thing that it has told. */
  take(): TaskEvent | undefined {
    const event = this.#told.shift();
    if (event?.type !== "chunk") return event;
    this.#steps.see(event.event);
    this.#owed += 1;
    if (this.#owed >= windowSize / 2 && this.#job !== undefined) {
      this.#place.pool.more(this.#job, this.#owed);
      this.#owed = 0;
    }
    return event;
  }

  /** Stops it; its end is told as ever. */
  stop(reason: unknown): void {
    if (this.#stopped !== undefined || this.#job === undefined || this.#isOver) return;
    this.#stopped = { reason };
    this.#place.pool.stop(this.#job, this.#place.crossing.encodeError(reason));
  }

  event(text: string): void {
    if (this.#failure !== undefined) return;
    try {
      const event = this.#place.crossing.decode(text) as AnyRunEvent; // as it was encoded
      this.#tell({ type: "chunk", index: this.#task.index, event });
    } catch (error) {
      this.#failure = { error };
      this.stop(error);
    }
  }

  again(): void {
    this.#told = []; // of what nobody has seen, nobody needs to know
    this.#owed = 0;
    this.#rollBack("retry");
  }

  end(outcome: SentOutcome | LostOutcome | "stopped"): void {
    try {
      this.#finish(this.#outcomeOf(outcome));
    } catch (error) {
      this.#finish({ type: "failed", error, kind: "action" });
    }
  }

  readonly #onAbort = (): void => {
    this.stop(this.#task.signal?.reason);
  };

  #outcomeOf(outcome: SentOutcome | LostOutcome | "stopped"): TaskOutcome {
    const { crossing } = this.#place;
    if (this.#failure !== undefined) return { type: "failed", error: this.#failure.error, kind: "action" };
    if (outcome === "stopped") return { type: "failed", error: this.#stopped?.reason, kind: "cancelled" };
    if (outcome.type === "done") {
      const { result, state, ...rest } = outcome;
      return { ...rest, result: crossing.decode(result), state: crossing.decode(state) as TaskDoneState };
    }
    if (outcome.type === "lost") {
      this.#rollBack("failed");
      return { type: "failed", error: lostError(this.#task, outcome), kind: "lost" };
    }
    if (outcome.kind === "cancelled") return { ...outcome, error: this.#stopped?.reason };
    return { ...outcome, error: crossing.decode(outcome.error) };
  }

  #rollBack(reason: "retry" | "failed"): void {
    const { index } = this.#task;
    for (const event of this.#steps.rollBack(reason)) this.#tell({ type: "chunk", index, event });
  }

  #finish(outcome: TaskOutcome): void {
    this.#isOver = true;
    this.#task.signal?.removeEventListener("abort", this.#onAbort);
    this.#tell({ ...outcome, index: this.#task.index });
  }

  #tell(event: TaskEvent): void {
    this.#told.push(event);
    if (this.#told.length === 1) this.#place.onReady(this);
  }
}

type TaskDoneState = Extract<TaskOutcome, { readonly type: "done" }>["state"];

/** The task as data. Throws when others cannot know what it runs, or what it needs cannot cross. */
function sentTask(task: ExecutorTask, crossing: Crossing): SentTask {
  const { id, partitionKey, key, index, attempt, entrypoint, haltAfter, parent, path, isWatched } = task;
  return {
    id,
    partitionKey,
    key,
    index,
    attempt,
    entrypoint,
    haltAfter,
    parent,
    path,
    isWatched,
    reference: referenceOf(task),
    state: crossing.encode(task.state, "state", index),
    inputs: crossing.encode(task.inputs, "inputs", index),
  };
}

function lostError({ key, path, index }: ExecutorTask, { reason, losses }: LostOutcome): BurrError {
  const action = path.at(path.at(-1) === key ? -2 : -1) ?? path.at(-1) ?? "";
  const why =
    losses === 0
      ? "no thread could be started for it. See `cause`"
      : `its thread has ended ${losses === 1 ? "" : `${losses} times `}before the task did. ` +
        "See `cause`: it may have needed too much memory, called process.exit(), or left an error uncaught";
  return new BurrError(
    "task-lost",
    `The task at place ${index} of action "${action}" was lost: ${why}.`,
    { action, place: index },
    { cause: reason },
  );
}
