import type { RunSummary } from "@burrjs/protocol";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { PanelLeft } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { countText } from "../../format/quantities.ts";
import { IconButton } from "../../parts/button.tsx";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { QueryBox } from "../../parts/query-box.tsx";
import { StaleNote } from "../../parts/stale-note.tsx";
import { useMedia } from "../../parts/use-media.ts";
import { useCommands } from "../../shell/commands.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { columnsOf } from "./columns.tsx";
import { FacetList } from "./facet-list.tsx";
import { NewRuns } from "./new-runs.tsx";
import { runId } from "../../model/runs/told-runs.ts";
import { NothingFound } from "./nothing-found.tsx";
import styles from "./runs.module.css";
import { RunsTable } from "./runs-table.tsx";
import { SavedViews, savedViews } from "../../parts/saved-views.tsx";
import { readRunsSearch } from "../../shell/search.ts";
import { useConnection } from "../../data/live.ts";
import { useFacets } from "../../data/facets.ts";
import { useRuns } from "./use-runs.ts";

const views = savedViews("burr-views", readRunsSearch);

/** The runs of a project: a list to filter, sort and act on. */
export function Runs() {
  const { project } = useParams({ from: "/p/$project" });
  const search = useSearch({ from: "/p/$project" });
  const { q = "", sort = "-last_written_ms", cols } = search;
  const navigate = useNavigate({ from: "/p/$project" });
  const [selected, setSelected] = useState<ReadonlyMap<string, RunSummary>>(new Map());
  // What is not to be seen any more is not acted upon.
  useEffect(() => setSelected(new Map()), [project, q]);
  const isNarrow = useMedia("(max-width: 900px)");
  const [showsFacets, setShowsFacets] = useState(!isNarrow);
  const prices = useStored(pricesSetting);
  const facets = useFacets(project, q);
  const list = useRuns(project, { q, sort });
  const notHeardOf = useConnection().isOpen ? null : new Error("The server is not heard of.");
  const setQuery = (next: string): void => {
    void navigate({ search: ({ q: _query, ...old }) => (next === "" ? old : { ...old, q: next }), replace: true });
  };
  useCommands("runs", {
    "runs-filter": () => document.querySelector<HTMLInputElement>('[name="runs-query"]')?.focus(),
    "runs-new": list.showNew,
  });
  const chosen = [...selected.values()].filter((run) => !list.isGone(run));
  const isAllShown = list.runs.every((run) => selected.has(runId(run)));
  const columns = useMemo(() => columnsOf(cols, list.runs, prices), [cols, list.runs, prices]);
  return (
    <>
      <PageHeader
        crumbs={[{ text: "Projects", to: "/p" }, { text: project }]}
        actions={
          <>
            <Link className={styles["tab"]} to="/p/$project/graph" params={{ project }}>
              Graph
            </Link>
            <Link className={styles["tab"]} to="/p/$project/insights" params={{ project }}>
              Insights
            </Link>
            <Link className={styles["tab"]} to="/p/$project/notes" params={{ project }}>
              Notes
            </Link>
          </>
        }
      >
        {list.total !== undefined && <StaleNote error={list.error ?? notHeardOf} />}
        {list.total !== undefined && (
          <span>
            <b>{countText(list.total)}</b> {list.total === 1 ? "run" : "runs"}
          </span>
        )}
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        {showsFacets && <FacetList facets={facets} query={q} onQuery={setQuery} />}
        <div className={styles["content"]}>
          <div className={styles["tools"]}>
            <IconButton
              label={showsFacets ? "Hide facets" : "Show facets"}
              aria-pressed={showsFacets}
              onClick={() => setShowsFacets(!showsFacets)}
            >
              <PanelLeft size={16} strokeWidth={1.5} aria-hidden />
            </IconButton>
            <QueryBox
              label="Filter runs"
              name="runs-query"
              value={q}
              onChange={setQuery}
              of="runs"
              vocabulary={facets.vocabulary}
              placeholder="status:failed dur:>2s action:answer_* …"
            />
            <NewRuns count={list.newCount} onShow={list.showNew} />
            <SavedViews
              kept={views}
              search={search}
              onOpen={(next) => void navigate({ search: next })}
              of="the runs"
              what="the filter, the order and the columns"
            />
            <ColumnChoice
              columns={columns}
              onChange={(next) =>
                void navigate({
                  search: ({ cols: _cols, ...old }) => (next === undefined ? old : { ...old, cols: next }),
                  replace: true,
                })
              }
            />
          </div>
          <BulkBar
            project={project}
            q={q}
            runs={chosen}
            total={isAllShown ? list.total : undefined}
            choose={(runs) => setSelected(new Map(runs.map((run) => [runId(run), run])))}
          />
          {list.error !== null && list.total === undefined && <ErrorBox error={list.error} retry={list.retry} />}
          {list.total === 0 && (
            <NothingFound query={q} project={project} newCount={list.newCount} onShow={list.showNew} />
          )}
          {(list.error === null || list.total !== undefined) && list.total !== 0 && (
            <RunsTable
              project={project}
              runs={list.runs}
              total={list.total ?? 0}
              columns={columns}
              sort={sort}
              onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next }), replace: true })}
              selected={selected}
              onSelect={setSelected}
              loadMore={list.loadMore}
              isLoading={list.isLoading}
            />
          )}
        </div>
      </main>
    </>
  );
}
