import type { LoggedState } from "@burrjs/protocol";
import { useMemo, useState } from "react";
import { effectsToAllow, modelActions } from "../../../model/fork/call-choice.ts";
import { fittingRunners, type FittingRunner, type RunnerNeed } from "../../../model/fork/fit-runner.ts";
import { firstChoices, type ForkChoices } from "../../../model/fork/fork-body.ts";
import { forkPlaces } from "../../../model/fork/fork-points.ts";
import { keysReadFrom, neededInputs, overwrittenKeys, taggedEffects } from "../../../model/fork/graph-facts.ts";
import { jsonText } from "../../../model/fork/json-text.ts";
import { type ParsedJson, parsedObject } from "../../../model/fork/parsed-json.ts";
import { inputsToFill } from "../../../model/fork/wanted-inputs.ts";
import { draftOf, type StateDraft } from "../../../model/fork/state-draft.ts";
import type { StateUse } from "../../../model/fork/unknown-values.ts";
import { useRun } from "../run-context.ts";
import type { ForkData } from "./use-fork-data.ts";

/** What is chosen in a dialog, and what follows from that. */
export interface ForkForm {
  readonly choices: ForkChoices;
  readonly change: (change: Partial<ForkChoices>) => void;
  readonly places: ReturnType<typeof forkPlaces>;
  /** The action that the run begins with, as far as that is known before it runs. */
  readonly start: string | null;
  readonly actions: readonly string[];
  /** The keys that the action writes without having read them. */
  readonly overwritten: ReadonlySet<string>;
  readonly use: StateUse;
  readonly inputs: {
    readonly text: string;
    readonly parsed: ParsedJson<Readonly<Record<string, unknown>>>;
    readonly missing: readonly string[];
  };
  readonly sideEffects: readonly string[];
  readonly live: ReadonlySet<string>;
  /** The actions that need a tick. */
  readonly effects: readonly string[];
  readonly need: RunnerNeed;
  readonly runners: readonly FittingRunner[];
  readonly runner: FittingRunner | undefined;
  readonly isEdited: boolean;
}

/** The choices of a dialog, with their defaults. */
export function useForkForm({ step, graph, inputs: recorded, view }: ForkData): ForkForm {
  const { key, steps } = useRun();
  const places = useMemo(() => forkPlaces(step), [step]);
  const [first] = places.places;
  const [choices, setChoices] = useState<ForkChoices>({ ...firstChoices, at: first?.at ?? "before" });
  const need = useMemo<RunnerNeed>(
    () => ({
      project: key.project,
      graphHash: step.graph_hash ?? null,
      actions: (graph?.actions ?? []).map(({ name }) => name),
    }),
    [key.project, step, graph],
  );
  const runners = useMemo(() => fittingRunners(view ?? undefined, need), [view, need]);
  const runner = runners.find(({ runner: { runner_id: id } }) => id === choices.runnerId) ?? runners[0];
  const sideEffects = useMemo(() => runner?.application.side_effects ?? taggedEffects(graph), [runner, graph]);
  const usualLive = useMemo(() => modelActions(steps, sideEffects), [steps, sideEffects]);
  const { at, next, mode } = choices;
  const start = next ?? (at === "before" ? step.action : (step.next?.to ?? null));
  const live = choices.live ?? usualLive;
  // What is on tape has its inputs there.
  const isRun = mode === "live" || (mode === "mixed" && start !== null && live.has(start));
  const needed = useMemo(() => (isRun ? neededInputs(graph, start) : []), [isRun, graph, start]);
  // Inputs of a step are those of its run: another action may need others.
  const usualInputs = useMemo(
    () => (at === "before" && start === step.action ? jsonText(recorded) : inputsToFill(needed)),
    [at, start, step.action, recorded, needed],
  );
  const text = choices.inputs ?? usualInputs;
  const parsed = useMemo(() => parsedObject(text, "The inputs"), [text]);
  const use = useMemo<StateUse>(
    () => ({
      initialKeys: runner?.application.initial_keys ?? [],
      // Other code may read other keys.
      read: runner?.isSameCode === false ? undefined : keysReadFrom(graph, start),
    }),
    [runner, graph, start],
  );
  const given = "value" in parsed ? parsed.value : choices.inputs === undefined ? {} : undefined;
  const missing = given === undefined ? [] : needed.filter((name) => !Object.hasOwn(given, name));
  return {
    choices,
    change: (change) => setChoices((old) => ({ ...old, ...change })),
    places,
    start,
    use,
    overwritten: overwrittenKeys(graph, start),
    actions: runner?.application.actions ?? need.actions,
    inputs: { text, parsed, missing },
    sideEffects,
    live,
    effects: effectsToAllow(mode, live, sideEffects),
    need,
    runners,
    runner,
    isEdited: next !== null || choices.inputs !== undefined || choices.label !== "" || choices.repeats !== 1,
  };
}

/** The draft of the state on the chosen side; each side has its own. `undefined`: the state is not there yet. */
export function useStateDraft(
  at: "before" | "after",
  recorded: LoggedState | undefined,
): readonly [StateDraft | undefined, (draft: StateDraft) => void] {
  const [drafts, setDrafts] = useState<Readonly<Partial<Record<"before" | "after", StateDraft>>>>({});
  const fresh = useMemo(() => recorded && draftOf(recorded), [recorded]);
  return [drafts[at] ?? fresh, (draft) => setDrafts((old) => ({ ...old, [at]: draft }))];
}
