import { BurrError } from "../errors.ts";
import type { Lineage, RunMeta } from "../run/meta.ts";
import type { Step } from "../step/step.ts";
import { sha256 } from "./sha256.ts";

/**
 * The id of the child that `step` has under `key`: made of the parent, of the commit that the step began from, of the action
 * and the key. So it is the same in each try of the step, also after a crash, and another one at every visit.
 */
export function childIdOf(
  { run, node, settings }: Step,
  key: string,
  of = lineageOf(run.runtime.meta, settings),
): string {
  const { appId, partitionKey, branch, cohort } = of;
  const about = [partitionKey, appId, branch, cohort, run.runtime.commitId, node.name, key];
  return sha256(JSON.stringify(about)).slice(0, 32);
}

/** Whose history a step is of. */
export function lineageOf({ branch, cohort }: RunMeta, { appId, partitionKey }: Step["settings"]): Lineage {
  return { appId, partitionKey, branch: branch ?? null, cohort: cohort ?? null };
}

/** The error of two tasks, or children, of a step that have one key. The key itself may be a secret of the user's. */
export function duplicateKey(action: string, what: "tasks" | "children", places: readonly [number, number]): BurrError {
  return new BurrError(
    "duplicate-key",
    `Two ${what} of action "${action}" have the same key: those at the places ${places.join(" and ")}, from 0. Keys name them within their step (without one, the place is the key): make them differ.`,
    { action, places },
  );
}
