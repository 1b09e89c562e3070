import type { LogValue } from "./records.ts";

/** One change of a state as it stands in the log; RFC 6902, of which we use three operations. Paths are JSON Pointers. */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: LogValue }
  | { readonly op: "remove"; readonly path: string };

/** What has changed in a state, in order. `add` at `/list/-` appends. */
export interface StatePatch {
  readonly $patch: readonly PatchOperation[];
}
