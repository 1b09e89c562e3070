import type { StepDetail } from "@burrjs/protocol";
import { visibleText } from "../../../../format/visible-text.ts";
import { decisionText, isDefault } from "../../../../model/step/decision-text.ts";
import { stepEnd } from "../../../../model/step/step-end.ts";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import { RunLink, StepLink } from "../step-link.tsx";
import styles from "../inspector.module.css";
import why from "./why.module.css";
import { DeclaredTable } from "./declared-table.tsx";
import { TrialsTable } from "./trials-table.tsx";

/** What happened after the step, or why nothing did; and the runs that it started. */
export function NextSection({ step }: { readonly step: StepDetail }) {
  const { steps, header } = useRun();
  const end = stepEnd(step, steps.at(step.n + 1), header);
  const decision = step.next;
  const hasTable =
    decision !== null && (decision.tried.length > 1 || (decision.tried.length === 1 && !isDefault(decision.tried[0])));
  // Why nothing came next is what one looks for.
  const isStuck = end.tone === "warn" || end.tone === "err";
  const forks = step.children_list.filter(({ kind }) => kind === "fork");
  const spawned = step.children_list.filter(({ kind }) => kind === "spawn");
  return (
    <Section title="What happened next">
      <p className={end.tone === "plain" ? "" : why[end.tone]}>
        {visibleText(end.text)}
        {end.next !== undefined && (
          <>
            {" "}
            <StepLink sequenceId={end.next.sequenceId} repeat={end.next.repeat} action={end.next.action} />
            {end.since !== undefined && (
              <>
                , since <span className={styles["mono"]}>{visibleText(end.since)}</span> held
              </>
            )}
            .
          </>
        )}
      </p>
      {hasTable && isStuck && <TrialsTable tried={decision.tried} step={step} at="after" />}
      {end.isUnknown === true && <DeclaredTable step={step} from={step.action} at="after" />}
      {hasTable && !isStuck && (
        <details className={why["details"]}>
          <summary>{sentence(decisionText(decision))}</summary>
          <TrialsTable tried={decision.tried} step={step} at="after" />
        </details>
      )}
      {[["Forked from here", forks] as const, ["Runs it started", spawned] as const].map(([title, children]) =>
        children.length === 0 ? null : (
          <p key={title}>
            <span className={styles["note"]}>{title}: </span>
            {children.slice(0, 20).map((child, index) => (
              <span key={`${child.partition_key ?? "~"} ${child.app_id}`}>
                {index > 0 && ", "}
                <RunLink pointer={{ app_id: child.app_id, partition_key: child.partition_key, sequence_id: null }} />
              </span>
            ))}
            {children.length > 20 && <span className={styles["note"]}> and {children.length - 20} more</span>}
          </p>
        ),
      )}
    </Section>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
