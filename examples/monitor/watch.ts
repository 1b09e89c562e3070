import type { MonitorApplication } from "./application.ts";

/** Where the monitor shows what happens. `state` is that of the application at this moment. */
export interface Screen {
  /** A sample was taken: it is the last one of the history in `state`. */
  readonly sample: (state: MonitorApplication["state"]) => void;
  /** An alert began or ended. */
  readonly incident: (incident: Incident, state: MonitorApplication["state"]) => void;
}

/** An alert that began, with the highest share of processor time so far, or that ended. */
export type Incident =
  | { readonly type: "alert"; readonly sinceMs: number; readonly peak: number }
  | { readonly type: "recovered"; readonly atMs: number; readonly afterMs: number };

/** What `watch` needs. */
export interface WatchOptions {
  readonly screen: Screen;
  /** Resolves when the next sample is due; rejects when the signal aborts. */
  readonly nextTick: (signal: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/**
 * Runs the monitor and shows what happens, until it ends or the signal aborts.
 *
 * The stream produces nothing before it is asked, so the pace is set here: a step announces itself before it runs, and
 * when the next one is a sample, the next event is asked for on the next tick. There is no timer in the application.
 */
export async function watch(app: MonitorApplication, { screen, nextTick, signal }: WatchOptions): Promise<void> {
  try {
    for await (const event of app.stream({ signal })) {
      if (event.type === "step-start" && event.action === "sample") await nextTick(signal);
      if (event.type !== "step-end" || event.result === undefined) continue;
      if (event.action === "sample") screen.sample(app.state);
      else if (event.action === "alert") screen.incident({ type: "alert", ...event.result }, app.state);
      else if (event.action === "recovered") screen.incident({ type: "recovered", ...event.result }, app.state);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
