import type { DecisionView, StepDetail } from "@burrjs/protocol";
import { visibleText } from "../../../../format/visible-text.ts";
import { attemptsText } from "../../../../model/step/attempts-text.ts";
import { decisionText, isDefault } from "../../../../model/step/decision-text.ts";
import { stepNumber } from "../../../../model/step-number.ts";
import { type ForkMark, forkMark } from "../../../../model/step/fork-marks.ts";
import { stepStart } from "../../../../model/step/step-start.ts";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import { RunLink, StepLink } from "../step-link.tsx";
import { TapedNote } from "../taped-note.tsx";
import styles from "../inspector.module.css";
import { DeclaredTable } from "./declared-table.tsx";
import { TrialsTable } from "./trials-table.tsx";

/** Why the step ran: the conditions that were tried before it, or how the run began or went on here. */
export function RanSection({ step }: { readonly step: StepDetail }) {
  const attempts = attemptsText(step);
  return (
    <Section title={`Why ${visibleText(step.action)} ran at step ${stepNumber(step.sequence_id, step.repeat)}`}>
      {step.why === null ? <Start step={step} /> : <Chosen step={step} why={step.why} />}
      <TapedNote step={step} />
      {attempts !== "" && <p className={styles["note"]}>{visibleText(attempts)}</p>}
    </Section>
  );
}

function Chosen({ step, why }: { readonly step: StepDetail; readonly why: DecisionView }) {
  const hasTable = why.tried.length > 1 || !isDefault(why.tried[0]);
  return (
    <>
      <p>
        After <StepLink sequenceId={why.sequence_id} action={why.from} />, {decisionText(why)}
      </p>
      {hasTable && <TrialsTable tried={why.tried} step={step} at="before" />}
    </>
  );
}

function Start({ step }: { readonly step: StepDetail }) {
  const { steps, header } = useRun();
  const start = stepStart(step, steps.at(step.n - 1), header);
  const { origin, previous } = start;
  const fork = previous === undefined ? forkMark(step.attributes) : undefined;
  return (
    <>
      <p>
        {start.text}
        {origin !== undefined && (
          <>
            {" "}
            <RunLink pointer={origin} />.
          </>
        )}
        {fork !== undefined && forkWords(fork) !== "" && <span className={styles["note"]}> {forkWords(fork)}</span>}
        {previous !== undefined && (
          <>
            {" "}
            <StepLink sequenceId={previous.sequenceId} repeat={previous.repeat} action={previous.action} />.
          </>
        )}
      </p>
      {start.isUnknown === true && previous !== undefined && (
        <DeclaredTable step={step} from={previous.action} at="before" />
      )}
    </>
  );
}

const modes = new Map([
  ["live", "All calls are live."],
  ["tape", "Calls are answered from tape."],
  ["mixed", "Some calls are answered from tape."],
]);

function forkWords({ mode, label }: ForkMark): string {
  return [label === "" ? "" : `“${visibleText(label)}”.`, modes.get(mode) ?? ""]
    .filter((word) => word !== "")
    .join(" ");
}
