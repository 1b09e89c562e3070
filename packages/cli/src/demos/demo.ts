import type { Hooks } from "@burrjs/core";
import type { Random } from "./random.ts";

/** What a demo runs with. */
export interface DemoTools {
  /** Records what runs. */
  readonly tracker: Hooks;
  readonly random: Random;
  /** Waits, as a model or a disk would make one wait; rejects when the signal aborts. */
  readonly pace: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** One run of a demo: an application that is driven to some end. */
export interface DemoRun {
  /** The id of its application, the same for the same seed. */
  readonly appId: string;
  readonly partitionKey?: string;
  run(tools: DemoTools): Promise<void>;
}

/** Applications that show what can be recorded. */
export interface Demo {
  readonly project: string;
  /** What it shows, in a few words. */
  readonly about: string;
  /** Its runs, the same for the same seed. */
  readonly runs: (random: Random) => readonly DemoRun[];
}
