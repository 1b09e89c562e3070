import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "./effects.ts";
import type { HookEvent, Hooks, HookSet } from "./hooks.ts";

/** Calls the hooks of one name, and waits where they do. Ask `hooks.has()` first: a task costs more than the question. */
export function* tell<TName extends keyof Hooks>(
  hooks: HookSet,
  name: TName,
  event: HookEvent<TName>,
  actionError?: unknown,
): Task<void> {
  const pending = hooks.call(name, event, actionError);
  if (pending !== undefined) yield new Wait(pending, `the hook "${name}"`);
}

/** Waits until the journal has stored a record. */
export function* appended(storing: void | PromiseLike<void>): Task<void> {
  if (isPromiseLike(storing)) yield new Wait(storing, "the journal");
}
