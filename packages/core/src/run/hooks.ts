import type { Decision } from "../graph/decision.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import type { ParentPointer } from "../persist/persister.ts";
import type { Operation } from "../state/operations.ts";
import type { State } from "../state/state.ts";
import type { Span, SpanScope } from "../step/spans.ts";
import type { RunEndEvent, StepStatus } from "../stream/events.ts";

/** The way a run was started. */
export type ExecuteMethod =
  | "step"
  | "run"
  | "runSync"
  | "iterate"
  | "streamResult"
  | "streamIterate"
  | "stream"
  | "compensate";

/** Which application a hook is called for. */
export interface HookApp {
  readonly appId: string;
  readonly partitionKey: string | null;
}

/** Which step a hook is called for. */
export interface HookStep extends HookApp {
  readonly action: string;
  readonly sequenceId: number;
  readonly attempt: number;
  /** What of the action is called, if not `run`: its `onAnswer`, `fallback` or `undo`. */
  readonly role?: "answer" | "fallback" | "undo";
}

/** What `postRunStep` gets. */
export interface StepReport extends HookStep {
  /** The committed state: the new one if `committed`, else the one from before the step. */
  readonly state: State;
  readonly status: StepStatus;
  readonly committed: boolean;
  /** `null` unless the step completed with a result. */
  readonly result: unknown;
  /** The action's error or the abort reason; `null` on completion. */
  readonly exception: unknown;
  /** What changed in the state. */
  readonly delta: readonly Operation[];
  /** The failure that the action's `fallback` has made up for. */
  readonly recovered?: { readonly error: unknown };
}

/** The keys of state that a step has dealt with, each in the order of the first time. */
export interface Accesses {
  readonly read: readonly string[];
  readonly wrote: readonly string[];
  /** Those that it asked for without having declared them, which threw. */
  readonly undeclared: readonly string[];
}

/** What a hook can look at besides its event. */
export interface HookContext {
  /** Aborts when the step that the hook is called for has to stop; of hooks around runs, when the run has to. */
  readonly signal: AbortSignal;
}

/** Whom hooks are called for: a step, or a run. */
export interface HookSource {
  readonly hookContext: HookContext;
  /** The error that the action of the step threw, if it did: what the caller sees, whatever hooks do. */
  readonly actionError: unknown;
}

type MaybePromise = void | PromiseLike<void>;

/**
 * Code called around runs and steps; any subset of these. A hook may return a promise: the run waits for it.
 *
 * `pre…` hooks run in order of registration, all others in reverse, so that hooks nest. They observe: an error in one
 * goes to `onHookError`, the others are still called, and the run goes on.
 *
 * A streamed step: `preRunStep`, `preStartStream`, `postStreamItem` per chunk, `postEndStream`, `postRunStep`, `postTransition`.
 */
