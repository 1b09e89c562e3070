import { type KeyboardEvent, useEffect, useRef } from "react";
import { forkBody } from "../../../model/fork/fork-body.ts";
import { useHeldFocus } from "../../../parts/use-held-focus.ts";
import { useMedia } from "../../../parts/use-media.ts";
import { useCommands } from "../../../shell/commands.ts";
import { useRun } from "../run-context.ts";
import { CallsFields } from "./calls-fields.tsx";
import { ForkFooter } from "./fork-footer.tsx";
import { FormRow } from "./form-row.tsx";
import { FromField } from "./from-field.tsx";
import styles from "./fork.module.css";
import { NextFields } from "./next-fields.tsx";
import { NoRunner } from "./no-runner.tsx";
import { PhoneFacts } from "./phone-facts.tsx";
import { RunnerLine } from "./runner-line.tsx";
import { StateField } from "./state-field.tsx";
import { LabelField, StopFields } from "./stop-fields.tsx";
import { type DraftFacts, draftFacts, useDraft } from "./use-draft.ts";
import { UnknownKeys } from "./unknown-keys.tsx";
import { type ForkData, useRecordedState } from "./use-fork-data.ts";
import { useForkForm, useStateDraft } from "./use-fork-form.ts";
import { useRunFork } from "./use-run-fork.ts";
import { whyBlocked } from "./why-blocked.ts";

interface ForkFormViewProps {
  readonly data: ForkData;
  readonly close: () => void;
  /** Told whether something would get lost. */
  readonly onEdited: (isEdited: boolean) => void;
  /** Whether somebody wants to close it though something would get lost; and what they then choose. */
  readonly discarding: { readonly isAsked: boolean; readonly keep: () => void };
}

const emptyDraft = { base: {}, by: "key", edits: new Map() } as const;

/** All that can be chosen of a fork. */
export function ForkFormView({ data, close, onEdited, discarding }: ForkFormViewProps) {
  const { step, view } = data;
  const { key } = useRun();
  const form = useForkForm(data);
  const { choices, change, runner } = form;
  const wanted = { sequenceId: step.sequence_id, repeat: step.repeat };
  const { state, error } = useRecordedState(wanted, choices.at);
  const [draft, setDraft] = useStateDraft(choices.at, state);
  const facts: DraftFacts = useDraft(draft ?? emptyDraft, form.use);
  const running = useRunFork(key);
  const { refusal } = running;
  const isPhone = useMedia("(max-width: 600px)");
  const box = useRef<HTMLDivElement>(null);
  useHeldFocus(box);
  const isEdited = facts.isEdited || facts.problem !== undefined || form.isEdited;
  useEffect(() => onEdited(isEdited), [isEdited, onEdited]);
  useEffect(() => {
    // Where a field has the focus, phones put a keyboard over what there is to read.
    if (!isPhone) box.current?.querySelector<HTMLElement>("input:checked, input[type=text]")?.focus();
  }, [isPhone]);
  const parts = { form, isStateThere: draft !== undefined, takesNone: view === null };
  const blocked = whyBlocked({ ...parts, facts });
  const run = (): void => {
    if (draft === undefined || runner === undefined || running.busy !== undefined || !("value" in form.inputs.parsed))
      return;
    const now = draftFacts(draft, form.use); // what is shown may be a moment behind
    if (whyBlocked({ ...parts, facts: now }) !== undefined) return;
    const { live, sideEffects } = form;
    const body = forkBody({ ...wanted, sequenceId: step.sequence_id, choices, runnerId: runner.runner.runner_id, live, sideEffects, patch: now.patch, inputs: form.inputs.parsed.value }); // prettier-ignore
    running.run(body, choices.repeats);
  };
  useCommands("forkForm", {
    "fork-run": run,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <div className={styles["frame"]} ref={box} onKeyDown={onKeyDown}>
      <div className={styles["form"]}>
        {runner === undefined ? (
          view !== undefined && <NoRunner need={form.need} takesNone={view === null} />
        ) : (
          <RunnerLine
            runner={runner}
            others={form.runners}
            need={form.need}
            onChoose={(runnerId) => change({ runnerId })}
          />
        )}
        {isPhone ? (
          <>
            <PhoneFacts form={form} step={step} />
            {draft !== undefined && (
              <UnknownKeys draft={draft} facts={facts} initialKeys={form.use.initialKeys} onChange={setDraft} />
            )}
            <LabelField form={form} />
          </>
        ) : (
          <>
            <FromField
              form={form}
              wrong={refusal?.field === "from" ? refusal.advice : undefined}
              sequenceId={step.sequence_id}
            />
            <FormRow label="State" isWide>
              {draft === undefined ? (
                <p className={error === null ? "muted" : styles["wrong"]}>
                  {error === null ? "Reading the state …" : error.message}
                </p>
              ) : (
                <StateField
                  key={choices.at}
                  draft={draft}
                  facts={facts}
                  onChange={(next) => {
                    running.forget();
                    setDraft(next);
                  }}
                  start={form.start}
                  overwritten={form.overwritten}
                  initialKeys={form.use.initialKeys}
                  refusal={
                    refusal?.key === undefined
                      ? undefined
                      : { key: refusal.key, text: `${refusal.title} ${refusal.advice}` }
                  }
                />
              )}
            </FormRow>
            <NextFields
              form={form}
              wrong={refusal?.field === "next" ? `${refusal.title} ${refusal.advice}` : undefined}
            />
            <CallsFields form={form} />
            <StopFields
              form={form}
              wrong={refusal?.field === "stop" ? `${refusal.title} ${refusal.advice}` : undefined}
            />
          </>
        )}
      </div>
      <ForkFooter
        blocked={blocked}
        busy={running.busy}
        refusal={refusal}
        repeats={choices.repeats}
        run={run}
        close={close}
        discarding={discarding}
      />
    </div>
  );
}
