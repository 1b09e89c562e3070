import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { sendJson } from "../../data/api.ts";
import { archiveOf, exportedRun, saveFile } from "../../data/export-runs.ts";
import { runPath } from "../../data/run-key.ts";
import { tagRun, untagRun } from "../../data/run-tags.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { childrenLeft } from "../../model/runs/children-left.ts";
import { runId } from "../../model/runs/told-runs.ts";
import field from "../../parts/field.module.css";
import { toast } from "../../shell/toasts.tsx";
import { BulkDialog, type BulkDialogProps } from "./bulk-dialog.tsx";

interface ActProps extends Pick<BulkDialogProps, "runs" | "isOpen" | "close"> {
  readonly project: string;
  /** Chooses none any more. */
  readonly clear: () => void;
}

/** Moves them to the bin. */
export function DeleteDialog(props: ActProps) {
  const { project, runs, clear } = props;
  const [typed, setTyped] = useState("");
  const refresh = useListRefresh(project);
  const wanted = String(runs.length);
  const left = childrenLeft(runs);
  return (
    <BulkDialog
      {...props}
      title={`Delete ${runsText(runs.length)}`}
      kind="danger"
      canBegin={typed.replaceAll(/\D/g, "") === wanted}
      act={{
        doing: "Deleting",
        did: "deleted",
        verb: `Delete ${countText(runs.length)}`,
        work: ({ app_id: app, partition_key: partition }) =>
          sendJson("DELETE", runPath({ project, partition, app }), { confirm: app }),
        finish(done, isWhole) {
          setTyped("");
          if (isWhole) clear();
          toast(`${runsText(done.length)} deleted; the bin keeps them for 7 days.`);
          refresh();
        },
      }}
    >
      <p>
        Their folders go to <code>.bin/{visibleText(project)}</code> in the data folder, and stay there for 7 days.
        Until then, moving them back to <code>{visibleText(project)}</code> brings the runs back.
      </p>
      {left > 0 && (
        <p>
          {runsText(left)} that {left === 1 ? "was" : "were"} forked or spawned from them {left === 1 ? "is" : "are"}{" "}
          not chosen, and will not be deleted.
        </p>
      )}
      <label className={field["field"]}>
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
    </BulkDialog>
  );
}

/** Puts a tag on each. */
export function TagDialog(props: ActProps) {
  const [tag, setTag] = useState("");
  const { project, runs, clear } = props;
  const refresh = useListRefresh(project);
  return (
    <BulkDialog
      {...props}
      title={`Tag ${runsText(runs.length)}`}
      kind="primary"
      canBegin={tag.trim() !== ""}
      act={{
        doing: "Tagging",
        did: "tagged",
        verb: "Add the tag",
        // One that has it already needs no other note for it.
        work: async (run) => run.tags.includes(tag.trim()) || (await tagRun(project, run, tag.trim())),
        finish(done, isWhole) {
          if (isWhole) clear();
          toast(`Tagged ${countText(done.length)} with “${visibleText(tag.trim())}”.`);
          refresh();
        },
      }}
    >
      <label className={field["field"]}>
        Tag
        <input value={tag} onChange={(event) => setTag(event.target.value)} autoComplete="off" />
      </label>
    </BulkDialog>
  );
}

/** Takes a tag off those that have it. */
export function UntagDialog({ runs: all, ...props }: ActProps) {
  const tags = [...new Set(all.flatMap((run) => run.tags))].toSorted((one, other) => one.localeCompare(other));
  const [chosen, setChosen] = useState("");
  const tag = tags.includes(chosen) ? chosen : (tags[0] ?? "");
  const runs = all.filter((run) => run.tags.includes(tag));
  const { project, clear } = props;
  const refresh = useListRefresh(project);
  return (
    <BulkDialog
      {...props}
      runs={runs}
      title={`Untag ${runsText(runs.length)}`}
      kind="primary"
      canBegin={runs.length > 0}
      act={{
        doing: "Untagging",
        did: "untagged",
        verb: "Take the tag off",
        work: (run) => untagRun(project, run, tag),
        finish(done, isWhole) {
          if (isWhole) clear();
          toast(`Took “${visibleText(tag)}” off ${countText(done.length)}.`);
          refresh();
        },
      }}
    >
      <label className={field["field"]}>
        Tag
        <select value={tag} onChange={(event) => setChosen(event.target.value)}>
          {tags.map((one) => (
            <option key={one} value={one}>
              {visibleText(one)}
            </option>
          ))}
        </select>
      </label>
    </BulkDialog>
  );
}

/** One file with the records of all. */
export function ExportDialog(props: ActProps) {
  const { project, runs } = props;
  const parts = useRef(new Map<string, Blob>());
  return (
    <BulkDialog
      {...props}
      title={`Export ${runsText(runs.length)}`}
      kind="primary"
      canBegin
      act={{
        doing: "Reading",
        did: "read",
        verb: "Export",
        work: async (run) => void parts.current.set(runId(run), await exportedRun(project, run)),
        finish(done, isWhole) {
          const blobs = runs.flatMap((run) => parts.current.get(runId(run)) ?? []);
          parts.current = new Map();
          if (!isWhole) return toast("No file was made, since not all could be read.");
          const name = `${project.replaceAll(/[^\w-]+/g, "_")}-${done.length}-${done.length === 1 ? "run" : "runs"}.jsonl`;
          saveFile(archiveOf(blobs), name);
        },
      }}
    >
      <p>
        One file, as <code>burr export</code> writes it.
      </p>
    </BulkDialog>
  );
}

function runsText(count: number): string {
  return `${countText(count)} ${count === 1 ? "run" : "runs"}`;
}

function useListRefresh(project: string): () => void {
  const client = useQueryClient();
  return () => {
    for (const of of ["runs", "facets"]) void client.invalidateQueries({ queryKey: [of, project] });
  };
}
