import { BurrError } from "../errors.ts";
import type { Lineage } from "../run/meta.ts";
import type { Step } from "../step/step.ts";
import { sha256 } from "./sha256.ts";

/** Who a child is within its step: one of its tasks, or one that it has spawned in one of its roles. */
export interface ChildName {
  readonly kind: "task" | `spawned in ${Step["role"]["kind"]}`;
  readonly key: string;
}

/**
 * The id of a child of `step`: made of the parent, of the commit that the step began from, of the action and the child's
 * name. So it is the same in each try of the step, also after a crash, and another one at every visit.
 */
export function childIdOf(step: Step, { kind, key }: ChildName, of: Lineage = lineageOf(step)): string {
  const { appId, partitionKey, branch, cohort } = of;
  const about = [partitionKey, appId, branch, cohort, step.run.runtime.commitId, step.node.name, kind, key];
  return sha256(JSON.stringify(about)).slice(0, 32);
}

/** Whose history a step is of. */
export function lineageOf({ run: { runtime }, settings: { appId, partitionKey, maker } }: Step): Lineage {
  const { branch = null, cohort } = runtime.meta;
  const { persister, durability = "sync" } = maker.config;
  // Where commits may be lost, another process may count them anew, and must not find the children of this one.
  const life = persister === undefined || durability !== "sync" ? runtime.lifeId : null;
  return { appId, partitionKey, branch, cohort: cohort ?? life };
}

/** The error of two tasks, or children, of a step that have one key. The key itself may be a secret of the user's. */
export function duplicateKey(action: string, what: "tasks" | "children", places: readonly [number, number]): BurrError {
  return new BurrError(
    "duplicate-key",
    `Two ${what} of action "${action}" have the same key: those at the places ${places.join(" and ")}, from 0. Keys name them within their step (without one, the place is the key): make them differ.`,
    { action, places },
  );
}
