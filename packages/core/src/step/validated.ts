import { isPromiseLike, settlesWithin } from "../promises.ts";
import { type Task, Wait } from "../run/effects.ts";
import { validateWrites } from "../state/validate-writes.ts";
import type { Accepted } from "./output.ts";
import type { Step } from "./step.ts";
import { Suspension } from "../suspend/suspension.ts";

/** What a step would commit, once the schemas of state accept the keys that it wrote. Throws `invalid-value` else. */
export function* validated(step: Step, accepted: Accepted | Suspension): Task<Accepted | Suspension> {
  if (accepted instanceof Suspension) return accepted;
  const writes = validateStep(step, accepted);
  return isPromiseLike(writes) ? ((yield new Wait(writes, waitsFor(step), true)) as Accepted) : writes;
}

/** As `validated`, after an abort: `undefined` when that takes longer than the abort may wait. */
export function* validatedInTime(step: Step, accepted: Accepted): Task<Accepted | undefined> {
  const writes = validateStep(step, accepted);
  if (!isPromiseLike(writes)) return writes;
  const settled = settlesWithin(writes, step.settings.closeTimeoutMs, () => {});
  if ((yield new Wait(settled, waitsFor(step))) !== true) return undefined;
  return (yield new Wait(writes, waitsFor(step))) as Accepted;
}

function validateStep({ node, role, settings: { schemas } }: Step, accepted: Accepted): Accepted | Promise<Accepted> {
  if (schemas === undefined) return accepted;
  const { subject, freeze } = role.kind === "undo" ? node.undoContract : node.contract;
  return validateWrites(schemas, accepted, { subject, verb: "wrote", freeze });
}

/** For messages: what is async. */
function waitsFor({ node }: Step): string {
  return `the schema of what action "${node.name}" wrote`;
}
