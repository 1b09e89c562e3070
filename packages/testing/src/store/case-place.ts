import type { AppKey, HistoryStore } from "@burrjs/core/persist";
import type { OpenStore, StoreUnderTest } from "./store-under-test.ts";
import { Watching } from "./watching.ts";

/** What one case works on. */
export interface CasePlace {
  readonly store: HistoryStore;
  readonly underTest: StoreUnderTest;
  /** The same data through a connection of its own, initialised. */
  readonly connect: () => Promise<HistoryStore>;
  /** New data, not yet initialised; closed after the case. */
  readonly openNew: () => Promise<StoreUnderTest>;
  /** Begins to watch an application; `undefined` where a store has no `watch`. */
  readonly watch: (store: HistoryStore, key: AppKey) => Promise<Watching | undefined>;
}

/** The cases of one subject: what must hold, as a sentence, and the check that it does. */
export type Cases = Readonly<Record<string, (place: CasePlace) => Promise<void>>>;

/** How the cases are run. */
export interface CaseOptions {
  /** How long a change may take to reach who watches. Only a call that never comes makes a case wait for so long. Default: 10 s. */
  readonly patienceMs?: number;
}

/** Runs `check` on new data, and closes them whatever comes of it. */
export async function runCase(
  open: OpenStore,
  check: (place: CasePlace) => Promise<void>,
  { patienceMs = 10_000 }: CaseOptions,
): Promise<void> {
  const opened: StoreUnderTest[] = [];
  const openNew = async (): Promise<StoreUnderTest> => {
    const underTest = await open();
    opened.push(underTest);
    return underTest;
  };
  const checking = async (): Promise<void> => {
    const underTest = await openNew();
    await underTest.store.initialize();
    const connect = async (): Promise<HistoryStore> => {
      const store = await underTest.reopen();
      await store.initialize();
      return store;
    };
    const watch: CasePlace["watch"] = (store, key) => Watching.begin(store, { key, patienceMs });
    await check({ store: underTest.store, underTest, connect, openNew, watch });
  };
  const [checked] = await Promise.allSettled([checking()]);
  const closed = await Promise.allSettled(opened.map((underTest) => underTest.close()));
  for (const result of [checked, ...closed]) if (result.status === "rejected") throw result.reason;
}
