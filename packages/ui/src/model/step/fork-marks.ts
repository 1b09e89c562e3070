import type { AttributeView } from "@burrjs/protocol";

/** What a fork's first step tells of it. */
export interface ForkMark {
  /** `live`, `tape`, `mixed`. */
  readonly mode: string;
  /** "": it was given none. */
  readonly label: string;
}

/** The step of the parent that a step ended as, and did not run; `undefined`: it ran. */
export function tapedFrom(attributes: readonly AttributeView[]): { readonly sequenceId: number | null } | undefined {
  if (valueOf(attributes, "burr.tape") !== true) return undefined;
  const from = valueOf(attributes, "burr.tape.sequence_id");
  return { sequenceId: typeof from === "number" ? from : null };
}

/** How a fork runs, where the step is its first one. */
export function forkMark(attributes: readonly AttributeView[]): ForkMark | undefined {
  const mark = valueOf(attributes, "burr.fork");
  if (typeof mark !== "object" || mark === null) return undefined;
  const word = (name: string): string => {
    const value = Object.hasOwn(mark, name) ? (Reflect.get(mark, name) as unknown) : undefined;
    return typeof value === "string" ? value : "";
  };
  return { mode: word("mode"), label: word("label") };
}

function valueOf(attributes: readonly AttributeView[], name: string): unknown {
  return attributes.find(({ key }) => key === name)?.value.value;
}
