import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useCodePlace } from "../../../data/code-place.ts";
import { stepQuery } from "../../../data/step-queries.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { testCommand, testFiles, untestable } from "../../../model/test-command.ts";
import { AppDialog } from "../../../parts/app-dialog.tsx";
import { Button } from "../../../parts/button.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { copyText } from "../../../shell/copy-text.ts";
import { type RunPage, useRun } from "../run-context.ts";
import styles from "./export-test.module.css";
import { PathFields } from "./path-fields.tsx";

interface ExportTestDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const kinds = [
  { value: "unit", text: "This step" },
  { value: "path", text: "A path of steps" },
] as const;

const outcomes = [
  { value: "fixed", text: "That it works" },
  { value: "same", text: "The same error" },
] as const;

/** Tells how a test is made of the step under the cursor, or of the way to it. */
export function ExportTestDialog({ isOpen, onOpenChange }: ExportTestDialogProps) {
  return (
    <AppDialog title="Export a test from this run" isOpen={isOpen} onOpenChange={onOpenChange} width={960}>
      <Content />
    </AppDialog>
  );
}

function Content() {
  const page = useRun();
  const { key, current, steps, header } = page;
  const [kind, setKind] = useState<"unit" | "path">("unit");
  // Who saves a failure most often wants to mend it.
  const [outcome, setOutcome] = useState<"fixed" | "same">("fixed");
  const [chosenPath, setPath] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const place = useCodePlace({ project: key.project, graphHash: header?.graph_hash ?? null, actions: [] });
  if (current === undefined) return <p className="muted">There is no step yet that a test could be made of.</p>;
  // Until somebody says otherwise, the way from the first step to this one.
  const path = chosenPath ?? { from: steps.at(0)?.sequenceId ?? 0, to: current.sequenceId };
  const range = kind === "unit" || path.from === path.to ? { from: current.sequenceId, to: current.sequenceId } : path;
  const isPath = kind === "path";
  const wrong = isPath && path.from >= path.to ? "The first step has to come before the last one." : undefined;
  const isFailure = !isPath && current.status === "failed";
  const isFixed = isFailure && outcome === "fixed";
  const command = testCommand({ ...key, steps: range, ...(isPath ? {} : { repeat: current.repeat, isFixed }) }, place);
  const [testFile, fixtureFile] = testFiles(current.action, range);
  const copy = (): void => copyText(command, "Command copied.");
  return (
    <div className={styles["content"]}>
      <div className={styles["line"]}>
        <Segments label="What is tested" options={kinds} value={kind} onChange={setKind} />
        {isPath ? (
          <PathFields path={path} onChange={setPath} />
        ) : (
          <span>
            Step {current.sequenceId}, <b>{visibleText(current.action)}</b>
          </span>
        )}
      </div>
      {isFailure && (
        <div className={styles["line"]}>
          <span className={styles["label"]}>Expected</span>
          <Segments label="What is expected" options={outcomes} value={outcome} onChange={setOutcome} />
          <span className="muted">
            {isFixed ? "The test fails now, and passes once it is mended." : "The test passes as long as it fails so."}
          </span>
        </div>
      )}
      {isPath ? <AboutPath /> : <AboutUnit page={page} isFixed={isFixed} />}
      <label className={styles["line"]}>
        <span className={styles["label"]}>Your application</span>
        <input
          className={`${styles["input"]} mono`}
          value={place.code}
          spellCheck={false}
          onChange={(event) => place.write(event.target.value)}
          onBlur={() => {
            if (place.code.trim() === "") place.write(undefined);
          }}
        />
        <span className={place.isExample ? styles["wrong"] : "muted"}>
          {place.isExample
            ? "An example: write the module and the export of your application."
            : "The module and the export, from the folder of your application."}
        </span>
      </label>
      {wrong === undefined ? (
        <div className={styles["command"]}>
          <pre>
            <code>{visibleText(command)}</code>
          </pre>
          <Button kind="primary" onClick={copy}>
            <Copy size={14} strokeWidth={1.5} aria-hidden />
            Copy command
          </Button>
        </div>
      ) : (
        <p className={styles["wrong"]} role="alert">
          {wrong}
        </p>
      )}
      <p className="muted">
        Run it in the folder of your application. It writes <code>{visibleText(testFile)}</code> and its fixture{" "}
        <code>{visibleText(fixtureFile)}</code>, for Vitest. Values that were redacted have to be filled in.
      </p>
    </div>
  );
}

function AboutUnit({ page: { key, current }, isFixed }: { readonly page: RunPage; readonly isFixed: boolean }) {
  const { data } = useQuery(stepQuery(key, { sequenceId: current?.sequenceId ?? 0, repeat: current?.repeat ?? 0 }));
  const step = data !== undefined && data.sequence_id === current?.sequenceId ? data : undefined;
  const why = step === undefined ? undefined : untestable(step);
  if (why !== undefined) return <p className={styles["wrong"]}>This step makes no test. {why}</p>;
  const keys = (list: readonly { readonly key: string }[]): string =>
    list.length === 0 ? "nothing" : visibleText(list.map((one) => one.key).join(", "));
  return (
    <dl className={styles["about"]}>
      <dt>Given</dt>
      <dd>
        the state before the step, as far as the action declares it
        {step === undefined ? "" : ` (it read ${keys(step.read)})`}, and its inputs
      </dd>
      <dt>Expected</dt>
      <dd>
        {isFixed
          ? "that it does not fail any more; what it should write instead is for you to add"
          : step?.status === "failed"
            ? "the same error"
            : step?.status === "suspended"
              ? "that it waits for an answer"
              : `the same update${step === undefined ? "" : ` (of ${keys(step.wrote)})`} and the same result`}
      </dd>
    </dl>
  );
}

function AboutPath() {
  return (
    <dl className={styles["about"]}>
      <dt>Given</dt>
      <dd>the state before the first step, and the inputs of each</dd>
      <dt>Expected</dt>
      <dd>
        the same actions in the same order, and the same keys of state in the end. In the fixture, other actions can be
        allowed in the place of each.
      </dd>
    </dl>
  );
}
