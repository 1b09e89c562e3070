// A runner is a user's program that can run its application when the page asks for it. It connects out to the server, says what it
// can run, and waits for jobs. The server itself runs nobody's code.

import type { PatchOperation } from "./patch.ts";
import type { LogValue } from "./records.ts";

/** Where a runner connects to: it sends its `RunnerHello`, and the answer is a stream of `RunnerJob`s as events named `job`. */
export const runnerJobsPath = "/api/v1/runner/jobs";
/** Where it sends `RunnerReports`. */
export const runnerReportsPath = "/api/v1/runner/reports";

/** What a runner says of itself when it connects. */
export interface RunnerHello {
  /** Chosen by the runner, anew at each start. */
  readonly runner_id: string;
  /** What people see: the name of the program. */
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly runtime: string;
  readonly applications: readonly RunnerApplication[];
  /** How that stands which it was asked to do on an earlier connection. */
  readonly jobs: readonly JobReport[];
  /** The forks that it has, those included that it has not begun yet. A server that has been started anew has not heard of them. */
  readonly forks?: readonly HeldFork[];
}

/** A fork that a runner has been asked for, and still has. */
export interface HeldFork {
  readonly job_id: string;
  readonly project: string;
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly label: string | null;
  readonly parent: ForkPoint;
}

/** An application that a runner can run. */
export interface RunnerApplication {
  readonly project: string;
  /** As its runs have it in their log; `null`: not known. */
  readonly graph_hash: string | null;
  readonly actions: readonly string[];
  readonly entrypoint: string;
  /** The actions whose work has effects in the world (tag `side-effect`): live, each needs a tick. Those of sub-graphs as well. */
  readonly side_effects: readonly string[];
  /** The keys of the state that it begins with, in forks as well where they are asked for so. Absent: not known. */
  readonly initial_keys?: readonly string[];
  /** Where its code is, as `--app` of commands takes it: a module, from where the runner was started, and an export. Absent: not known. */
  readonly source?: string;
}

/** How the actions of a fork are run. `tape`: their recorded outcomes are used; an action that is not on the tape stops the run. */
export type CallMode = "live" | "tape" | "mixed";

/** A step of an application. */
export interface ForkPoint {
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly sequence_id: number;
}

/** What was asked for when a run was forked: the log of the new run has it too. */
export interface ForkFacts {
  readonly parent: ForkPoint;
  /** Before the step, so that it is run again, or after it. */
  readonly at: "before" | "after";
  readonly mode: CallMode;
  /** What was changed in the state. */
  readonly patch: readonly PatchOperation[];
  /** What people call it. */
  readonly label: string | null;
}

/** The same as the first record of the new run has it. */
export interface LoggedParent extends ForkPoint, Omit<ForkFacts, "parent"> {
  readonly kind: "fork";
}

/** A new run that begins where another was. */
export interface ForkRequest extends ForkFacts {
  /** Of the last step before the new run, so that its first one gets the next number; -1: none. */
  readonly last_sequence_id: number;
  /** The action that was committed last; `null`: none, the entrypoint is next. */
  readonly after: string | null;
  /** The version of the state's shape. */
  readonly version: number;
  /** The state to begin with, in the form of the log, `patch` applied. `initialValue`: what the application begins with. */
  readonly state: Readonly<Record<string, LogValue>>;
  /** The action to begin with. `null`: the one that the transitions lead to. */
  readonly next_action: string | null;
  readonly inputs: Readonly<Record<string, LogValue>>;
  /** Of `mixed`: the actions that are run. */
  readonly live_actions: readonly string[];
  /** Actions with effects that may be run all the same. */
  readonly allowed_side_effects: readonly string[];
  /** When it stops by itself: after so many steps, before an action; else at the end. */
  readonly stop: { readonly after_steps?: number; readonly before?: string };
  readonly new_app_id: string;
}

/** What a runner is asked to do. */
export type RunnerJob = {
  readonly job_id: string;
  readonly project: string;
  /** Of the application that runs it; `null`: not known. */
  readonly graph_hash: string | null;
} & (
  | {
      readonly kind: "fork";
      readonly fork: ForkRequest;
      /** The steps of the parent from the fork on; empty when nothing is taken from there. */
      readonly tape: readonly TapedStep[];
    }
  /** Of a run that this runner runs, or has run: what to do with it. */
  | {
      readonly kind: "control";
      readonly app_id: string;
      readonly partition_key: string | null;
      readonly action: ControlAction;
    }
);

/** What can be done with a run. `pause`: it stops behind the step under way. */
export type ControlAction =
  /** `inputs` are added to those that it has, from the next step on. */
  | { readonly type: "step" | "continue"; readonly inputs?: Readonly<Record<string, LogValue>> }
  | { readonly type: "pause" | "abort" }
  | { readonly type: "answer"; readonly suspension_id: string; readonly answer: LogValue };

/** A recorded step of the parent, from the fork on. */
export interface TapedStep {
  readonly action: string;
  readonly sequence_id: number;
  /** What of the action was called, if not `run`. */
  readonly role: "answer" | "fallback" | "undo" | null;
  readonly status: "completed" | "failed" | "aborted" | "suspended";
  readonly inputs: Readonly<Record<string, LogValue>>;
  readonly result: LogValue;
  /** The keys of state that it has read; of older logs none. */
  readonly read: readonly string[];
  /** The keys that it has written, also to the value that they had. */
  readonly keys: readonly string[];
  /** What the step wrote: RFC 6902 over the state before it. */
  readonly wrote: readonly PatchOperation[];
  readonly error: { readonly name: string; readonly message: string; readonly code?: string } | null;
}

