import type { RunnerJob } from "../runner.ts";
import { anything, type Check, listOf, needed, object, oneOf, optional, orNull, shape, text, whole } from "./check.ts";
import { operations } from "./record-fields.ts";

const point = shape("a step", {
  app_id: needed(text),
  partition_key: needed(orNull(text)),
  sequence_id: needed(whole),
});

const fork = shape("a fork", {
  parent: needed(point),
  at: needed(oneOf("before", "after")),
  mode: needed(oneOf("live", "tape", "mixed")),
  patch: needed(operations),
  label: needed(orNull(text)),
  last_sequence_id: needed(whole),
  after: needed(orNull(text)),
  version: needed(whole),
  state: needed(object),
  next_action: needed(orNull(text)),
  inputs: needed(object),
  live_actions: needed(listOf(text)),
  allowed_side_effects: needed(listOf(text)),
  stop: needed(shape("when to stop", { after_steps: optional(whole), before: optional(text) })),
  new_app_id: needed(text),
});

const taped = shape("a recorded step", {
  action: needed(text),
  sequence_id: needed(whole),
  role: needed(orNull(oneOf("answer", "fallback", "undo"))),
  status: needed(oneOf("completed", "failed", "aborted", "suspended")),
  inputs: needed(object),
  result: needed(anything),
  read: needed(listOf(text)),
  keys: needed(listOf(text)),
  wrote: needed(operations),
  error: needed(orNull(shape("an error", { name: needed(text), message: needed(text), code: optional(text) }))),
});

const every = { job_id: needed(text), project: needed(text), graph_hash: needed(orNull(text)) };
const forkJob = shape("a job", { ...every, fork: needed(fork), tape: needed(listOf(taped)) });
const controlJob = shape("a job", {
  ...every,
  app_id: needed(text),
  partition_key: needed(orNull(text)),
  action: needed(
    shape("what to do", {
      type: needed(oneOf("step", "continue", "pause", "abort", "answer")),
      inputs: optional(object),
    }),
  ),
});
const answerJob = shape("a job", {
  action: needed(shape("an answer", { suspension_id: needed(text), answer: needed(anything) })),
});

/**
 * What a server asks of a runner.
 *
 * @param line - JSON.
 * @returns `undefined` for what is none: then the server speaks another version of the protocol.
 */
export function parseRunnerJob(line: string): RunnerJob | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const kind = shape("a job", { kind: needed(oneOf("fork", "control")) });
  if (!kind.holds(value)) return undefined;
  return checkOf(value).holds(value) ? (value as RunnerJob) : undefined; // each field has been looked at
}

function checkOf(value: unknown): Check {
  const { kind, action } = value as { readonly kind: string; readonly action?: { readonly type?: unknown } | null };
  if (kind === "fork") return forkJob;
  if (action?.type !== "answer") return controlJob;
  return { wanted: "a job", holds: (one) => controlJob.holds(one) && answerJob.holds(one) };
}
