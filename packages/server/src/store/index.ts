export { openStore, type RunMarks, type StoreOptions } from "./open-store.ts";
export type { LogStore, RunChange, RunQuery, RunRef, RunView, StepQuery } from "./store.ts";
export { stateDifference, type StateDifferenceOptions } from "./states/state-difference.ts";
