import type { LocalTracker } from "@burrjs/tracker";
import { chatbot } from "./chatbot.ts";
import { counter } from "./counter.ts";
import { deepResearch } from "./deep-research.ts";
import type { Demo, DemoRun, DemoTools } from "./demo.ts";
import { emailAssistant } from "./email-assistant.ts";
import { pipeline } from "./pipeline.ts";
import { Random } from "./random.ts";

/** All demos. */
export const demos: readonly Demo[] = [chatbot, counter, deepResearch, emailAssistant, pipeline];

/** How the demos are written. */
export interface WriteDemosOptions {
  readonly dir: string;
  /** The same seed gives the same runs, but for times. */
  readonly seed: number;
  /** How long pauses are: 1 as with real models, 0 none. */
  readonly speed: number;
  readonly signal: AbortSignal;
  /** Called behind each run. */
  readonly done: (project: string, appId: string) => void;
}

/** The runs that a seed gives, by project. */
export function demoRuns(seed: number): readonly { readonly demo: Demo; readonly runs: readonly DemoRun[] }[] {
  return demos.map((demo) => ({ demo, runs: demo.runs(new Random(seed).fork(demo.project)) }));
}

/** Really runs the demo applications, all at the same time, and records them. */
export async function writeDemos({ dir, seed, speed, signal, done }: WriteDemosOptions): Promise<void> {
  const { localTracker } = await import("@burrjs/tracker");
  const pace = pacer(speed, signal);
  const trackers: LocalTracker[] = [];
  try {
    const ended = await Promise.allSettled(
      demoRuns(seed).flatMap(({ demo, runs }) => {
        const tracker = localTracker({ project: demo.project, dir });
        trackers.push(tracker);
        return runs.map(async (run) => {
          const random = new Random(seed).fork(`${demo.project}/${run.appId}`);
          await run.run({ tracker, random, pace });
          done(demo.project, run.appId);
        });
      }),
    );
    const failed = ended.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  } finally {
    await Promise.all(trackers.map(async (tracker) => await tracker.close()));
  }
}

function pacer(speed: number, ended: AbortSignal): DemoTools["pace"] {
  return async (ms, signal) => {
    ended.throwIfAborted();
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(ended.aborted ? ended.reason : signal?.reason);
      };
      const forget = (): void => {
        signal?.removeEventListener("abort", stop);
        ended.removeEventListener("abort", stop);
      };
      const timer = setTimeout(() => {
        forget();
        resolve();
      }, ms * speed);
      for (const one of [signal, ended]) one?.addEventListener("abort", stop, { once: true });
    });
  };
}
