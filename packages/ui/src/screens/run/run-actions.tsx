import { useNavigate } from "@tanstack/react-router";
import { FlaskConical, GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { runName, stepAt } from "../../model/compare/run-name.ts";
import { Button } from "../../parts/button.tsx";
import { useCommands } from "../../shell/commands.ts";
import { CopyLink } from "./copy-link.tsx";
import { ExportTestDialog } from "./export-test/export-test-dialog.tsx";
import { ForkButton } from "./fork/fork-button.tsx";
import { ForkTreeDialog } from "./fork/fork-tree-dialog.tsx";
import { useRun } from "./run-context.ts";
import styles from "./run.module.css";

/** What can be done with the run, or from the step under the cursor. */
export function RunActions() {
  const { key, steps, current, search } = useRun();
  const navigate = useNavigate();
  const [exports, setExports] = useState(false);
  const { project, partition, app } = key;
  const a = runName({ partition, app, ...(current === undefined ? {} : stepAt(steps, current.n)) });
  const compare = (): void => {
    // Cursor B of this run is the other side, if it is set.
    const other =
      search.b === undefined
        ? {}
        : { b: search.b.startsWith("@") ? `${runName({ partition, app })}${search.b}` : search.b };
    void navigate({ to: "/p/$project/compare", params: { project }, search: { a, ...other } });
  };
  useCommands("runActions", {
    compare: compare,
    "export-test": () => setExports(true),
  });
  return (
    <>
      <CopyLink />
      <Button kind="ghost" onClick={compare} aria-label="Compare…" title="Compare this run with another">
        <GitCompareArrows className={styles["small"]} size={16} strokeWidth={1.5} aria-hidden />
        <span className={styles["large"]}>Compare…</span>
      </Button>
      <Button
        kind="ghost"
        onClick={() => setExports(true)}
        aria-label="Export test…"
        title="Export a test from this run"
      >
        <FlaskConical className={styles["small"]} size={16} strokeWidth={1.5} aria-hidden />
        <span className={styles["large"]}>Export test…</span>
      </Button>
      <ForkButton />
      <ForkTreeDialog />
      <ExportTestDialog isOpen={exports} onOpenChange={setExports} />
    </>
  );
}
