import { type Condition, evaluate } from "../graph/condition.ts";
import type { GraphNode } from "../graph/compile.ts";
import type { Data } from "../state/operations.ts";
import type { Run } from "./run.ts";

/** Where a run halts: at actions, always or under conditions. */
export class Halts {
  readonly #always: ReadonlySet<string>;
  readonly #when: ReadonlyMap<string, readonly Condition[]>;

  constructor(always: Iterable<string>, when: ReadonlyMap<string, readonly Condition[]>) {
    this.#always = new Set(always);
    this.#when = when;
  }

  get isEmpty(): boolean {
    return this.#always.size === 0 && this.#when.size === 0;
  }

  /** Whether some of them are under a condition. */
  get isConditional(): boolean {
    return this.#when.size > 0;
  }

  /** All actions at which the run may halt. */
  get all(): readonly string[] {
    return [...this.#always, ...this.#when.keys()];
  }

  /** Whether the run may halt at `action`. */
  names(action: string): boolean {
    return this.#always.has(action) || this.#when.has(action);
  }

  /** Whether the run halts at `action` in this state. Throws when a condition does. */
  hold(action: string, data: Data): boolean {
    if (this.#always.has(action)) return true;
    return this.#when.size > 0 && (this.#when.get(action) ?? []).some((condition) => evaluate(condition, data));
  }
}

/** Whether the run takes `next` after the commit of `action` has led to `data`, by its halts; suspensions and aborts aside. */
export function goesOn({ plan }: Run, action: string, next: GraphNode | undefined, data: Data): boolean {
  const { haltAfter, way } = plan;
  if (next === undefined || way.isSingleStep || haltAfter.hold(action, data)) return false;
  return reaches(plan, next, data);
}

/** Whether the run does not halt before `next`. */
export function reaches({ haltAfter, haltBefore, way }: Run["plan"], next: GraphNode, data: Data): boolean {
  // The target of streamResult() is reached whatever else is said.
  const isTarget = way.handsOut === "target" && haltAfter.names(next.name);
  return isTarget || !haltBefore.hold(next.name, data);
}
