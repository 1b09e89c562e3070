import type { HistoryStore } from "@burrjs/core/persist";
import type { Fault } from "../fault/fault.ts";

/** A store on data of its own, empty and not yet initialised, and more ways to the same data. */
export interface StoreUnderTest {
  readonly store: HistoryStore;
  /** The same data through a connection of its own. */
  reopen(): Promise<HistoryStore>;
  /** A store of another name (prefix) beside it in the same database, empty and not yet initialised. Without it, nothing of that is tested. */
  openNeighbour?(): Promise<HistoryStore>;
  /** The same data through a connection of its own whose client fails as `fault` says. Without it, no failures are tested. */
  openFailing?(fault: Fault): Promise<FailingStore>;
  /** Ends every connection that was opened, and removes the data. */
  close(): Promise<void>;
}

/** A store with a client that fails; see `failingClient`. */
export interface FailingStore {
  readonly store: HistoryStore;
  /** Ends its connection at once, as the end of its process would: an open transaction is lost. */
  end(): Promise<void>;
}

/** Opens new, empty data, independent of all that was opened before. */
export type OpenStore = () => Promise<StoreUnderTest>;

/** One thing that a store must do: a test for any test runner. */
export interface StoreCase {
  /** What must hold, as a sentence. */
  readonly name: string;
  /** Rejects if it does not. */
  run(): Promise<void>;
}
