import type { JobSummary } from "@burrjs/protocol";

/** How a fork that a runner runs stands, and what can be done with it now. */
export interface JobWords {
  readonly tone: "run" | "wait" | "ok" | "err" | "off";
  /** In a word: that of the log, but for what only the runner knows. */
  readonly status: string;
  /** What that means, and what to do; "": nothing. */
  readonly text: string;
  readonly can: { readonly goOn: boolean; readonly pause: boolean; readonly abort: boolean };
}

const nothing = { goOn: false, pause: false, abort: false };
const still = { goOn: true, pause: false, abort: true };

/** A job in words. */
export function jobWords(
  job: Pick<JobSummary, "status" | "stopped" | "next" | "error" | "runner_name" | "waiting_for">,
): JobWords {
  const { status, stopped, next, error, runner_name: runner } = job;
  switch (status) {
    case "waiting":
      return {
        tone: "off",
        status: "queued",
        text: `${runner} is busy: the run begins when it has room.`,
        can: { ...nothing, abort: true },
      };
    case "running":
      return { tone: "run", status: "running", text: "", can: { goOn: false, pause: true, abort: true } };
    case "failed":
      if (error?.code === "runner_lost") return { tone: "err", status: "runner lost", text: `${error.message} Start it again, and fork again.`, can: nothing }; // prettier-ignore
      return { tone: "err", status: "failed", text: error?.message ?? "", can: nothing };
    case "done":
      return doneWords(stopped);
    default:
      return {
        tone: "wait",
        ...pausedWords(stopped, next),
        can: { ...still, goOn: stopped !== "suspended" && next !== null },
      };
  }
}

function doneWords(stopped: string | null): JobWords {
  if (stopped === "aborted") return { tone: "off", status: "aborted", text: "", can: nothing };
  if (stopped === "stuck")
    return { tone: "off", status: "halted", text: "No transition leads on from here.", can: nothing };
  return { tone: "ok", status: "completed", text: "", can: nothing };
}

function pausedWords(stopped: string | null, next: string | null): Pick<JobWords, "status" | "text"> {
  const action = next ?? "the next action";
  switch (stopped) {
    case "inputs":
      return { status: "halted", text: `Paused before ${action}: it takes inputs.` };
    case "suspended":
      return { status: "suspended", text: "It waits for an answer." };
    case "side-effect":
      return { status: "halted", text: `Paused before ${action}: it has effects in the world, and was not ticked. Step or Continue lets it run once.` }; // prettier-ignore
    case "not-on-tape":
      return {
        status: "halted",
        text: `Paused before ${action}: the tape has no call of it here. Step or Continue runs it live.`,
      };
    case "tape-mismatch":
      return {
        status: "halted",
        text: `Paused at ${action}: what the tape has of it does not fit the state here. Step or Continue runs it live.`,
      };
    case "limit":
      return { status: "halted", text: `Paused after the steps that were asked for; ${action} is next.` };
    case "halted":
      return { status: "halted", text: `Somebody halted it; ${action} is next.` };
    // `paused`, and `before` the action that was asked for.
    default:
      return { status: "halted", text: next === null ? "Nothing is next." : `Paused before ${action}.` };
  }
}
