import type { Decision } from "../graph/decision.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import type { ParentPointer } from "../persist/persister.ts";
import { ignoreRejection, isPromiseLike } from "../promises.ts";
import type { Operation } from "../state/operations.ts";
import type { State } from "../state/state.ts";
import type { Span } from "../step/spans.ts";
import type { StepStatus } from "../stream/events.ts";

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
      /** Of a child: the way to it, as in the `path` of events. Empty at the top. */
      readonly path: readonly string[];
    },
  ): void;
  /** Around each call of a running method, however many steps it takes. */
  preRunExecuteCall?(
    event: HookApp & { readonly state: State; readonly method: ExecuteMethod },
    context: HookContext,
  ): MaybePromise;
  postRunExecuteCall?(
    event: HookApp & { readonly state: State; readonly method: ExecuteMethod; readonly exception: unknown },
    context: HookContext,
  ): MaybePromise;
  preRunStep?(
    event: HookStep & { readonly state: State; readonly inputs: Readonly<Record<string, unknown>> },
    context: HookContext,
  ): MaybePromise;
  postRunStep?(event: StepReport, context: HookContext): MaybePromise;
  /** An attempt has failed, and the action is tried again after a pause. */
  preRetryStep?(
    event: HookStep & { readonly error: unknown; readonly delayMs: number },
    context: HookContext,
  ): MaybePromise;
  /** After a step: which action is next, and every condition that was tried. */
  postTransition?(event: HookApp & Decision & { readonly sequenceId: number }, context: HookContext): MaybePromise;
  /** The action saved an intermediate state. */
  postCheckpoint?(event: HookStep & { readonly delta: readonly Operation[] }, context: HookContext): MaybePromise;
  /** Around a streaming action whose chunks go to a consumer. */
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
  /** Around each span that an action opens; synchronous. */
  preStartSpan?(event: HookStep & { readonly span: Span }, context: HookContext): void;
  postEndSpan?(event: HookStep & { readonly span: Span; readonly exception: unknown }, context: HookContext): void;
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

/** The event that a hook gets. */
export type HookEvent<TName extends keyof Hooks> = Parameters<NonNullable<Hooks[TName]>>[0];

/** The hooks of an application, one list per name, in the order in which they are called. */
export class HookSet {
  readonly #byName: { readonly [TName in keyof Hooks]?: readonly Listener[] };
  readonly #onError: (error: unknown, failure: HookFailure) => unknown;

  constructor(hooks: readonly Hooks[], onError: (error: unknown, failure: HookFailure) => unknown) {
    this.#onError = onError;
    const byName: Record<string, Listener[]> = {};
    for (const name of hookNames) {
      const listeners = hooks.flatMap((one) =>
        one[name] === undefined ? [] : [(event: never, context: HookContext): unknown => one[name]?.(event, context)],
      );
      if (listeners.length > 0) byName[name] = name.startsWith("pre") ? listeners : listeners.toReversed();
    }
    this.#byName = byName;
  }

  /** Whether somebody listens: events are only made then. */
  has(name: keyof Hooks): boolean {
    return this.#byName[name] !== undefined;
  }

  /** Calls the hooks of one name in turn; a promise only if one of them gave one. Never throws or rejects. */
  call<TName extends keyof Hooks>(name: TName, event: HookEvent<TName>, source: HookSource): void | Promise<void> {
    const listeners = this.#byName[name] ?? [];
    const context = source.hookContext;
    const report = (error: unknown): void => {
      this.report(error, name, event, source.actionError);
    };
    for (const [index, listener] of listeners.entries()) {
      try {
        const pending = listener(event as never, context); // the list belongs to the name, and so does the event
        if (isPromiseLike(pending)) return callInTurn(pending, listeners.slice(index + 1).map((one) => () => one(event as never, context)), report); // prettier-ignore
      } catch (error) {
        report(error);
      }
    }
  }

  /** Tells `onHookError` of a failure in code that only observes. */
  report(error: unknown, hook: string, event: unknown, actionError?: unknown): void {
    const { appId } = event as HookApp; // every event has it
    try {
      const told: unknown = this.#onError(error, {
        hook,
        appId,
        ...(actionError === undefined ? {} : { actionError }),
      });
      if (isPromiseLike(told)) ignoreRejection(told);
    } catch {
      // Whoever handles failures of observers has failed: the run must not suffer, and nobody is left to tell.
    }
  }
}

/** Shows the signal of a step or a run, and nothing else of it. Made when somebody looks: a signal costs more than a call. */
export class LazyHookContext implements HookContext {
  readonly #source: HookContext;

  constructor(source: HookContext) {
    this.#source = source;
  }

  get signal(): AbortSignal {
    return this.#source.signal;
  }
}

/** Waits for `pending`, then calls the rest, waiting where they do. */
async function callInTurn(
  pending: PromiseLike<unknown>,
  rest: readonly (() => unknown)[],
  report: (error: unknown) => void,
): Promise<void> {
  for (const step of [() => pending, ...rest]) {
    try {
      await step();
    } catch (error) {
      report(error);
    }
  }
}

type Listener = (event: never, context: HookContext) => unknown;

// A record, so that a hook that is missing here does not compile.
const hookNames = Object.keys({
  postApplicationCreate: true,
  preRunExecuteCall: true,
  postRunExecuteCall: true,
  preRunStep: true,
  postRunStep: true,
  preRetryStep: true,
  postTransition: true,
  postCheckpoint: true,
  preStartStream: true,
  postStreamItem: true,
  postEndStream: true,
  preStartSpan: true,
  postEndSpan: true,
  doLogAttributes: true,
} satisfies Record<keyof Hooks, true>) as readonly (keyof Hooks)[];
