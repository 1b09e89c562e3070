import { Copy } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useCodePlace } from "../../../data/code-place.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { testCommand, type TestSubject } from "../../../model/test-command.ts";
import { AppDialog } from "../../../parts/app-dialog.tsx";
import { Button } from "../../../parts/button.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { copyText } from "../../../shell/copy-text.ts";
import { useLoadedSoon } from "../../../parts/use-loaded-soon.ts";
import { useRun } from "../run-context.ts";
import styles from "./export-test.module.css";
import { PathFields } from "./path-fields.tsx";

const loadPreview = async () => ({ default: (await import("./test-preview.tsx")).TestPreview });
const TestPreview = lazy(loadPreview);

const kinds = [
  { value: "unit", text: "This step" },
  { value: "path", text: "A path of steps" },
] as const;

const outcomes = [
  { value: "fixed", text: "That it works" },
  { value: "same", text: "The same error" },
] as const;

interface ExportTestDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Makes a test of the step under the cursor, or of the way to it. */
export function ExportTestDialog({ isOpen, onOpenChange }: ExportTestDialogProps) {
  useLoadedSoon(loadPreview);
  return (
    <AppDialog title="Export a test from this run" isOpen={isOpen} onOpenChange={onOpenChange} width={960}>
      <Content />
    </AppDialog>
  );
}

/** What is tested, the files that come of it, and the command that writes them. */
function Content() {
  const { key, current, steps, header } = useRun();
  const [kind, setKind] = useState<"unit" | "path">("unit");
  // Who saves a failure most often wants to mend it.
  const [outcome, setOutcome] = useState<"fixed" | "same">("fixed");
  const [chosenPath, setPath] = useState<TestSubject["steps"] | undefined>(undefined);
  const place = useCodePlace({ project: key.project, graphHash: header?.graph_hash ?? null, actions: [] });
  if (current === undefined) return <p className="muted">There is no step yet that a test could be made of.</p>;
  // Until somebody says otherwise, the way from the first step to this one; from the first one, to the last.
  const first = steps.at(0)?.sequenceId ?? 0;
  const to = current.sequenceId > first ? current.sequenceId : (steps.at(steps.length - 1)?.sequenceId ?? first);
  const path = chosenPath ?? { from: first, to };
  const isPath = kind === "path";
  const isFailure = !isPath && current.status === "failed";
  const isFixed = isFailure && outcome === "fixed";
  const unit = { steps: { from: current.sequenceId, to: current.sequenceId }, repeat: current.repeat, isFixed };
  const subject: TestSubject = { ...key, ...(isPath ? { steps: path } : unit) };
  const command = testCommand(subject, place);
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
      {isPath && path.from >= path.to ? (
        <p className={styles["wrong"]} role="alert">
          The first step has to come before the last one.
        </p>
      ) : (
        <Suspense fallback={pending}>
          <TestPreview
            subject={subject}
            code={place.code}
            about={isPath ? pathText : stepText(current.status, isFixed)}
            pending={pending}
          >
            <p className={styles["about"]}>Or let the command write both files, in the folder of your application:</p>
            <div className={styles["command"]}>
              <pre>
                <code>{visibleText(command)}</code>
              </pre>
              <Button kind="primary" onClick={() => copyText(command, "Command copied.")}>
                <Copy size={14} strokeWidth={1.5} aria-hidden />
                Copy command
              </Button>
            </div>
          </TestPreview>
        </Suspense>
      )}
    </div>
  );
}

const pending = <p className={`${styles["pending"]} muted`}>Making the test …</p>;

const pathText =
  "From the state before the first step, with the inputs of each, the run has to take the same actions in the same order, and end with the same keys of state. In the fixture, other actions can be allowed in the place of each.";

function stepText(status: string, isFixed: boolean): string {
  const outcome = isFixed
    ? "has to end without an error: what it should write instead is for you to add"
    : status === "failed"
      ? "has to fail with the same error"
      : status === "suspended"
        ? "has to wait for an answer"
        : "has to give the same update and the same result";
  return `With the inputs and the state that it had, the action ${outcome}.`;
}
