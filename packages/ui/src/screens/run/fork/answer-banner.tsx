import type { JobSummary, WaitingFor } from "@burrjs/protocol";
import { Hourglass } from "lucide-react";
import { lazy, Suspense, useId } from "react";
import type { RunKey } from "../../../data/run-key.ts";
import { useJob } from "../../../data/runner-queries.ts";
import { useNow } from "../../../data/now.ts";
import { durationText, timeText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { isKeyed } from "../../../model/fork/parsed-json.ts";
import { LocalValueTree } from "../../../parts/value/local-value-tree.tsx";
import { ValueText } from "../../../parts/value/value-text.tsx";
import styles from "./controls.module.css";

const AnswerForm = lazy(() => import("./answer-form.tsx").then((module) => ({ default: module.AnswerForm })));

interface AnswerBannerProps {
  readonly run: RunKey;
  /** Whether the log says that the run waits, also when no runner has it. */
  readonly isSuspended?: boolean;
}

/** What a run waits for, and the form to answer it with. */
export function AnswerBanner({ run, isSuspended = false }: AnswerBannerProps) {
  const job = useJob(run);
  const waiting = job?.status === "paused" ? job.waiting_for : [];
  if (waiting.length > 0 && job !== undefined) {
    return waiting.map((one) => <Question key={one.id} run={run} job={job} waiting={one} />);
  }
  const isOthers = job === undefined || job.status === "done" || job.status === "failed";
  if (!isSuspended || !isOthers) return null;
  return (
    <section className={styles["banner"]} aria-label="What this run waits for">
      <p className={styles["title"]}>
        <Hourglass size={14} strokeWidth={1.5} aria-hidden />
        This run waits for a person.
      </p>
      <p>
        It is answered in the program that runs it, with <code>app.resume(id, answer)</code>. To answer it here, fork
        from its last step: a runner then waits for what you say.
      </p>
    </section>
  );
}

interface QuestionProps {
  readonly run: RunKey;
  readonly job: JobSummary;
  readonly waiting: WaitingFor;
}

function Question({ run, job, waiting }: QuestionProps) {
  const { name, payload, expires_at_ms: expires } = waiting;
  const id = useId();
  return (
    <section className={styles["banner"]} aria-labelledby={id}>
      <h2 id={id} className={styles["title"]}>
        <Hourglass size={14} strokeWidth={1.5} aria-hidden />
        <span>
          {job.next === null ? "The run" : visibleText(job.next)} waits for an answer: {visibleText(name)}
        </span>
        {expires !== null && <Expiry atMs={expires} />}
      </h2>
      <div className={styles["question"]}>
        {payload !== null && (
          <div className={styles["payload"]}>
            <h3>It says</h3>
            {isKeyed(payload) ? (
              <LocalValueTree
                label="What it says"
                values={Object.entries(payload).map(([key, raw]) => [key, { raw }] as const)}
                maxHeight={216}
                isOpen
              />
            ) : (
              <ValueText value={payload} limit={400} />
            )}
          </div>
        )}
        <div className={styles["answer"]}>
          <h3>Your answer</h3>
          <Suspense>
            <AnswerForm run={run} waiting={waiting} />
          </Suspense>
        </div>
      </div>
    </section>
  );
}

function Expiry({ atMs }: { readonly atMs: number }) {
  const now = useNow(1000);
  return (
    <time className={styles["expiry"]} title={timeText(atMs)}>
      {atMs <= now ? "its time is over" : `expires in ${durationText(atMs - now)}`}
    </time>
  );
}
