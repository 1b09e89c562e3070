import type { HistoryStore } from "@burrjs/core/persist";

/** Which calls fail, and which of them may. */
export interface FaultPlan {
  /** One after the other; after the last, all calls succeed. */
  readonly faults: readonly StoreFault[];
  readonly methods: readonly (keyof HistoryStore)[];
}

/** Some calls of a store that fail, one after the other. */
interface StoreFault {
  /** Calls that succeed before them. */
  readonly passed: number;
  /** How many fail. */
  readonly failed: number;
  /** Whether they change the store nevertheless, so that only their answer is lost. */
  readonly isApplied: boolean;
}

/** What the calls throw. */
export class StoreFailure extends Error {}

/** A store of which some calls fail. */
export function faultyStore(store: HistoryStore, { faults, methods }: FaultPlan): HistoryStore {
  const calls = outcomes(faults);
  const names: ReadonlySet<string | symbol> = new Set(methods);
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function" || !names.has(name)) return member;
      return async (...values: unknown[]): Promise<unknown> => {
        const outcome = calls.next().value;
        if (outcome === "refused") throw new StoreFailure("The store was out of reach.");
        const answer: unknown = await Reflect.apply(member, target, values);
        if (outcome === "unheard") throw new StoreFailure("The answer of the store was lost.");
        return answer;
      };
    },
  });
}

/** What becomes of each call. */
function* outcomes(faults: readonly StoreFault[]): Generator<"heard" | "refused" | "unheard", void, void> {
  for (const { passed, failed, isApplied } of faults) {
    for (let call = 0; call < passed; call += 1) yield "heard";
    for (let call = 0; call < failed; call += 1) yield isApplied ? "unheard" : "refused";
  }
}
