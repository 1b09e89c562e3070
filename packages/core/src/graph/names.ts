import { BurrError, quoted } from "../errors.ts";

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
