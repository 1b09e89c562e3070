import type { RunSummary } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { metaQuery } from "../../data/doctor-queries.ts";
import { countText } from "../../format/quantities.ts";
import { runId } from "../../model/runs/told-runs.ts";
import { Button } from "../../parts/button.tsx";
import { DeleteDialog, ExportDialog, TagDialog, UntagDialog } from "./bulk-acts.tsx";
import { ChooseAllThatFit } from "./choose-all-that-fit.tsx";
import styles from "./runs.module.css";

interface BulkProps {
  readonly project: string;
  readonly q: string;
  readonly runs: readonly RunSummary[];
  /** How many there are to choose from, when all rows that were fetched are chosen. */
  readonly total: number | undefined;
  readonly choose: (runs: readonly RunSummary[]) => void;
}

const dialogs = { tag: TagDialog, untag: UntagDialog, export: ExportDialog, delete: DeleteDialog };

/** What can be done with the chosen runs. */
export function BulkBar({ project, q, runs, total, choose }: BulkProps) {
  const navigate = useNavigate();
  // What is done is done with those that are chosen when it begins: they may leave the list meanwhile.
  const [asked, setAsked] = useState<{ readonly act: keyof typeof dialogs; readonly runs: BulkProps["runs"] } | undefined>(undefined); // prettier-ignore
  const [isOpen, setIsOpen] = useState(false);
  const { data: meta } = useQuery(metaQuery());
  const canWrite = meta?.security.writes !== "none";
  const [first, second] = runs;
  const ask = (act: keyof typeof dialogs): void => {
    setAsked({ act, runs });
    setIsOpen(true);
  };
  const Dialog = asked && dialogs[asked.act];
  return (
    <>
      {runs.length > 0 && (
        <div className={styles["bulk"]} role="toolbar" aria-label="Chosen runs">
          <span>
            <b>{countText(runs.length)}</b> chosen
          </span>
          {total !== undefined && total > runs.length && (
            <ChooseAllThatFit project={project} q={q} total={total} choose={choose} />
          )}
          {runs.length === 2 && first !== undefined && second !== undefined && (
            <Button
              onClick={() =>
                void navigate({
                  to: "/p/$project/compare",
                  params: { project },
                  search: { a: runId(first), b: runId(second) },
                })
              }
            >
              Compare
            </Button>
          )}
          {canWrite && <Button onClick={() => ask("tag")}>Tag…</Button>}
          {canWrite && runs.some(({ tags }) => tags.length > 0) && <Button onClick={() => ask("untag")}>Untag…</Button>}
          <Button onClick={() => ask("export")}>Export…</Button>
          {canWrite && (
            <Button kind="danger" onClick={() => ask("delete")}>
              Delete…
            </Button>
          )}
          <Button kind="ghost" onClick={() => choose([])}>
            Clear
          </Button>
        </div>
      )}
      {Dialog !== undefined && asked !== undefined && (
        <Dialog
          key={asked.act}
          project={project}
          runs={asked.runs}
          isOpen={isOpen}
          close={() => setIsOpen(false)}
          clear={() => choose([])}
        />
      )}
    </>
  );
}