/** An answer that a run waits for. */
export interface WaitingFor {
  readonly id: string;
  readonly name: string;
  /** What whoever answers needs to know, in the form of the log. */
  readonly payload: LogValue;
  /** In milliseconds since 1970; `null`: never. */
  readonly expires_at_ms: number | null;
  /** The JSON Schema of the answer; `null`: not known. */
  readonly schema: unknown;
}

/** An input that a run wants before its next action. */
export interface AskedInput {
  readonly name: string;
  /** Whether the run has one from before: that is taken again when no other one is given. */
  readonly has_value: boolean;
}

/** What a runner says of a job. Of a fork: how its run stands. */
export type JobReport =
  /** The run goes on, for the first time or again. */
  | {
      readonly job_id: string;
      readonly status: "started";
      readonly app_id: string;
      readonly partition_key: string | null;
    }
  | {
      readonly job_id: string;
      /** `paused`: it can go on. */
      readonly status: "paused" | "done";
      /** Why, as in the result of `run()`, or `inputs`, `not-on-tape`, `tape-mismatch`, `side-effect`, `paused`, `aborted`. */
      readonly stopped: string | null;
      /** The action that would be next. */
      readonly next?: string | null;
      readonly waiting_for?: readonly WaitingFor[];
      /** The inputs that are wanted for that. */
      readonly inputs?: readonly AskedInput[];
    }
  | {
      readonly job_id: string;
      readonly status: "failed";
      readonly code: string;
      readonly message: string;
      /** A JSON Pointer into the state, the inputs or the answer. */
      readonly path?: string;
    };

/** What a runner sends: reports in order. */
export interface RunnerReports {
  readonly runner_id: string;
  readonly reports: readonly JobReport[];
}

/** A connected runner, as the page sees it. */
export interface RunnerSummary extends Omit<RunnerHello, "jobs" | "forks"> {
  readonly connected_ms: number;
}

/** A fork that a runner was asked for, as the page sees it. */
export interface JobSummary {
  readonly job_id: string;
  readonly runner_id: string;
  readonly runner_name: string;
  readonly project: string;
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `waiting`: the runner has not begun yet. */
  readonly status: "waiting" | "running" | "paused" | "done" | "failed";
  readonly stopped: string | null;
  readonly next: string | null;
  readonly waiting_for: readonly WaitingFor[];
  /** The inputs that are wanted before it goes on. */
  readonly inputs: readonly AskedInput[];
  readonly error: { readonly code: string; readonly message: string; readonly path?: string } | null;
  readonly label: string | null;
  readonly parent: ForkPoint;
  readonly changed_ms: number;
}

/** The runners that are connected, and what they were asked for last. */
export interface RunnersView {
  readonly runners: readonly RunnerSummary[];
  /** The newest last. */
  readonly jobs: readonly JobSummary[];
}

/** What has changed of that: the event `runners`. */
export interface RunnersNews {
  /** All that are connected; `null`: the same as before. */
  readonly runners: readonly RunnerSummary[] | null;
  /** New ones, and those that stand otherwise. */
  readonly jobs: readonly JobSummary[];
  /** The ids of jobs that are not known any more. */
  readonly gone: readonly string[];
}

/** A view with what has changed since. */
export function withRunnersNews(
  { runners, jobs }: RunnersView,
  { runners: connected, jobs: changed, gone }: RunnersNews,
): RunnersView {
  const byId = new Map(jobs.map((job) => [job.job_id, job]));
  for (const job of changed) byId.set(job.job_id, job);
  for (const id of gone) byId.delete(id);
  return { runners: connected ?? runners, jobs: [...byId.values()] };
}

/** What the page asks for: a fork of a run. What is left out has its default. */
export interface ForkBody {
  readonly sequence_id: number;
  /** Which of the steps with this id; default: the last. */
  readonly repeat?: number;
  readonly at: "before" | "after";
  /** Changes of the state; or all of it. `initialValue` stands for what the application begins with. */
  readonly patch?: readonly PatchOperation[];
  readonly state?: Readonly<Record<string, LogValue>>;
  readonly next_action?: string | null;
  readonly inputs?: Readonly<Record<string, LogValue>>;
  /** Default: `live`. */
  readonly mode?: CallMode;
  readonly live_actions?: readonly string[];
  readonly allowed_side_effects?: readonly string[];
  readonly stop?: { readonly after_steps?: number; readonly before?: string };
  readonly label?: string | null;
  /** Default: another one each time, but the same for a request that is sent again. */
  readonly new_app_id?: string;
  /** Default: whichever fits best. */
  readonly runner_id?: string;
}

/** What it is answered with. */
export interface ForkAnswer {
  /** `null`: no runner knows of it any more; the request was sent again, and its run is in the logs. */
  readonly job_id: string | null;
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `waiting`: the runner is busy, and begins later. */
  readonly status: "waiting" | "running" | "paused" | "done";
  readonly runner: { readonly runner_id: string; readonly name: string } | null;
  /** Whether the code is the one that has made the recorded run; `null`: not known. */
  readonly same_code: boolean | null;
}
