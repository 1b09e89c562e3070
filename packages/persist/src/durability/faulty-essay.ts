import { isBurrError } from "@burrjs/core";
import { type Durability, type HistoryStore, memoryStore, persisterOn } from "@burrjs/core/persist";
import { isDeepStrictEqual } from "node:util";
import { essay, PublishFailure } from "./essay.ts";
import { type FaultPlan, faultyStore, StoreFailure } from "./faulty-store.ts";
import { storedSteps } from "./stored-steps.ts";

/** How a run ended: without an error, or by one of the action, of the store, or because the history has gone on. */
export type RunEnding = "ended" | "publish-failure" | "store-failure" | "conflict";

const appId = "essay";

/** An essay on a store some of whose calls fail, in this process. */
export class FaultyEssay {
  /** The marks of the commits that hooks were told of. */
  readonly told: string[] = [];
  readonly #store = memoryStore();
  readonly #faulty: HistoryStore;
  readonly #durability: Durability;
  #app: Awaited<ReturnType<typeof essay>> | undefined;
  #writes = 0;

  constructor(plan: FaultPlan, durability: Durability = "sync") {
    const store: HistoryStore = {
      ...this.#store,
      write: (key, write) => {
        this.#writes += 1;
        return this.#store.write(key, write);
      },
    };
    this.#faulty = faultyStore(store, plan);
    this.#durability = durability;
  }

  /** The marks in the state of the application; `undefined` when it is not loaded. */
  get marks(): readonly string[] | undefined {
    return this.#app?.state.marks;
  }

  /** Writes that have reached the store. */
  get writes(): number {
    return this.#writes;
  }

  /** Forgets the application, so that the next run loads it. */
  leave(): void {
    this.#app = undefined;
  }

  async run(): Promise<RunEnding> {
    try {
      this.#app ??= await this.#load();
      await this.#app.run();
      return "ended";
    } catch (error) {
      if (error instanceof PublishFailure) return "publish-failure";
      if (error instanceof StoreFailure) return "store-failure";
      if (isBurrError(error) && error.code === "concurrent-run") return "conflict";
      throw error;
    }
  }

  /** The marks of the commits that are stored: in the rows, and in the state that they lead to. */
  async stored(): Promise<readonly string[]> {
    const { steps } = await storedSteps(this.#store, appId);
    const marks = steps.flatMap((step) => step.marks);
    const loaded = await persisterOn(this.#store).load({ appId });
    if (isDeepStrictEqual(loaded?.state["marks"] ?? [], marks)) return marks;
    throw new Error(`The rows have ${marks.join(", ")}, and the state that they lead to has not.`);
  }

  #load() {
    return essay(persisterOn(this.#faulty, { staleAfterMs: 0 }), appId, {
      durability: this.#durability,
      hooks: {
        postRunStep: ({ committed, delta }) => {
          if (committed) this.told.push(...delta.flatMap((one) => (one.op === "append" ? [String(one.value)] : [])));
        },
      },
    });
  }
}
