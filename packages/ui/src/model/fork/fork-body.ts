import type { CallMode, ForkBody, PatchOperation } from "@burrjs/protocol";
import { effectsToAllow } from "./call-choice.ts";

/** When a fork stops by itself. */
export type StopChoice =
  | { readonly at: "end" }
  | { readonly at: "steps"; readonly count: number }
  | { readonly at: "before"; readonly action: string };

/** Everything that can be chosen of a fork but its state. */
export interface ForkChoices {
  readonly at: "before" | "after";
  /** `null`: as the transitions lead. */
  readonly next: string | null;
  /** What stands in the editor; `undefined`: nobody has changed it. */
  readonly inputs: string | undefined;
  readonly mode: CallMode;
  /** Of `mixed`: the actions that are run; `undefined`: those that ask a model. */
  readonly live: ReadonlySet<string> | undefined;
  readonly allowed: ReadonlySet<string>;
  readonly stop: StopChoice;
  readonly repeats: number;
  readonly label: string;
  readonly runnerId: string | undefined;
}

/** What a dialog begins with. */
export const firstChoices: ForkChoices = {
  at: "before",
  next: null,
  inputs: undefined,
  mode: "live",
  live: undefined,
  allowed: new Set(),
  stop: { at: "end" },
  repeats: 1,
  label: "",
  runnerId: undefined,
};

/** How often one fork can be asked for at once. */
export const mostRepeats = 20;

/** What a body is made of. */
export interface ForkParts {
  readonly sequenceId: number;
  readonly repeat: number;
  readonly choices: ForkChoices;
  /** What is asked: a fork that is asked for again is the same for this runner alone. */
  readonly runnerId: string;
  readonly live: ReadonlySet<string>;
  readonly sideEffects: readonly string[];
  readonly patch: readonly PatchOperation[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the server is asked for. What has its default is left out. */
export function forkBody({
  sequenceId,
  repeat,
  choices,
  runnerId,
  live,
  sideEffects,
  patch,
  inputs,
}: ForkParts): ForkBody {
  const { at, next, mode, allowed, stop, label } = choices;
  const effects = effectsToAllow(mode, live, sideEffects).filter((action) => allowed.has(action));
  return {
    sequence_id: sequenceId,
    repeat,
    at,
    mode,
    runner_id: runnerId,
    ...(patch.length === 0 ? {} : { patch }),
    ...(next === null ? {} : { next_action: next }),
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(mode === "mixed" ? { live_actions: [...live] } : {}),
    ...(effects.length === 0 ? {} : { allowed_side_effects: effects }),
    ...(stop.at === "end" ? {} : { stop: stop.at === "steps" ? { after_steps: stop.count } : { before: stop.action } }),
    ...(label.trim() === "" ? {} : { label: label.trim() }),
  };
}
