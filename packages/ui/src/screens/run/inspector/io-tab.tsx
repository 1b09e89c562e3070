import type { StepDetail, ValuePreview } from "@burrjs/protocol";
import { useMemo, useState } from "react";
import { countText, durationText, preciseTimeText, timeText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { stackErrors } from "../../../model/text/stack-frames.ts";
import { pointerText } from "../../../model/value/pointer-text.ts";
import { StatusBadge } from "../../../parts/badge.tsx";
import { CodeView } from "../../../parts/value/code-view.tsx";
import { LocalValueTree } from "../../../parts/value/local-value-tree.tsx";
import { useRun } from "../run-context.ts";
import { AnswerSection } from "./answer-section.tsx";
import { Section } from "./section.tsx";
import { StepPanel } from "./step-panel.tsx";
import { type Reading, StepReader } from "./step-reader.tsx";
import { RunLink } from "./step-link.tsx";
import { useStep } from "./use-step.ts";
import styles from "./inspector.module.css";
import { hasEnded } from "../../../model/going-on.ts";

/** What went into the step, what came out of it, and where it ran. */
export function IoTab() {
  return (
    <StepPanel shown={useStep()} label="Inputs and result">
      {(step) => <InputsAndResult step={step} />}
    </StepPanel>
  );
}

function InputsAndResult({ step }: { readonly step: StepDetail }) {
  const { move } = useRun();
  const [reading, setReading] = useState<Reading | undefined>(undefined);
  const inputs = useMemo(() => Object.entries(step.inputs), [step.inputs]);
  const result = useMemo(() => resultValues(step.result), [step.result]);
  const attributes = useMemo(
    () => step.attributes.map(({ key: name, value }) => [name, value] as const),
    [step.attributes],
  );
  const isDone = hasEnded(step.status);
  return (
    <>
      <Section title="Inputs" {...(inputs.length === 0 ? {} : { summary: countText(inputs.length) })}>
        {inputs.length === 0 ? (
          <p className={styles["note"]}>The step was given none.</p>
        ) : (
          <LocalValueTree
            label="Inputs"
            values={inputs}
            onRead={({ pointer }) => setReading({ of: "inputs", path: pointer, title: pointerText(pointer) })}
          />
        )}
      </Section>
      <AnswerSection step={step} />
      <Section title="Result">
        {step.result === null && (
          <p className={styles["note"]}>{isDone ? "None: what it did is in the state." : "None yet."}</p>
        )}
        {result.length > 0 && (
          <LocalValueTree
            label="Result"
            values={result}
            isOpen
            onRead={({ pointer }) =>
              setReading({ of: "result", path: pointer.replace(/^\/result/, ""), title: pointerText(pointer) })
            }
          />
        )}
      </Section>
      {step.exception !== null && (
        <Section title="Error">
          <p>
            {visibleText(stackErrors(step.exception)[0]?.message ?? "")}{" "}
            <button type="button" className={styles["link"]} onClick={() => move({ tab: "why" })}>
              Its frames
            </button>
          </p>
        </Section>
      )}
      {attributes.length > 0 && (
        <Section title="Attributes" summary={countText(attributes.length)}>
          <LocalValueTree
            label="Attributes"
            values={attributes}
            onRead={({ pointer }) => setReading({ of: "attributes", path: `/${pointer}`, title: pointerText(pointer) })}
          />
        </Section>
      )}
      <Environment step={step} />
      {step.unknown_records.length > 0 && (
        <Section title="Other records" summary={countText(step.unknown_records.length)}>
          <CodeView source={JSON.stringify(step.unknown_records, null, 2)} label="Other records of the log" />
        </Section>
      )}
      {reading !== undefined && <StepReader step={step} reading={reading} onClose={() => setReading(undefined)} />}
    </>
  );
}

/** The members of a result that is an object, else the result itself. */
function resultValues(result: ValuePreview | null): readonly (readonly [string, ValuePreview])[] {
  return result === null ? [] : [["result", result]];
}

function Environment({ step }: { readonly step: StepDetail }) {
  const { header } = useRun();
  const { attempt, retries, started_ms: started, duration_ms: ms, role, children_list: children } = step;
  return (
    <Section title="Environment">
      <dl className={styles["fact"]}>
        <dt>Status</dt>
        <dd>
          <StatusBadge status={step.status} />{" "}
          {!step.committed && <span className={styles["note"]}>nothing was committed</span>}
        </dd>
        <dt>Started</dt>
        <dd title={timeText(started)}>
          {preciseTimeText(started)} {ms !== null && <span className={styles["note"]}>took {durationText(ms)}</span>}
        </dd>
        {role !== null && (
          <>
            <dt>Called</dt>
            <dd>{visibleText(role)}</dd>
          </>
        )}
        {(attempt > 1 || retries.length > 0) && (
          <>
            <dt>Attempts</dt>
            <dd>
              {attempt}
              {retries.map((retry) => (
                <div key={retry.attempt} className={styles["note"]}>
                  {retry.attempt}: {visibleText(retry.error)}, then a pause of {durationText(retry.delay_ms)}
                </div>
              ))}
            </dd>
          </>
        )}
        {header !== undefined && header.process !== null && (
          <>
            <dt>Process</dt>
            <dd>
              {header.process.pid} on {visibleText(header.process.host)}{" "}
              <span className={styles["note"]}>{visibleText(header.process.runtime)}</span>
            </dd>
          </>
        )}
        {children.length > 0 && (
          <>
            <dt>Runs from here</dt>
            <dd>
              {children.slice(0, 50).map((child) => (
                <div key={`${child.partition_key ?? "~"} ${child.app_id}`}>
                  <RunLink pointer={{ app_id: child.app_id, partition_key: child.partition_key, sequence_id: null }} />{" "}
                  <span className={styles["note"]}>{child.kind === "fork" ? "forked" : "started by it"}</span>
                </div>
              ))}
              {children.length > 50 && <span className={styles["note"]}>and {children.length - 50} more</span>}
            </dd>
          </>
        )}
      </dl>
    </Section>
  );
}
