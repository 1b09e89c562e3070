import { AsyncLocalStorage } from "node:async_hooks";
import type { Hooks, SpanScope } from "@burrjs/core";

const storage = new AsyncLocalStorage<SpanScope>();

/**
 * Hooks that let code find the step that it runs in, however deep it is and whatever it waits for: `trace()`, `log()` and
 * `currentScope()` then need no context. Children inherit them; their spans are their own.
 *
 * @returns Hooks, for `hooks` of an application.
 */
export function ambientSpans(): Hooks {
  return {
    enterAction: ({ scope }, work) => storage.run(scope, work),
    enterSpan: ({ scope }, work) => storage.run(scope, work),
  };
}

/** Where spans are opened now: in the innermost span that runs code of its own, else in the step; `undefined` outside of actions. */
export function currentScope(): SpanScope | undefined {
  return storage.getStore();
}

/** Logs attributes of the span or the step that the caller runs in. Outside of actions it does nothing. */
export function log(attributes: Readonly<Record<string, unknown>>): void {
  storage.getStore()?.log(attributes);
}

/** Runs code in a scope. */
export function within<TValue>(scope: SpanScope, work: () => TValue): TValue {
  return storage.run(scope, work);
}