export interface Hooks {
  /** Once per application, when it is made; synchronous. */
  postApplicationCreate?(
    event: HookApp & {
      readonly state: State;
      readonly graph: ApplicationGraph;
      /** Of a fork: where it came from. */
      readonly parentPointer: ParentPointer | null;
      /** Of a child: the step that has spawned it. */
      readonly spawningParentPointer: ParentPointer | null;
      /** Of the shape of its state; 0 when it has none. */
      readonly version: number;
      /** Of a child: the way to it, as in the `path` of events. Empty at the top. */
      readonly path: readonly string[];
    },
  ): void;
  /** Around each call of a running method, however many steps it takes. */
  preRunExecuteCall?(
    event: HookApp & {
      readonly state: State;
      readonly method: ExecuteMethod;
      /** Of the last attempt before. */
      readonly sequenceId: number;
      /** The action whose step was the last to be committed; `null` before the first. */
      readonly after: string | null;
    },
    context: HookContext,
  ): MaybePromise;
  postRunExecuteCall?(
    event: HookApp & {
      readonly state: State;
      readonly method: ExecuteMethod;
      readonly exception: unknown;
      /** Why it has stopped; `null` when it ended with `exception`. */
      readonly stopped: RunEndEvent["stopped"] | null;
    },
    context: HookContext,
  ): MaybePromise;
  preRunStep?(
    event: HookStep & {
      readonly state: State;
      readonly inputs: Readonly<Record<string, unknown>>;
      /** With the role `answer`: what the step goes on with, by the names that it was asked for under. */
      readonly answers?: Readonly<Record<string, unknown>>;
    },
    context: HookContext,
  ): MaybePromise;
  postRunStep?(event: StepReport, context: HookContext): MaybePromise;
  /** Before `postRunStep`: the keys of state that the action has really read and written. Taking note of them costs a little. */
  postAccess?(event: HookStep & Accesses, context: HookContext): MaybePromise;
  /**
   * Around each entry into an action's code: its call, and each `next()`, `return()` or `throw()` of its generator. Calls `work`,
   * synchronously and once; for what goes with the flow of the program, such as an `AsyncLocalStorage`. `scope` is where the
   * spans of the step are opened.
   */
  enterAction?(event: HookStep & { readonly scope: SpanScope }, work: () => unknown): unknown;
  /** An attempt has failed, and the action is tried again after a pause. */
  preRetryStep?(
    event: HookStep & { readonly error: unknown; readonly delayMs: number },
    context: HookContext,
  ): MaybePromise;
  /**
   * After a step: which action is next, and every condition that was tried; also when one of them threw, and when the run ends there:
   * after an abort that `onAbort` has committed, say.
   */
  postTransition?(event: HookApp & Decision & { readonly sequenceId: number }, context: HookContext): MaybePromise;
  /** The action saved an intermediate state. */
  postCheckpoint?(event: HookStep & { readonly delta: readonly Operation[] }, context: HookContext): MaybePromise;
  /**
   * Whether the three hooks of streams are called for all of them; else for those alone whose chunks go to a consumer, and not for
   * an action that `run()` drives, or that stands before the one whose stream was asked for. Default: `false`, as in Burr.
   */
  readonly allStreams?: boolean;
  /** Around a streaming action; see `allStreams`. */
  preStartStream?(event: HookStep, context: HookContext): MaybePromise;
  /** Once per chunk, before the consumer gets it. `itemIndex` counts from 0; times in milliseconds since 1970. */
  postStreamItem?(
    event: HookStep & {
      readonly item: unknown;
      readonly itemIndex: number;
      readonly streamInitializeTimeMs: number;
      readonly firstStreamItemStartTimeMs: number;
    },
    context: HookContext,
  ): MaybePromise;
  postEndStream?(event: HookStep & { readonly status: StepStatus }, context: HookContext): MaybePromise;
  /** Around each span that an action opens; synchronous. `scope` is where spans inside of it are opened. */
  preStartSpan?(event: HookStep & { readonly span: Span; readonly scope: SpanScope }, context: HookContext): void;
  postEndSpan?(
    event: HookStep & { readonly span: Span; readonly exception: unknown; readonly durationMs: number },
    context: HookContext,
  ): void;
  /** As `enterAction`: around the work that an action gives to a span, and around each entry into a traced function. */
  enterSpan?(event: HookStep & { readonly span: Span; readonly scope: SpanScope }, work: () => unknown): unknown;
  /** When an action logs attributes; `span` is `null` at the level of the action. Synchronous. */
  doLogAttributes?(
    event: HookStep & { readonly attributes: Readonly<Record<string, unknown>>; readonly span: Span | null },
    context: HookContext,
  ): void;
}

/** Where and in what a hook failed. */
export interface HookFailure {
  readonly hook: string;
  readonly appId: string;
  /** The error that the action of the step threw before, if it did: what the caller sees. */
  readonly actionError?: unknown;
}

/** The name of a hook. */
export type HookName = Exclude<keyof Hooks, "allStreams">;

/** The event that a hook gets. */
export type HookEvent<TName extends HookName> = Parameters<NonNullable<Hooks[TName]>>[0];
