import type { StepPointer } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { merged } from "../../../data/cursor.ts";
import { runLink } from "../../../data/run-key.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { stepNumber } from "../../../model/step-number.ts";
import { stepPlace } from "../../../model/step-place.ts";
import type { RunSearch } from "../../../shell/search.ts";
import { useRun } from "../run-context.ts";
import { ghostOf } from "../strip/ghost.ts";
import styles from "./inspector.module.css";

const route = "/p/$project/r/$partition/$app";

interface StepLinkProps {
  readonly sequenceId: number;
  /** Which of the steps with this id; default: the last. */
  readonly repeat?: number;
  /** The name of the action. */
  readonly action?: string;
  /** What else of the view changes. */
  readonly change?: RunSearch;
  /** Whether the Tab key passes it by, since a key of its own does the same. */
  readonly isSkipped?: boolean;
}

/** A link to another step of the run: `rerank #40`. */
export function StepLink({ sequenceId, repeat, action, change = {}, isSkipped = false }: StepLinkProps) {
  const { steps } = useRun();
  const n = steps.find(sequenceId, repeat);
  const to = { ...change, ...(stepPlace(steps, n) ?? { s: sequenceId, r: repeat }) };
  return (
    <Link
      from={route}
      to="."
      search={(old) => merged(old, to)}
      className={styles["stepLink"]}
      tabIndex={isSkipped ? -1 : undefined}
      {...ghostOf(n)}
    >
      {action !== undefined && action !== "" && (
        <>
          <bdi>{visibleText(action)}</bdi>
          {"\u00A0"}
        </>
      )}
      #{stepNumber(sequenceId, repeat ?? steps.at(n)?.repeat ?? 0)}
    </Link>
  );
}

/** A link to a step of another run, or to the run: `chat-8f2c #41`. */
export function RunLink({ pointer }: { readonly pointer: StepPointer }) {
  const { key } = useRun();
  const { app_id: app, partition_key: partition, sequence_id: step } = pointer;
  return (
    <Link
      {...runLink({ project: key.project, partition, app })}
      search={step === null ? {} : { s: step }}
      className={styles["stepLink"]}
    >
      {visibleText(app)}
      {step !== null && ` #${step}`}
    </Link>
  );
}
