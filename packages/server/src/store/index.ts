export { openStore, type RunMarks, type StoreOptions } from "./open-store.ts";
export type { LogStore, RunChange, RunQuery, RunRef, RunView, StepQuery } from "./store.ts";
export { type RecordedStep, recordedSteps, type StepSpan } from "./steps/recorded-steps.ts";
export { stateDifference, type StateDifferenceOptions } from "./states/state-difference.ts";
