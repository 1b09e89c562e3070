import type { GraphNode } from "../graph/compile.ts";
import { abortSignalled, type ChunkIterator, Emit, type Task, Wait } from "../run/effects.ts";
import { type HookSet, LazyHookContext } from "../run/hook-set.ts";
import type { HookContext, HookEvent, HookStep } from "../run/hooks.ts";
import type { Run } from "../run/run.ts";
import type { Settings } from "../run/runtime.ts";
import { tell } from "../run/tell.ts";
import type { Data } from "../state/operations.ts";
import type { Seen } from "../state/view.ts";
import { Account } from "./account.ts";
import { accessesOf, recordEnding, reportOf, type StepEnding } from "./ending.ts";
import { endEvents, rollbackEvent, startEvent } from "./events.ts";
import { insist } from "./insist.ts";
import { StepRecords } from "./records.ts";
import { routed } from "./routing.ts";
import type { Role } from "./role.ts";
import type { Suspension } from "../suspend/suspension.ts";
import { stepIsOver } from "./step-is-over.ts";
import { tryAction } from "./try-action.ts";
import type { Watch } from "./watch.ts";

/** One step, from its inputs to its end: an action, tried once or several times. */
export class Step {
  readonly run: Run;
  readonly node: GraphNode;
  readonly settings: Settings;
  /** Which function of the action is called, and with what. */
  role: Role;
  /** Whether chunks go to a consumer. */
  readonly isStreamed: boolean;
  sequenceId = -1;
  aborted: { readonly reason: unknown } | undefined;
  ending: StepEnding | undefined;
  /** False when the action had not come to its end `closeTimeoutMs` after an abort. */
  closed = true;
  /** The state that the action was given. */
  readonly base: Data;
  /** Of the call of the action under way, from 1. Middleware and retries make further ones. */
  attempt = 1;
  /** The checkpoint that an earlier attempt has left. */
  resumed: Data | undefined;
  /** Set when the action has given its final, or the step was given up: nothing of it counts any more. */
  isOver = false;
  /** What the action has under way: closed, or waited for, when the step ends before it. */
  running: ChunkIterator | PromiseLike<unknown> | undefined;
  /** The time limits of the try under way. */
  watch: Watch | undefined;
  /** What the action has made with `ctx.suspend()` in the try under way. */
  suspension: Suspension | undefined;
  /** Set by `ctx.halt()`. */
  halted: { readonly reason: unknown } | undefined;
  /** What its action has asked of the state, where somebody wants to know. */
  seen: Seen | undefined;
  /** What hooks around the action's code are told, if there are some. */
  entry: HookEvent<"enterAction"> | undefined;
  /** Whether the function of the action was called. */
  hasActed = false;
  /** Whether the action has given a stream. */
  hasStreamed = false;
  #hasOpened = false;
  /** The first attempt of the try under way; a middleware may call the action several times in one, all with one signal. */
  #firstOfTry = 1;
  #stopped: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;
  #children: AbortController | undefined;
  #account: Account | undefined;
  #records: StepRecords | undefined;
  #hookContext: HookContext | undefined;

  constructor(run: Run, node: GraphNode, role: Role) {
    this.run = run;
    this.node = node;
    this.role = role;
    this.settings = run.runtime.settings;
    this.isStreamed = run.streams(node);
    this.base = run.runtime.data;
    this.resumed = this.#leftBehind;
  }

