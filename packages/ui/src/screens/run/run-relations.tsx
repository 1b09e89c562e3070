import { Menu } from "@base-ui/react/menu";
import type { ChildSummary, RunHeader, StepPointer } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { GitFork, Network } from "lucide-react";
import { countText } from "../../format/quantities.ts";
import { afterText, originText } from "../../format/origin-text.ts";
import { visibleText } from "../../format/visible-text.ts";
import menuStyles from "../../parts/menu.module.css";
import styles from "./run.module.css";
import { runLink } from "../../data/run-key.ts";

const mostListed = 200;

/** Where a run came from, and what came from it. */
export function RunRelations({ header }: { readonly header: RunHeader }) {
  const { project, parent, children_list: all } = header;
  const forks = all.filter(({ kind }) => kind === "fork");
  const children = all.filter(({ kind }) => kind === "spawn");
  return (
    <>
      {parent !== null && (
        <RunLink project={project} run={parent} title="The run that this one was forked from">
          <GitFork size={14} strokeWidth={1.5} aria-hidden />
          {visibleText(originText(header))}
        </RunLink>
      )}
      <Relatives project={project} runs={forks} one="fork" many="forks" Icon={GitFork} />
      <Relatives project={project} runs={children} one="child" many="children" Icon={Network} />
    </>
  );
}

interface RelativesProps {
  readonly project: string;
  readonly runs: readonly ChildSummary[];
  readonly one: string;
  readonly many: string;
  readonly Icon: typeof GitFork;
}

function Relatives({ project, runs, one, many, Icon }: RelativesProps) {
  if (runs.length === 0) return null;
  return (
    <Menu.Root>
      <Menu.Trigger className={styles["relatives"]}>
        <Icon size={14} strokeWidth={1.5} aria-hidden />
        {countText(runs.length)} {runs.length === 1 ? one : many}
      </Menu.Trigger>
      <Menu.Portal role="region" aria-label={`Choice of ${many}`}>
        <Menu.Positioner className={menuStyles["positioner"]} align="start" sideOffset={4}>
          <Menu.Popup className={`${menuStyles["popup"]} ${styles["long"]}`}>
            {runs.slice(0, mostListed).map((run) => (
              <Menu.Item
                key={`${run.partition_key ?? "~"}/${run.app_id}`}
                className={menuStyles["item"]}
                render={<Link {...linkOf(project, run)} />}
              >
                <span className="mono">{visibleText(run.app_id)}</span>
                {run.sequence_id !== null && (
                  <span className={styles["from"]}>
                    {run.kind === "fork" ? afterText(run.sequence_id) : `from step ${run.sequence_id}`}
                  </span>
                )}
              </Menu.Item>
            ))}
            {runs.length > mostListed && (
              <p className={menuStyles["item"]}>and {countText(runs.length - mostListed)} more</p>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface RunLinkProps {
  readonly project: string;
  readonly run: StepPointer;
  readonly title: string;
  readonly children: React.ReactNode;
}

/** A link to a run, at the step that a pointer names. */
export function RunLink({ project, run, title, children }: RunLinkProps) {
  const search = run.sequence_id === null ? {} : { s: run.sequence_id };
  return (
    <Link className={styles["relatives"]} {...linkOf(project, run)} search={search} title={title}>
      {children}
    </Link>
  );
}

function linkOf(
  project: string,
  { partition_key: partition, app_id: app }: Pick<StepPointer, "app_id" | "partition_key">,
) {
  return runLink({ project, partition, app });
}
