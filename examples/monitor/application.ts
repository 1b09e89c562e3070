import { burr, type Hooks } from "@burrjs/core";
import { type CpuTimes, cpuShare, type Reading } from "./reading.ts";

/** One measurement. */
export interface Sample {
  readonly atMs: number;
  /** The share of time that the processors were at work since the sample before, from 0 to 1. */
  readonly cpu: number;
  readonly memory: Reading["memory"];
  readonly load: number;
}

/** The state of the monitor. */
interface Monitor {
  /** The processor times at the last sample: only differences say something. */
  times: CpuTimes;
  /** The last samples, oldest first; at most `historyLimit`. */
  history: readonly Sample[];
  /** Samples so far. */
  taken: number;
  /** Samples in a row above the threshold; 0 after one below. */
  hot: number;
  /** Samples in a row at or below the threshold; 0 after one above. */
  calm: number;
  /** The alert that is on, if any. */
  alert: { readonly sinceMs: number } | null;
  /** Alerts so far. */
  alerts: number;
}

/** What a monitor reads, and when it raises an alert. */
export interface MonitorOptions {
  readonly read: () => Reading;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The share of processor time, from 0 to 1, above which a sample is hot. Default: 0.8. */
  readonly threshold?: number;
  /** Hot samples in a row that raise an alert, and calm ones that end it. Default: 3. */
  readonly patience?: number;
  /** Samples after which the monitor ends. Default: never. */
  readonly samples?: number;
  readonly hooks?: readonly Hooks[];
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

/** How many samples the state keeps. */
export const historyLimit = 60;

const b = burr<Monitor>();

/**
 * `sample` again and again; by way of `alert` when the processors were above the threshold for some samples in a row,
 * by way of `recovered` when they no longer are; and `summary` in the end. All actions are sync: how fast the loop
 * goes is up to whoever pulls its events.
 */
export function monitorApplication(options: MonitorOptions) {
  const { read, now, threshold = 0.8, patience = 3, samples = Infinity, hooks = [], tracker = {} } = options;

  const sample = b.action({
    reads: ["times", "history", "taken", "hot", "calm"],
    writes: ["times", "history", "taken", "hot", "calm"],
    run(state) {
      const { cpu: times, memory, load } = read();
      const taken: Sample = { atMs: now(), cpu: cpuShare(state.times, times), memory, load };
      const isHot = taken.cpu > threshold;
      const update = {
        times,
        history: [...state.history, taken].slice(-historyLimit),
        taken: state.taken + 1,
        hot: isHot ? state.hot + 1 : 0,
        calm: isHot ? 0 : state.calm + 1,
      };
      return [taken, update];
    },
  });

  const alert = b.action({
    reads: ["history"],
    writes: ["alert", "alerts"],
    run(state) {
      const sinceMs = state.history.at(-patience)?.atMs ?? now();
      const peak = Math.max(...state.history.slice(-patience).map(({ cpu }) => cpu));
      return [{ sinceMs, peak }, state.update({ alert: { sinceMs } }).increment({ alerts: 1 })];
    },
  });

  const recovered = b.action({
    reads: ["alert"],
    writes: ["alert"],
    run(state) {
      const atMs = now();
      return [{ atMs, afterMs: atMs - (state.alert?.sinceMs ?? atMs) }, { alert: null }];
    },
  });

  const summary = b.resultAction("history", "taken", "alerts");

  const isOver = b.check(["taken"], ({ taken }) => taken >= samples, "all samples taken");
  const isHot = b.check(["hot", "alert"], (state) => state.alert === null && state.hot >= patience, "too hot");
  const isCalm = b.check(["calm", "alert"], (state) => state.alert !== null && state.calm >= patience, "calm again");
  return b.application({
    actions: { sample, alert, recovered, summary },
    transitions: [
      ["sample", "alert", isHot],
      ["sample", "recovered", isCalm],
      [["sample", "alert", "recovered"], "summary", isOver],
      [["sample", "alert", "recovered"], "sample"],
    ],
    entrypoint: "sample",
    state: { times: read().cpu, history: [], taken: 0, hot: 0, calm: 0, alert: null, alerts: 0 },
    hooks,
    tracker,
  });
}

/** The application that `monitorApplication()` makes. */
export type MonitorApplication = ReturnType<typeof monitorApplication>;
