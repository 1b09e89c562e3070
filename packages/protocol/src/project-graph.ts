import type { ModelUsage } from "./cost/usage.ts";
import type { ApplicationModel } from "./files.ts";

/** What the runs of a project come to on one graph. */
export interface ProjectGraph {
  /** The graphs that runs of the project have: of the newest first, those that only children have last. */
  readonly graphs: readonly GraphUse[];
  /** Which of them this is about; `null`: the logs do not say. */
  readonly hash: string | null;
  /** What it is; `null`: no run has kept it. */
  readonly graph: ApplicationModel | null;
  /** How many runs are counted: those of this graph that the query asks for. */
  readonly runs: number;
  /** Of these, those whose logs were not read as a whole yet: the counts are at least what they are. */
  readonly partial: number;
  readonly actions: readonly ActionSums[];
  readonly ways: readonly WaySums[];
}

/** A graph, and how many runs have it as their last one, of those that a query asks for. */
export interface GraphUse {
  readonly hash: string | null;
  readonly runs: number;
  readonly last_written_ms: number;
  /** The first action of the newest of the runs. */
  readonly first_action: string | null;
}

/** What an action comes to in several runs. */
export interface ActionSums {
  readonly action: string;
  /** How many of the runs came by, and in how many of them it failed. */
  readonly runs: number;
  readonly failed_runs: number;
  readonly visits: number;
  readonly failed: number;
  readonly duration_ms: number;
  /** By model; `""`: the log does not say which. */
  readonly tokens: readonly ModelUsage[];
}

/** How often a transition was taken, and in how many of the runs. */
export interface WaySums {
  readonly from: string;
  readonly to: string;
  readonly taken: number;
  readonly runs: number;
}