  /** Aborts when the try under way has to stop. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#stopped !== undefined) this.#controller.abort(this.#stopped.reason);
    }
    return this.#controller.signal;
  }

  /** Aborts when the try under way has to stop, or the step is over: nothing of a child goes on after it. */
  get childSignal(): AbortSignal {
    if (this.#children === undefined) {
      this.#children = new AbortController();
      if (this.#stopped !== undefined) this.#children.abort(this.#stopped.reason);
      else if (this.isOver) this.#children.abort(stepIsOver());
    }
    return this.#children.signal;
  }

  /** As `signal`, for the action of an attempt. Of a try that is over, nobody can have asked for it in time. */
  signalOf(attempt: number): AbortSignal {
    return this.isPast(attempt) ? AbortSignal.abort() : this.signal;
  }

  /** Whether an attempt is of a try that is over: what it still does does not count. */
  isPast(attempt: number): boolean {
    return attempt < this.#firstOfTry;
  }

  /** The hooks that are told of its stream, if there are some. */
  get streamHooks(): HookSet | undefined {
    const { hooks } = this.settings;
    return this.isStreamed ? hooks : hooks.ofAllStreams;
  }

  get yieldsPairs(): boolean {
    return this.role.kind === "run" && this.node.action.body.yieldsPairs;
  }

  /** What hooks see of it besides their event. */
  get hookContext(): HookContext {
    this.#hookContext ??= new LazyHookContext(this);
    return this.#hookContext;
  }

  /** The error that has ended it. */
  get actionError(): unknown {
    return this.ending?.error;
  }

  /** What it leaves behind while it runs. Made when there is something: most steps neither stream nor save anything. */
  get records(): StepRecords {
    this.#records ??= new StepRecords(this);
    return this.#records;
  }

  /** What has to be stored before it can end. */
  get storing(): Promise<unknown> | undefined {
    return this.#records?.storing;
  }

  /** What it uses up of budgets. */
  get account(): Account {
    this.#account ??= new Account(this);
    return this.#account;
  }

  /** As `account`, if anything was spent. */
  get spent(): Readonly<Record<string, number>> | undefined {
    return this.#account?.spent;
  }

  /** The failure that has led here. */
  get routedError(): unknown {
    const { failure } = this.run.runtime.meta;
    return failure?.to === this.node.name ? failure.error : undefined;
  }

  /** See `StepContext.idempotencyKey`. */
  get idempotencyKey(): string {
    const { settings, node, run, role } = this;
    const { appId, partitionKey } = settings;
    const { commitId, meta } = run.runtime;
    const from = role.kind === "undo" ? role.commit.sequenceId : commitId;
    const visit = meta.branch === undefined ? from : `${from}@${meta.branch}`;
    const app = partitionKey === null ? appId : `${encodeURIComponent(partitionKey)}/${appId}`;
    return `${app}:${visit}:${node.name}${role.kind === "run" || role.kind === "fallback" ? "" : `:${role.kind}`}`;
  }

  identity(): HookStep {
    const { settings, node, sequenceId, attempt, role } = this;
    const { appId, partitionKey } = settings;
    const identity = { appId, partitionKey, action: node.name, sequenceId, attempt };
    return role.kind === "run" ? identity : { ...identity, role: role.kind };
  }

  /** Under what its notes are kept: those of an undo are none of its action's. */
  get notesKey(): string {
    return this.role.kind === "undo" ? `undo ${this.role.commit.sequenceId} ${this.node.name}` : this.node.name;
  }

  /** Takes note of a suspension that the action has made: it has to return it. */
  suspends(suspension: Suspension): Suspension {
    this.suspension = suspension;
    return suspension;
  }

  /** Asks the action to stop. Too late once it has given its final: then false. */
  abort(reason: unknown): boolean {
    if (this.isOver) return false;
    if (this.aborted !== undefined) return true;
    this.aborted = { reason };
    this.stopTry(reason);
    return true;
  }

  /** Runs the action and commits its update. An error of the action is in the ending; what throws here is not the action's. */
  *execute(inputs: Readonly<Record<string, unknown>>): Task<StepEnding> {
    const { run, role } = this;
    const { runtime } = run;
    const { hooks, journal } = this.settings;
    runtime.sequenceId += 1;
    this.sequenceId = runtime.sequenceId;
    if (hooks.has("preRunStep")) {
      const answers = role.kind === "answer" ? { answers: role.answers } : {};
      yield* tell(hooks, "preRunStep", { ...this.identity(), state: runtime.state, inputs, ...answers }, this);
    }
    if (run.emits === "events") yield new Emit(startEvent(this));
    let ending = yield* tryAction(this, inputs);
    if (ending.status === "failed") ending = yield* this.#failed(ending, inputs);
    this.isOver = true;
    this.#children?.abort(stepIsOver());
    if (journal !== undefined) ending = yield* recordEnding(this, journal, ending);
    runtime.end(this, ending);
    this.ending = ending;
    if (this.#hasOpened && this.streamHooks?.has("postEndStream") === true) {
      yield* tell(this.streamHooks, "postEndStream", { ...this.identity(), status: ending.status }, this);
    }
    if (hooks.has("postAccess")) yield* tell(hooks, "postAccess", accessesOf(this, ending), this);
    if (hooks.has("postRunStep")) {
      const pending = hooks.call("postRunStep", reportOf(this, ending), this);
      if (pending !== undefined) yield new Wait(pending, 'the hook "postRunStep"');
    }
    if (run.emits === "events") for (const event of endEvents(this, ending)) yield new Emit(event);
    return ending;
  }

  /** What becomes of a failure: the action is tried again, falls back, or leads on by a transition on error. */
  *#failed(first: StepEnding, inputs: Readonly<Record<string, unknown>>): Task<StepEnding> {
    const { policy, action, errorEdges } = this.node;
    const mayGoOn = policy !== undefined || action.body.fallback !== undefined;
    const ending = mayGoOn ? yield* insist(this, first, inputs) : first;
    return errorEdges.length > 0 && this.role.kind !== "undo" ? routed(this, ending) : ending;
  }

  /** Tells the action to stop. */
  stopTry(reason: unknown): void {
    this.#stopped ??= { reason };
    this.#controller?.abort(reason);
    // Not at once: children of children, many levels deep, must not need a deeper stack.
    const children = this.#children;
    if (children !== undefined) queueMicrotask(() => children.abort(reason));
  }

  /** Another try begins, after one has failed: with a signal of its own. */
  beginTry(): void {
    this.isOver = false;
    this.suspension = undefined;
    this.halted = undefined;
    this.#firstOfTry = this.nextAttempt;
    this.#stopped = undefined;
    this.#controller = undefined;
    this.#children?.abort(stepIsOver());
    this.#children = undefined;
  }

  /** What its next call of the action will be. */
  get nextAttempt(): number {
    return this.hasActed ? this.attempt + 1 : this.attempt;
  }

  /** The function of the action is called. */
  beginAttempt(): void {
    if (this.hasActed) {
      this.#records?.childKeys.clear();
      this.attempt += 1;
      this.resumed = this.#leftBehind;
    }
    this.hasActed = true;
  }

  /** The action turned out to stream. */
  *openStream(): Task<void> {
    this.hasStreamed = true;
    const hooks = this.streamHooks;
    if (hooks === undefined || this.#hasOpened) return;
    this.#hasOpened = true;
    this.records.startStream();
    if (hooks.has("preStartStream")) yield* tell(hooks, "preStartStream", this.identity(), this);
    if (this.aborted !== undefined) throw abortSignalled;
  }

  /** The action is tried again: what it has streamed so far does not count. */
  *rollBack(reason: "retry" | "failed" = "retry"): Task<void> {
    if (this.#records === undefined || this.#records.chunkCount === 0) return;
    this.records.dropChunks();
    if (this.run.emits === "events") yield new Emit(rollbackEvent(this, reason));
  }

  get #leftBehind(): Data | undefined {
    return this.run.runtime.notesOf(this.notesKey)?.values;
  }
}
