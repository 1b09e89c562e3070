import { freezeDeep } from "../state/freeze.ts";
import type { Data, Operation } from "../state/operations.ts";
import { deltaOf, valueAt } from "../state/operations.ts";
import { checkWrites, viewInside } from "../state/view.ts";
import { foreignState } from "./output.ts";
import type { Step } from "./step.ts";

/** An intermediate state of a step: what its next attempt gets, and how it is recorded. */
export interface Checkpoint {
  readonly values: Data;
  readonly delta: readonly Operation[];
}

/** The checkpoint that an update (a patch or a view) of the action of `step` makes. Throws on undeclared keys. */
export function makeCheckpoint({ node, base }: Step, update: object): Checkpoint {
  const { contract } = node;
  const view = viewInside(update);
  if (view !== undefined) {
    if (view.base !== base || view.contract !== contract) throw foreignState(node);
    const delta = deltaOf(view.last);
    const keys = [...new Set(delta.map(({ key }) => key))].filter((key) => Object.hasOwn(view.data, key));
    return { values: Object.freeze(Object.fromEntries(keys.map((key) => [key, valueAt(view.data, key)]))), delta };
  }
  checkWrites(contract, Object.keys(update));
  const values: Data = { ...update };
  if (contract.freeze) freezeDeep(values);
  return { values, delta: Object.entries(values).map(([key, value]): Operation => ({ op: "set", key, value })) };
}
