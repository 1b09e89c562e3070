import { BurrError } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";
import { createView } from "../state/view.ts";
import { LazyContext } from "./lazy-context.ts";
import type { Step } from "./step.ts";

/** Calls the function of the action that the step is for, in a new try. */
export function callAction(step: Step, inputs: Readonly<Record<string, unknown>>): unknown {
  step.beginAttempt();
  const context = new LazyContext(step);
  const { hooks } = step.settings;
  if (hooks.has("postAccess")) step.seen ??= { read: new Set(), undeclared: new Set() };
  if (!hooks.has("enterAction")) return callRole(step, inputs, context);
  step.entry = { ...step.identity(), scope: context };
  return enter(step, () => callRole(step, inputs, context));
}

/** Runs code of the action inside the hooks that stand around it. */
export function enter(step: Step, work: () => unknown): unknown {
  return step.entry === undefined ? work() : step.settings.hooks.enter("enterAction", step.entry, work, step);
}

function callRole(step: Step, inputs: Readonly<Record<string, unknown>>, lazyContext: LazyContext): unknown {
  const { node, base, role, seen } = step;
  const { run, fallback, onAnswer, undo } = node.action.body;
  const context = lazyContext as never; // the action's own types were checked where it was declared
  if (role.kind === "run") return run(createView(node.contract, base, seen) as never, inputs as never, context);
  if (role.kind === "fallback") return fallback?.(createView(node.contract, base, seen) as never, role.error, context);
  if (role.kind === "undo") return undo?.(createView(node.undoContract, base, seen) as never, role.commit as never, context); // prettier-ignore
  if (onAnswer !== undefined) return onAnswer(createView(node.contract, base, seen) as never, role.answers as never, context); // prettier-ignore
  return answersAsPatch(node.name, role.answers);
}

/** Without `onAnswer` the answers are the update themselves. */
export function answersAsPatch(action: string, answers: Readonly<Record<string, unknown>>): object {
  const refused = Object.keys(answers).find((name) => !isRecord(answers[name]));
  if (refused === undefined)
    return Object.fromEntries(Object.values(answers).flatMap((answer) => Object.entries(answer as object)));
  throw new BurrError(
    "invalid-output",
    `The answer "${refused}" to action "${action}" is no update of state, such as { key: value }, and the action has no \`onAnswer\` to make one of it.`,
    { action },
  );
}
