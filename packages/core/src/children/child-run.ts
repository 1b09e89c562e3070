import { BurrError } from "../errors.ts";
import type { RunningTask, TaskListener, TaskOutcome } from "../parallel/executor.ts";
import { isPromiseLike } from "../promises.ts";
import { openRequests } from "../run/meta.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { RunEnd } from "../run/run-end.ts";
import type { Port } from "../drive/port.ts";
import type { AnyRunOptions } from "../application/runner.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import type { Child } from "./family.ts";

/** From this depth on, children begin in a turn of their own, and need no deeper stack. */
const deepest = 32;

/** What is to be run, and whether its events are wanted. */
export interface ChildRunOptions extends AnyRunOptions {
  readonly isWatched: boolean;
}

/** Runs one child in this process, event by event, and tells how it has ended. */
export class ChildRun implements RunningTask {
  readonly #listener: TaskListener;
  readonly #options: ChildRunOptions;
  #child: Child | undefined;
  #port: Port | undefined;
  #stopped: { readonly reason: unknown } | undefined;
  #isAsked = false;
  #isTelling = false;
  #isOver = false;

  constructor(open: () => Child | Promise<Child>, options: ChildRunOptions, listener: TaskListener) {
    this.#options = options;
    this.#listener = listener;
    if ((options.path?.length ?? 0) > deepest) {
      void Promise.resolve().then((): void => this.#open(open));
      return;
    }
    this.#open(open);
  }

  #open(open: () => Child | Promise<Child>): void {
    try {
      const child = open();
      if (isPromiseLike(child)) child.then(this.#begin).then(undefined, this.#fail);
      else this.#begin(child);
    } catch (error) {
      this.#fail(error);
    }
  }

  pull(): void {
    const port = this.#port;
    if (port === undefined || this.#isTelling) this.#isAsked = true;
    else if (this.#options.isWatched) port.request(this.#onItem, this.#onError);
  }

  stop(reason: unknown): void {
    if (this.#stopped !== undefined || this.#isOver) return;
    this.#stopped = { reason };
    // In a turn of its own: children of children, many levels deep, must not need a deeper stack.
    queueMicrotask(() => {
      const port = this.#port;
      if (port === undefined) this.#cancelled(true);
      else {
        void port.abort(reason, "run").then(({ closed }): void => this.#cancelled(closed));
        port.pump.drain(); // a step that can no longer be stopped is waited for, and read by nobody
      }
    });
  }

  readonly #begin = (child: Child): void => {
    if (this.#stopped !== undefined) return;
    const { isWatched, ...options } = this.#options;
    this.#child = child;
    this.#port = child.open(options, isWatched ? "events" : "nothing");
    if (!isWatched) this.#port.get().then(this.#onEnd, this.#onError);
    else if (this.#isAsked) this.pull();
  };

  readonly #onItem = (item: IteratorResult<unknown, unknown>): void => {
    if (this.#stopped !== undefined && item.done !== true) return; // its end is told when all is over
    if (item.done === true) {
      this.#onEnd(item.value);
      return;
    }
    this.#isAsked = false;
    this.#isTelling = true; // whoever asks for more at once is answered in a turn of its own
    this.#listener.event(item.value as AnyRunEvent); // the run was asked for events
    this.#isTelling = false;
    if (this.#isAsked) queueMicrotask(() => this.pull());
  };

  readonly #onEnd = (final: unknown): void => {
    const child = this.#child;
    if (child === undefined) return;
    const outcome = outcomeOf(child, final as RunEnd, this.#options.haltAfter); // of run()
    // It has come to its end, whether somebody still wants to know or not: another try finds that.
    if (outcome.type === "done") child.runtime.recalled = { result: outcome.result };
    if (this.#stopped === undefined) this.#end(outcome);
  };

  readonly #onError = (error: unknown): void => {
    if (this.#stopped === undefined) this.#fail(error);
  };

  readonly #fail = (error: unknown): void => {
    this.#end({ type: "failed", error, kind: this.#stopped === undefined ? "action" : "cancelled", ...this.#spent });
  };

  #cancelled(isClosed: boolean): void {
    const open = isClosed ? {} : { isClosed };
    this.#end({ type: "failed", error: this.#stopped?.reason, kind: "cancelled", ...this.#spent, ...open });
  }

  get #spent(): { readonly spent?: Readonly<Record<string, number>> } {
    return this.#child === undefined ? {} : { spent: this.#child.runtime.meta.spent };
  }

  #end(outcome: TaskOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.end(outcome);
  }
}

/** What the end of a child's run means for its parent. */
function outcomeOf(child: Child, end: RunEnd, haltAfter: AnyRunOptions["haltAfter"] = []): TaskOutcome {
  const { runtime } = child;
  const { stopped, action, result, sequenceId } = end;
  const { meta } = runtime;
  if (stopped === "suspended") {
    const schemas = runtime.waiting?.schemas ?? new Map<string, StandardSchema>();
    return {
      type: "suspended",
      requests: openRequests(meta),
      schemas,
      sequenceId,
      action: meta.suspended?.action ?? "",
      child,
    };
  }
  const isElsewhere = stopped === "end" && haltAfter.length > 0;
  if (isElsewhere || ["limit", "stuck", "halted"].includes(stopped))
    return { type: "failed", error: stoppedShort(end), kind: "action" };
  return {
    type: "done",
    action: action ?? runtime.after ?? "",
    result,
    state: runtime.data,
    sequenceId,
    spent: meta.spent,
  };
}

function stoppedShort({ stopped, action, limit }: RunEnd): BurrError {
  const last = `"${action ?? ""}"`;
  const why: Readonly<Record<string, string>> = {
    end: `it has ended behind ${last}, which its \`haltAfter\` does not name: name it as well`,
    halted: "it was halted by ctx.halt() or drain(): let it end by its transitions, or name the action in `haltAfter`",
    limit: `it has reached its limit "${limit ?? ""}", which it has from the \`defaults\` of its parent if it has none of its own: raise that`,
    stuck: `no transition leads on from ${last}: add one, or mark that action as \`terminal\``,
  };
  const message = `A child application did not come to its end, since ${why[stopped] ?? `its run was ${stopped}`}.`;
  return new BurrError("child-stopped", message, { stopped, action });
}
