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
