import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { forkTreeQuery } from "../../../data/runner-queries.ts";
import { useNow } from "../../../data/now.ts";
import { agoText, countText, durationText, timeText } from "../../../format/quantities.ts";
import { afterText } from "../../../format/origin-text.ts";
import { shortId } from "../../../format/short-id.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { runName } from "../../../model/compare/run-name.ts";
import { type ForkNode, treeSize } from "../../../model/fork/fork-tree.ts";
import { AppDialog } from "../../../parts/app-dialog.tsx";
import { StatusBadge } from "../../../parts/badge.tsx";
import { CommandKey } from "../../../shell/command-key.tsx";
import { useCommands } from "../../../shell/commands.ts";
import { useRun } from "../run-context.ts";
import styles from "./fork-tree.module.css";
import { runLink } from "../../../data/run-key.ts";

/** The runs that this one comes from and that come from it, as a tree: the newest at the right. */
export function ForkTreeDialog() {
  const [isOpen, setOpen] = useState(false);
  useCommands("forkTree", {
    "fork-tree": () => setOpen(true),
  });
  return (
    <AppDialog title="Forks" isOpen={isOpen} onOpenChange={setOpen} width={960}>
      <Tree close={() => setOpen(false)} />
    </AppDialog>
  );
}

function Tree({ close }: { readonly close: () => void }) {
  const { key, header } = useRun();
  const { data: root, error } = useQuery(forkTreeQuery(key));
  const tree = useRef<HTMLUListElement>(null);
  const isThere = root !== undefined;
  useEffect(() => {
    if (isThere) tree.current?.querySelector<HTMLElement>('[aria-current="page"]')?.focus();
  }, [isThere]);
  if (error !== null) return <p className={styles["wrong"]}>{error.message}</p>;
  if (root === undefined) return <p className="muted">Looking for forks …</p>;
  const size = treeSize(root);
  return (
    <>
      <p className={styles["about"]}>
        {size > 1 ? (
          `${countText(size)} runs of one origin, the newest at the right.`
        ) : (
          <>
            This run is no fork{(header?.parent ?? null) === null ? "" : " of a run that is still there"}, and has none.
            Press <CommandKey of="fork" /> to fork it from the step under the cursor.
          </>
        )}
      </p>
      {size > 1 && (
        <div className={`${styles["scroll"]} inset-focus`} tabIndex={0} role="region" aria-label="Tree of forks">
          <ul className={styles["tree"]} ref={tree}>
            <Node node={root} project={key.project} close={close} />
          </ul>
        </div>
      )}
    </>
  );
}

interface NodeProps {
  readonly node: ForkNode;
  readonly project: string;
  readonly close: () => void;
}

function Node({ node, project, close }: NodeProps) {
  const { run, header, after, about, forks, isCurrent } = node;
  const now = useNow(5000);
  const { partition, app } = run;
  const started = header?.started_ms ?? null;
  return (
    <li className={styles["node"]}>
      <div
        className={`${styles["box"]} ${forks.length > 0 ? styles["above"] : ""} ${isCurrent ? styles["current"] : ""}`}
      >
        {header === undefined ? (
          <span className={styles["name"]}>{visibleText(app)}</span>
        ) : (
          <Link
            className={styles["name"]}
            {...runLink({ project, partition, app })}
            aria-current={isCurrent ? "page" : undefined}
            title={visibleText(app)}
            onClick={close}
          >
            {visibleText(about.label ?? shortId(app))}
          </Link>
        )}
        <span className={styles["line"]}>
          {header === undefined ? (
            <span className="muted">its log is gone</span>
          ) : (
            <StatusBadge status={header.status} />
          )}
          {after !== null && <span className="muted">{afterText(after)}</span>}
        </span>
        {header !== undefined && (
          <span className={styles["line"]}>
            <span className="muted">
              {countText(header.steps)} {header.steps === 1 ? "step" : "steps"}, {durationText(header.duration_ms)}
              {started === null ? "" : ", "}
              {started !== null && <time title={timeText(started)}>{agoText(started, now)}</time>}
            </span>
          </span>
        )}
        {header !== undefined && header.parent !== null && (
          <Link
            className={styles["compare"]}
            to="/p/$project/compare"
            params={{ project }}
            search={{
              a: runName({ app: header.parent.app_id, partition: header.parent.partition_key }),
              b: runName(run),
            }}
            aria-label={`Compare with parent: ${visibleText(about.label ?? app)}`}
            onClick={close}
          >
            Compare with parent
          </Link>
        )}
      </div>
      {forks.length > 0 && (
        <ul className={styles["forks"]} aria-label={`Forks of ${visibleText(app)}`}>
          {forks.map((fork) => (
            <Node key={runName(fork.run)} node={fork} project={project} close={close} />
          ))}
        </ul>
      )}
    </li>
  );
}
