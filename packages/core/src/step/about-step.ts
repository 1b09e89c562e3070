import { createView } from "../state/view.ts";
import type { MiddlewareState, MiddlewareStep } from "./middleware.ts";
import type { Step } from "./step.ts";

/** What a middleware is told about a step. */
export function aboutStep(step: Step, inputs: MiddlewareStep["inputs"]): MiddlewareStep {
  const { settings, node } = step;
  const { hooks } = settings;
  return {
    ...step.identity(),
    attempt: step.nextAttempt,
    inputs,
    signal: step.signal,
    tags: node.action.tags,
    // A proxy that most middleware never asks for.
    get state() {
      if (hooks.has("postAccess")) step.seen ??= { read: new Set(), undeclared: new Set() };
      return createView(node.contract, step.base, step.seen) as MiddlewareState; // what a view is, untyped
    },
    log(attributes) {
      void hooks.call("doLogAttributes", { ...step.identity(), attributes, span: null }, step);
    },
  };
}
