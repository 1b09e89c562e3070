import { BurrError, quoted } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import { freezeDeep, isRecord } from "../state/freeze.ts";
import { type Data, deltaOf, type Operation } from "../state/operations.ts";
import { checkWrites, isWritten, viewInside } from "../state/view.ts";
import type { Role } from "./role.ts";
import { Suspension } from "../suspend/suspension.ts";

/** What an action returned, checked against its contract. */
export interface Accepted {
  readonly result: unknown;
  /** The state that a commit would make. */
  readonly data: Data;
  readonly delta: () => readonly Operation[];
}

/** What `output`, returned by the action at `node`, makes of `base`. Throws when it breaks the action's contract. */
export function acceptOutput(node: GraphNode, base: Data, output: unknown, kind: Role["kind"]): Accepted | Suspension {
  if (kind === "undo") return acceptUndo(node, base, output);
  // A view first: each other question to its proxy costs more than this one.
  if (viewInside(output) !== undefined) return acceptUpdate(node, base, output, undefined);
  if (output instanceof Suspension) return output;
  if (!Array.isArray(output)) return acceptUpdate(node, base, output, undefined);
  if (output.length !== 2) throw invalidOutput(node, `an array of ${output.length}`);
  const [result, update] = output as [unknown, unknown];
  if (update instanceof Suspension) return update;
  if (typeof result !== "object" || result === null || Array.isArray(result)) throw invalidResult(node, result);
  return acceptUpdate(node, base, update, result);
}

/** What an `undo` returned: an update, nothing, or `[result, update]`. It need not write each key. */
function acceptUndo(node: GraphNode, base: Data, output: unknown): Accepted | Suspension {
  const undoing = { ...node, mustWrite: [], contract: node.undoContract };
  const accepted = acceptOutput(undoing, base, output ?? {}, "run");
  if (accepted instanceof Suspension) throw invalidOutput(undoing, "a suspension, which an `undo` cannot");
  return accepted;
}

/** As `acceptOutput`, for an update without a result. */
export function acceptUpdate(node: GraphNode, base: Data, update: unknown, result: unknown): Accepted {
  if (typeof update !== "object" || update === null || Array.isArray(update))
    throw invalidOutput(node, describe(update));
  const view = viewInside(update);
  if (view === undefined) return acceptPatch(node, base, update, result);
  if (view.base !== base || view.contract !== node.contract) throw foreignState(node);
  checkComplete(node, (key) => isWritten(view, key));
  return { result, data: view.data, delta: () => deltaOf(view.last) };
}

/** The error of an action that hands back a view which is not its own. */
export function foreignState({ name, contract }: GraphNode): BurrError {
  return new BurrError(
    "foreign-state",
    `${contract.subject} returned the state of another step. Return the state that this step was given, updated.`,
    { action: name },
  );
}

function acceptPatch(node: GraphNode, base: Data, patch: unknown, result: unknown): Accepted {
  if (!isRecord(patch)) throw invalidOutput(node, describe(patch));
  const { contract } = node;
  const keys = Object.keys(patch);
  checkWrites(contract, keys);
  checkComplete(node, (key) => Object.hasOwn(patch, key));
  const data: Record<string, unknown> = { ...base };
  for (const key of keys) {
    const value = patch[key];
    if (contract.freeze && typeof value === "object") freezeDeep(value);
    data[key] = value;
  }
  return { result, data, delta: () => keys.map((key): Operation => ({ op: "set", key, value: data[key] })) };
}

function checkComplete({ name, mustWrite, contract }: GraphNode, has: (key: string) => boolean): void {
  for (const one of mustWrite) {
    if (has(one)) continue;
    const keys = mustWrite.filter((key) => !has(key));
    throw new BurrError(
      "missing-write",
      `${contract.subject} is missing write keys: it declares ${quoted(keys)} in \`writes\` and did not write ${keys.length > 1 ? "them" : "it"}. ` +
        "Each key of `writes` is written or deleted in every run; move a key that is not to `mayWrite`.",
      { action: name, keys },
    );
  }
}

function invalidOutput({ name, contract }: GraphNode, what: string): BurrError {
  return new BurrError(
    "invalid-output",
    `${contract.subject} must return either an update (a patch such as { key: value }, or the state that update() gives), ` +
      `or the pair [result, update]. It returned ${what}.`,
    { action: name },
  );
}

function invalidResult({ name, contract }: GraphNode, result: unknown): BurrError {
  return new BurrError(
    "invalid-result",
    `${contract.subject} returned a non-object result (${describe(result)}). In [result, update], the result is an object such as { answer: 42 }.`,
    { action: name },
  );
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" ? `an instance of ${value.constructor.name}` : `a ${typeof value}`;
}
