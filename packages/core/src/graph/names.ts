import { BurrError, quoted } from "../errors.ts";
import type { Graph } from "./graph.ts";

/** Refuses names that are no actions. */
export function checkNames(names: readonly string[], known: ReadonlySet<string>, where: string): void {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new BurrError(
    "unknown-action",
    `${where} names ${quoted(unknown)}, which ${unknown.length > 1 ? "are no actions" : "is no action"} of this graph. It has: ${quoted(known)}.`,
    { names: unknown, where },
  );
}

/** The names that a halt stands for: its own, or those of the actions with its tag. */
export function namesOfHalt(graph: Pick<Graph, "getActionsByTag">, halt: string): readonly string[] {
  return halt.startsWith(tagPrefix) ? graph.getActionsByTag(halt.slice(tagPrefix.length)) : [halt];
}

const tagPrefix = "@tag:";
