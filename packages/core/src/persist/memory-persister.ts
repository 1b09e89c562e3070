import { memoryStore } from "./memory-store.ts";
import type { Persister } from "./persister.ts";
import { persisterOn, type PersisterOptions } from "./persister-on.ts";

/** A persister in memory: for tests, and for applications that need not outlive their process. */
export function memoryPersister(options?: PersisterOptions): Persister {
  return persisterOn(memoryStore(), options);
}
