import type { KeyUse, StepDetail } from "@burrjs/protocol";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { countText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import badgeStyles from "../../../../parts/badge.module.css";
import { ValuePreviewText } from "../../../../parts/value/value-text.tsx";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import { StepLink } from "../step-link.tsx";
import styles from "../inspector.module.css";
import why from "./why.module.css";

const shownAtFirst = 8;

/** What of the state the step read: values, and who wrote them when. */
export function ReadSection({ step }: { readonly step: StepDetail }) {
  const [isWhole, setWhole] = useState(false);
  const { read, undeclared } = step;
  const hidden = isWhole ? 0 : Math.max(0, read.length - shownAtFirst);
  const summary =
    !step.access_recorded && read.length > 0
      ? step.status === "running"
        ? "as the action declares; what it really reads is known at its end"
        : "as the action declares; what it really read was not recorded"
      : undefined;
  return (
    <Section title="What it read" {...(summary === undefined ? {} : { summary })}>
      {read.length === 0 && <p className={styles["note"]}>Nothing of the state.</p>}
      {read.length > 0 && (
        <ul className={why["rows"]}>
          {read.slice(0, read.length - hidden).map((use) => (
            <ReadRow key={use.key} use={use} step={step} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <button type="button" className={styles["link"]} onClick={() => setWhole(true)}>
          {countText(hidden)} more
        </button>
      )}
      {undeclared.map((key) => (
        <p key={key} className={why["undeclared"]}>
          <span className={`${badgeStyles["badge"]} ${badgeStyles["warn"]}`}>
            <TriangleAlert size={12} strokeWidth={2} aria-hidden /> undeclared
          </span>{" "}
          It asked for <span className={styles["mono"]}>{visibleText(key)}</span>, which is not among its reads.
        </p>
      ))}
    </Section>
  );
}

function ReadRow({
  use: { key, preview, last_writer: writer },
  step,
}: {
  readonly use: KeyUse;
  readonly step: StepDetail;
}) {
  const { steps, header, move } = useRun();
  const isFork = header !== undefined && header.parent !== null;
  const ago = writer === null ? 0 : step.n - steps.find(writer.sequence_id);
  return (
    <li className={why["row"]}>
      <button
        type="button"
        className={why["key"]}
        onClick={() => move({ tab: "state", view: "before", sel: `key:/${escaped(key)}` })}
      >
        {visibleText(key)}
      </button>
      <span className={why["value"]}>
        {preview === null ? <span className={styles["note"]}>not set</span> : <ValuePreviewText preview={preview} />}
      </span>
      <span className={why["writer"]}>
        {writer === null ? (
          <span className={styles["note"]}>{isFork ? "from before the fork" : "from the start"}</span>
        ) : (
          <>
            <StepLink sequenceId={writer.sequence_id} action={writer.action} />
            {ago > 0 && (
              <span className={styles["note"]}> {ago === 1 ? "1 step ago" : `${countText(ago)} steps ago`}</span>
            )}
          </>
        )}
      </span>
    </li>
  );
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
