import { ignoreRejection, isPromiseLike } from "../promises.ts";
import type { HookApp, HookContext, HookEvent, HookFailure, HookName, Hooks, HookSource } from "./hooks.ts";

/** The hooks of an application, one list per name, in the order in which they are called. */
export class HookSet {
  readonly #byName: { readonly [TName in HookName]?: readonly Listener[] };
  /** Those that are told of streams whose chunks nobody takes, if there are some. */
  readonly ofAllStreams: HookSet | undefined;
  readonly #onError: (error: unknown, failure: HookFailure) => unknown;
  readonly #isEmpty: boolean;

  constructor(hooks: readonly Hooks[], onError: (error: unknown, failure: HookFailure) => unknown) {
    this.#onError = onError;
    const byName: Record<string, Listener[]> = {};
    for (const name of hookNames) {
      const listeners = hooks.flatMap((one) =>
        one[name] === undefined
          ? []
          : [(event: never, context: HookContext): unknown => one[name]?.(event, context as never)],
      );
      if (listeners.length > 0) byName[name] = name.startsWith("pre") ? listeners : listeners.toReversed();
    }
    this.#byName = byName;
    this.#isEmpty = hooks.length === 0;
    const some = hooks.filter(({ allStreams }) => allStreams === true);
    this.ofAllStreams =
      some.length === 0 ? undefined : some.length === hooks.length ? this : new HookSet(some, onError);
  }

  /** Whether somebody listens: events are only made then. */
  has(name: HookName): boolean {
    // Asked some six times per step: without hooks, that made an eighth of its time.
    return !this.#isEmpty && this.#byName[name] !== undefined;
  }

  /** Calls the hooks of one name in turn; a promise only if one of them gave one. Never throws or rejects. */
  call<TName extends HookName>(name: TName, event: HookEvent<TName>, source: HookSource): void | Promise<void> {
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

  /** Runs `work` inside the hooks that stand around it, the first outermost. What they do wrong does not keep it from being run. */
  enter<TName extends "enterAction" | "enterSpan">(
    name: TName,
    event: HookEvent<TName>,
    work: () => unknown,
    source: HookSource,
  ): unknown {
    const listeners = this.#byName[name] ?? [];
    return listeners.reduce<() => unknown>(
      (inner, listener) => () => {
        let outcome: { readonly value: unknown } | { readonly error: unknown } | undefined;
        const once = (): unknown => {
          try {
            outcome ??= { value: inner() };
          } catch (error) {
            outcome = { error };
          }
          if ("error" in outcome) throw outcome.error;
          return outcome.value;
        };
        try {
          listener(event as never, once as never); // the list belongs to the name, and so do its arguments
        } catch (error) {
          if (outcome === undefined || !("error" in outcome) || outcome.error !== error)
            this.report(error, name, event, source.actionError);
        }
        return once();
      },
      work,
    )();
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
  postAccess: true,
  enterAction: true,
  enterSpan: true,
  preRetryStep: true,
  postTransition: true,
  postCheckpoint: true,
  preStartStream: true,
  postStreamItem: true,
  postEndStream: true,
  preStartSpan: true,
  postEndSpan: true,
  doLogAttributes: true,
} satisfies Record<HookName, true>) as readonly HookName[];
