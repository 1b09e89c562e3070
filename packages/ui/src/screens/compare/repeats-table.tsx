import type { RunHeader } from "@burrjs/protocol";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { runTopic, useLive } from "../../data/live.ts";
import { headerQuery } from "../../data/queries.ts";
import { countText, durationText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { isSameRun, parseRunName, type RunName, runName } from "../../model/compare/run-name.ts";
import { spreadOf } from "../../model/fork/spread.ts";
import { StatusBadge } from "../../parts/badge.tsx";
import table from "../../parts/table.module.css";
import styles from "./repeats-table.module.css";

interface RepeatsProps {
  readonly project: string;
  readonly a: RunName;
  readonly b: RunName;
  /** Runs that were forked in the same way. */
  readonly set: readonly string[];
}

type Format = (value: number | null | undefined) => string;

/** Runs that were forked in the same way, and how much they differ; each can be set beside A. */
export function RepeatsTable({ project, a, b, set }: RepeatsProps) {
  const client = useQueryClient();
  const runs = set.flatMap((text) => parseRunName(text) ?? []);
  const headers = useQueries({
    queries: runs.map(({ partition, app }) => headerQuery({ project, partition, app })),
  }).map(({ data }) => data);
  useLive(
    runs.map(({ partition, app }) => runTopic(project, partition, app)),
    ({ type, data: told }) => {
      if (type !== "run") return;
      const header = told["header"] as RunHeader; // as the server's events are
      client.setQueryData(
        headerQuery({ project, partition: header.partition_key, app: header.app_id }).queryKey,
        header,
      );
    },
  );
  const known = headers.filter((header) => header !== undefined);
  return (
    <div className={`${styles["box"]} inset-focus`} role="region" aria-label="Runs of the same fork" tabIndex={0}>
      <table className={table["table"]}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Status</th>
            <th scope="col" className={table["number"]}>
              Steps
            </th>
            <th scope="col" className={table["number"]}>
              Duration
            </th>
            <th scope="col" className={table["number"]}>
              Tokens
            </th>
            <th scope="col">Last action</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <Row
              key={runName(run)}
              project={project}
              header={headers[index]}
              isShown={isSameRun(run, b)}
              search={{
                a: runName(a),
                b: runName({ ...run, ...(b.sequenceId === undefined ? {} : { sequenceId: b.sequenceId }) }),
                set,
              }}
              text={`${index + 1}`}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Median</th>
            <td className="muted">least – most</td>
            <Spread values={known.map(({ steps }) => steps)} format={countText} />
            <Spread values={known.map(({ duration_ms: ms }) => ms)} format={durationText} />
            <Spread values={known.map(tokensOf)} format={countText} />
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface RowProps {
  readonly project: string;
  readonly header: RunHeader | undefined;
  readonly isShown: boolean;
  readonly search: { readonly a: string; readonly b: string; readonly set: readonly string[] };
  readonly text: string;
}

function Row({ project, header, isShown, search, text }: RowProps) {
  return (
    <tr aria-current={isShown ? "true" : undefined} className={isShown ? styles["shown"] : ""}>
      <td>
        <Link className={table["rowLink"]} to="/p/$project/compare" params={{ project }} search={search} replace>
          Run {text} {isShown && <span className="muted">is B</span>}
        </Link>
      </td>
      <td>
        {header === undefined ? <span className="muted">not begun</span> : <StatusBadge status={header.status} />}
      </td>
      <td className={table["number"]}>{countText(header?.steps)}</td>
      <td className={table["number"]}>{durationText(header?.duration_ms)}</td>
      <td className={table["number"]}>{countText(header === undefined ? null : tokensOf(header))}</td>
      <td>{visibleText(header?.last_action ?? "–")}</td>
    </tr>
  );
}

function Spread({ values, format }: { readonly values: readonly (number | null)[]; readonly format: Format }) {
  const spread = spreadOf(values);
  return (
    <td className={table["number"]}>
      {spread === undefined ? (
        "–"
      ) : (
        <>
          {format(spread.median)}{" "}
          <span className={styles["range"]}>
            {format(spread.least)} – {format(spread.most)}
          </span>
        </>
      )}
    </td>
  );
}

function tokensOf({ tokens }: RunHeader): number | null {
  return tokens && tokens.input + tokens.output;
}
