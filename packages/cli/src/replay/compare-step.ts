import { type DiffEntry, diffJson, sameJson } from "@burrjs/protocol";
import type { RecordedStep } from "@burrjs/server/store";
import { graftMissing } from "../values/graft-missing.ts";
import { isSameText } from "../values/log-tags.ts";
import type { ActionOutcome, StepAnswer } from "./messages.ts";

/** How a step differs from its record. */
export interface StepDifference {
  /** In a sentence. */
  readonly what: string;
  readonly recorded: string;
  readonly today: string;
  /** Where values differ. */
  readonly values?: readonly DiffEntry[];
}

/** What is left out of the comparison. */
export interface CompareRules {
  /** Keys of state. */
  readonly ignoredKeys: ReadonlySet<string>;
}

/** How what today's code did differs from the record of the action; `undefined`: it does not. */
export function actionDifference(
  step: RecordedStep,
  outcome: ActionOutcome,
  { ignoredKeys }: CompareRules,
): StepDifference | undefined {
  if (outcome.status !== step.status) {
    const why = outcome.error === undefined ? "" : ` (${outcome.error.name}: ${outcome.error.message})`;
    const was = step.error === undefined ? "" : ` (${step.error.name}: ${step.error.message})`;
    return { what: "the action ends in another way", recorded: step.status + was, today: outcome.status + why };
  }
  if (step.status === "failed") return errorDifference(step, outcome);
  if (step.status !== "completed") return undefined;
  const [recorded, today] = [updateOf(step), updateToday(step, outcome)];
  const values = diffJson(recorded, graftMissing(recorded, today)).filter(
    ({ path }) => !ignoredKeys.has(firstKey(path)),
  );
  if (values.length > 0) return { what: "the action writes other values", ...keysText(values), values };
  const results = diffJson(step.result ?? null, graftMissing(step.result ?? null, outcome.result));
  if (results.length > 0) {
    return {
      what: "the action reports another result",
      recorded: "as below (-)",
      today: "as below (+)",
      values: results,
    };
  }
  return undefined;
}

/** How the choice of the next action differs from the one that was recorded; `undefined`: it does not. */
export function pathDifference(
  step: RecordedStep,
  answer: StepAnswer,
  following: RecordedStep | undefined,
): StepDifference | undefined {
  if (step.status === "failed") {
    if (following === undefined || following.action === step.action || answer.onError.includes(following.action)) return undefined; // prettier-ignore
    return {
      what: "no transition on error leads there any more",
      recorded: `to ${following.action}`,
      today: answer.onError.length === 0 ? "to nowhere" : `to ${answer.onError.join(", ")}`,
    };
  }
  const { decision } = answer;
  const recorded = recordedChoice(step, following);
  if (decision === undefined || recorded === undefined || decision.to === recorded) return undefined;
  const broken = decision.tried.find(({ result }) => typeof result === "object");
  const reasons = decision.tried.map(({ to, condition, result }) => {
    const verdict = typeof result === "object" ? `! ${result.error}` : result ? "held" : "did not hold";
    return `${condition} → ${to}: ${verdict}`;
  });
  return {
    what: broken === undefined ? "another action comes next" : "a condition cannot be tested",
    recorded: recorded ?? "nothing",
    today: `${decision.to ?? "nothing"}${reasons.length === 0 ? "" : ` (${reasons.join("; ")})`}`,
  };
}

/** What came next by the record; `undefined`: that is not known. */
function recordedChoice(step: RecordedStep, following: RecordedStep | undefined): string | null | undefined {
  if (step.next !== undefined) return step.next.to;
  return following?.sequenceId === step.sequenceId + 1 ? following.action : undefined;
}

/** What a step has done to the state, by the record of its writes; without one: all that differs. */
function updateOf(step: RecordedStep): Readonly<Record<string, unknown>> {
  const { before = {}, after = {} } = step;
  const keys = step.wrote ?? [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !sameJson(before[key], after[key])); // prettier-ignore
  return Object.fromEntries(keys.map((key) => [key, Object.hasOwn(after, key) ? after[key] : deleted]));
}

/** The same, of what today's code did. Where the log does not tell of writes, one that changes nothing counts as none. */
function updateToday(step: RecordedStep, outcome: ActionOutcome): Readonly<Record<string, unknown>> {
  const { before = {}, wrote } = step;
  const all = { ...outcome.written, ...Object.fromEntries(outcome.deleted.map((key) => [key, deleted])) };
  if (wrote !== undefined) return all;
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) =>
      value === deleted ? Object.hasOwn(before, key) : !sameJson(before[key], value),
    ),
  );
}

/** Stands for a key that was taken out of the state. */
const deleted = { $burr: "deleted" };

function errorDifference({ error }: RecordedStep, outcome: ActionOutcome): StepDifference | undefined {
  if (error === undefined || outcome.error === undefined) return undefined;
  if (error.name === outcome.error.name && isSameText(error.message, outcome.error.message)) return undefined;
  return {
    what: "the action fails with another error",
    recorded: `${error.name}: ${error.message}`,
    today: `${outcome.error.name}: ${outcome.error.message}`,
  };
}

function keysText(values: readonly DiffEntry[]): { readonly recorded: string; readonly today: string } {
  const keys = [...new Set(values.map(({ path }) => firstKey(path)))].join(", ");
  return { recorded: `${keys}, as below (-)`, today: `${keys}, as below (+)` };
}

/** The key of state that a JSON Pointer begins with. */
function firstKey(path: string): string {
  return (path.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}
