import type { JobSummary } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { Ban, Check, CircleDashed, Hourglass, Pause, Play, StepForward, Square, X } from "lucide-react";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { type RunKey, runLink } from "../../../data/run-key.ts";
import { useJob } from "../../../data/runner-queries.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { commandSets } from "../../../model/commands.ts";
import { type JobWords, jobWords } from "../../../model/fork/job-words.ts";
import badges from "../../../parts/badge.module.css";
import { Button } from "../../../parts/button.tsx";
import { useCommands } from "../../../shell/commands.ts";
import { toast } from "../../../shell/toasts.tsx";
import styles from "./controls.module.css";
import { useControl } from "./use-control.ts";
import { useWantedInputs } from "./use-wanted-inputs.ts";

const InputsRow = lazy(() => import("./inputs-row.tsx").then((module) => ({ default: module.InputsRow })));

const icons = new Map<string, typeof Check>([
  ["queued", CircleDashed],
  ["running", Play],
  ["halted", Pause],
  ["suspended", Hourglass],
  ["completed", Check],
  ["aborted", Ban],
]);

/** What a runner can be asked to do with a fork. */
const ways = [
  { name: "Step", action: "step", Icon: StepForward },
  { name: "Continue", action: "continue", Icon: Play },
  { name: "Pause", action: "pause", Icon: Pause },
  { name: "Abort", action: "abort", Icon: Square },
] as const;

/**
 * What can be done with a run that a runner has, and how it stands; of a run that none has, nothing. A fork that is over shows only
 * what went wrong.
 */
export function RunControls({ run, name }: { readonly run: RunKey; readonly name?: string }) {
  const job = useJob(run);
  if (job === undefined || (job.status === "done" && job.stopped !== "aborted" && job.stopped !== "stuck")) return null;
  return <Bar run={run} job={job} name={name} />;
}

interface BarProps {
  readonly run: RunKey;
  readonly job: JobSummary;
  readonly name: string | undefined;
}

function Bar({ run, job, name }: BarProps) {
  const words = jobWords(job);
  const { isBusy, ask } = useControl(run);
  const wanted = useWantedInputs(job);
  const { can, text } = words;
  const isThere = { step: can.goOn, continue: can.goOn, pause: can.pause, abort: can.abort };
  // A step that is under way is let end first, which may take minutes.
  const [isPausing, setPausing] = useState(false);
  if (isPausing && !can.pause) setPausing(false);
  const { bar, remember } = useKeptFocus(`${words.status} ${text}`);
  const press = (type: keyof typeof isThere): void => {
    if (isBusy) return;
    const inputs = can.goOn && (type === "step" || type === "continue") ? wanted.take() : {};
    if (inputs === undefined) {
      bar.current?.querySelector("textarea")?.focus();
      return;
    }
    remember(type);
    setPausing(type === "pause");
    const action = Object.keys(inputs).length === 0 ? { type } : { type, inputs };
    void ask(action).catch((error: unknown) => {
      setPausing(false);
      toast(error instanceof Error ? error.message : String(error));
    });
  };
  const does = (type: keyof typeof isThere) => (isThere[type] ? () => press(type) : undefined);
  useCommands("job", {
    "job-step": does("step"),
    "job-continue": does("continue"),
    "job-pause": does("pause"),
    "job-abort": does("abort"),
  });
  return (
    <section
      ref={bar}
      tabIndex={-1}
      className={`${styles["bar"]} inset-focus`}
      aria-label={name === undefined ? "This run and its runner" : `Run ${name} and its runner`}
    >
      {name !== undefined && <b>{name}</b>}
      <JobBadge words={words} />
      <span className={styles["text"]} role="status">
        {isPausing ? "It pauses when the step under way has ended." : visibleText(text)}
      </span>
      <span className={styles["about"]}>
        {job.label === null ? "Fork" : <b>{visibleText(job.label)}</b>} of <ParentLink job={job} />, in{" "}
        {visibleText(job.runner_name)}
      </span>
      <span className={styles["buttons"]}>
        {ways
          .filter(({ action }) => isThere[action])
          .map(({ name: verb, action, Icon }) => (
            <Button
              key={action}
              kind={action === "abort" ? "danger" : "outlined"}
              title={commandSets.job.commands[`job-${action}`][0]}
              data-verb={action}
              aria-disabled={isBusy}
              onClick={() => press(action)}
            >
              <Icon size={14} strokeWidth={1.5} aria-hidden />
              {verb}
            </Button>
          ))}
      </span>
      {wanted.isAsked && (
        <Suspense>
          <InputsRow job={job} wanted={wanted} goOn={() => press("continue")} />
        </Suspense>
      )}
    </section>
  );
}

function JobBadge({ words: { tone, status } }: { readonly words: JobWords }) {
  const Icon = icons.get(status) ?? X;
  return (
    <span className={`${badges["badge"]} ${badges[tone]}`}>
      <Icon size={12} strokeWidth={2} aria-hidden />
      {status}
    </span>
  );
}

function ParentLink({ job: { project, parent } }: { readonly job: JobSummary }) {
  const { app_id: app, partition_key: partition, sequence_id: s } = parent;
  return (
    <Link className="mono" {...runLink({ project, partition, app })} search={{ s }}>
      {visibleText(app)}
    </Link>
  );
}

/** Buttons come and go with what the run does: the focus stays in the bar, and comes back to the one that was pressed. */
function useKeptFocus(status: string): {
  readonly bar: RefObject<HTMLElement | null>;
  readonly remember: (verb: string) => void;
} {
  const bar = useRef<HTMLElement>(null);
  const pressed = useRef<string | undefined>(undefined);
  useEffect(() => {
    const { activeElement: active } = document;
    if (pressed.current === undefined || bar.current === null) return;
    if (active !== document.body && active !== bar.current) {
      if (!bar.current.contains(active)) pressed.current = undefined;
      return;
    }
    (bar.current.querySelector<HTMLElement>(`[data-verb="${pressed.current}"]`) ?? bar.current).focus();
  }, [status]);
  return { bar, remember: (verb) => void (pressed.current = verb) };
}
