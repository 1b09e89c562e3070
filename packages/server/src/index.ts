export type { Facets, LogStore, RunChange, RunQuery, RunRef, RunView, StepQuery } from "./store/store.ts";
