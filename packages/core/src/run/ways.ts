import type { ExecuteMethod } from "./hooks.ts";

/** What the ways to run an application differ in; everything else they share. */
export interface Way {
  /** What the consumer is given on the way. */
  readonly emits: "nothing" | "steps" | "chunks" | "events";
  /** Whose streams the consumer is handed: of no step, of the first in `haltAfter`, of each step. */
  readonly handsOut: "none" | "target" | "each";
  /** Whether nothing may wait. */
  readonly isSync: boolean;
  /** Whether the run is over after one step. */
  readonly isSingleStep: boolean;
}

const plain: Way = { emits: "nothing", handsOut: "none", isSync: false, isSingleStep: false };

/** The ways to run, by the name of the method. */
export const ways: Readonly<Record<ExecuteMethod, Way>> = {
  step: { ...plain, isSingleStep: true },
  run: plain,
  runSync: { ...plain, isSync: true },
  iterate: { ...plain, emits: "steps" },
  stream: { ...plain, emits: "events" },
  streamResult: { ...plain, emits: "chunks", handsOut: "target" },
  compensate: plain,
  streamIterate: { ...plain, emits: "chunks", handsOut: "each" },
};
