import type { RunSummary } from "@burrjs/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { apiPath, sendJson } from "../../data/api.ts";
import { metaQuery } from "../../data/doctor-queries.ts";
import { runPath } from "../../data/run-key.ts";
import { exportRuns, saveFile } from "../../data/export-runs.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { runName } from "../../model/compare/run-name.ts";
import { AppDialog } from "../../parts/app-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { toast } from "../../shell/toasts.tsx";
import styles from "./runs.module.css";

interface BulkProps {
  readonly project: string;
  readonly runs: readonly RunSummary[];
  readonly clear: () => void;
}

/** What can be done with the chosen runs. */
export function BulkBar({ project, runs, clear }: BulkProps) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"delete" | "tag" | undefined>(undefined);
  const [first, second] = runs;
  const { data: meta } = useQuery(metaQuery());
  const canWrite = meta?.security.writes !== "none";
  return (
    <div className={styles["bulk"]} role="toolbar" aria-label="Chosen runs">
      <span>
        <b>{countText(runs.length)}</b> chosen
      </span>
      {runs.length === 2 && first !== undefined && second !== undefined && (
        <Button
          onClick={() =>
            void navigate({
              to: "/p/$project/compare",
              params: { project },
              search: { a: nameOf(first), b: nameOf(second) },
            })
          }
        >
          Compare
        </Button>
      )}
      {canWrite && <Button onClick={() => setDialog("tag")}>Tag…</Button>}
      <ExportButton project={project} runs={runs} />
      {canWrite && (
        <Button kind="danger" onClick={() => setDialog("delete")}>
          Delete…
        </Button>
      )}
      <Button kind="ghost" onClick={clear}>
        Clear
      </Button>
      <DeleteDialog
        project={project}
        runs={runs}
        clear={clear}
        isOpen={dialog === "delete"}
        close={() => setDialog(undefined)}
      />
      <TagDialog
        project={project}
        runs={runs}
        clear={clear}
        isOpen={dialog === "tag"}
        close={() => setDialog(undefined)}
      />
    </div>
  );
}

/** One file with the records of all. */
function ExportButton({ project, runs }: Pick<BulkProps, "project" | "runs">) {
  const [done, setDone] = useState<number | undefined>(undefined);
  const save = async (): Promise<void> => {
    const name = `${project.replaceAll(/[^\w-]+/g, "_")}-${runs.length}-${runs.length === 1 ? "run" : "runs"}.jsonl`;
    saveFile(await exportRuns(project, runs, setDone), name);
  };
  return (
    <Button
      disabled={done !== undefined}
      title="One file: a line for each record, as burr export writes it"
      onClick={() =>
        void save()
          .catch((error: unknown) => toast(`Not exported: ${error instanceof Error ? error.message : ""}`))
          .finally(() => setDone(undefined))
      }
    >
      {done === undefined ? "Export" : `Reading ${countText(done + 1)} of ${countText(runs.length)}`}
    </Button>
  );
}

type DialogProps = BulkProps & { readonly isOpen: boolean; readonly close: () => void };

function DeleteDialog({ project, runs, clear, isOpen, close }: DialogProps) {
  const [typed, setTyped] = useState("");
  const client = useQueryClient();
  const wanted = String(runs.length);
  const remove = async (): Promise<void> => {
    const asked = runs.map(({ app_id: app, partition_key: partition }) =>
      sendJson("DELETE", runPath({ project, partition, app }), { confirm: app }),
    );
    const failed = (await Promise.allSettled(asked)).filter(({ status }) => status === "rejected").length;
    close();
    clear();
    setTyped("");
    const deleted = runs.length - failed;
    toast(
      `${countText(deleted)} ${deleted === 1 ? "run" : "runs"} deleted; the bin keeps them for 7 days.${failed === 0 ? "" : ` ${countText(failed)} could not be deleted.`}`,
    );
    await Promise.all([
      client.invalidateQueries({ queryKey: ["runs", project] }),
      client.invalidateQueries({ queryKey: ["facets", project] }),
    ]);
  };
  return (
    <AppDialog
      title={`Delete ${wanted} ${runs.length === 1 ? "run" : "runs"}`}
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      footer={
        <>
          <Button onClick={close}>Keep them</Button>
          <Button
            kind="danger"
            disabled={typed !== wanted}
            onClick={() =>
              void remove().catch((error: unknown) =>
                toast(`Not deleted: ${error instanceof Error ? error.message : ""}`),
              )
            }
          >
            Delete {wanted}
          </Button>
        </>
      }
    >
      <p>
        Their folders go to <code>.bin/{visibleText(project)}</code> in the data folder, and stay there for 7 days.
        Until then, moving them back to <code>{visibleText(project)}</code> brings the runs back.
      </p>
      <label className={styles["field"]}>
        <span>
          Type <b>{wanted}</b> to confirm
        </span>
        <input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          inputMode="numeric"
          autoComplete="off"
        />
      </label>
    </AppDialog>
  );
}

function TagDialog({ project, runs, clear, isOpen, close }: DialogProps) {
  const [tag, setTag] = useState("");
  const client = useQueryClient();
  const add = async (): Promise<void> => {
    for (const { app_id: app, partition_key: partition } of runs) {
      await sendJson("POST", apiPath("projects", project, "notes"), {
        app_id: app,
        partition_key: partition,
        step_sequence_id: null,
        tags: [tag],
        observations: [],
      });
    }
    close();
    clear();
    toast(`Tagged ${countText(runs.length)} with “${tag}”.`);
    await Promise.all([
      client.invalidateQueries({ queryKey: ["runs", project] }),
      client.invalidateQueries({ queryKey: ["facets", project] }),
    ]);
  };
  return (
    <AppDialog
      title={`Tag ${countText(runs.length)} ${runs.length === 1 ? "run" : "runs"}`}
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      footer={
        <Button
          kind="primary"
          disabled={tag.trim() === ""}
          onClick={() =>
            void add().catch((error: unknown) => toast(`Not tagged: ${error instanceof Error ? error.message : ""}`))
          }
        >
          Add the tag
        </Button>
      }
    >
      <label className={styles["field"]}>
        Tag
        <input value={tag} onChange={(event) => setTag(event.target.value)} autoComplete="off" />
      </label>
    </AppDialog>
  );
}

function nameOf({ partition_key: partition, app_id: app }: RunSummary): string {
  return runName({ partition, app });
}
