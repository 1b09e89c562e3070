import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useAddressKept, useRunKey, useView } from "../../data/cursor.ts";
import type { RunKey } from "../../data/run-key.ts";
import { storedJson, useStored } from "../../data/stored.ts";
import { useRetry } from "../../data/use-retry.ts";
import { runTopic, useLive } from "../../data/live.ts";
import { headerQuery } from "../../data/queries.ts";
import { shortId } from "../../format/short-id.ts";
import type { RowList } from "../../model/rows/row-list.ts";
import { stepPlace } from "../../model/step-place.ts";
import { ErrorBox } from "../../parts/error-box.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Panes } from "../../parts/panes.tsx";
import { useMedia } from "../../parts/use-media.ts";
import { Footer } from "./footer.tsx";
import { AnswerBanner } from "./fork/answer-banner.tsx";
import { RunControls } from "./fork/run-controls.tsx";
import { GraphPane } from "./graph/graph-pane.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { useNoteCommands } from "./inspector/notes/use-note-commands.ts";
import { NewSteps } from "./left/new-steps.tsx";
import { LeftPane } from "./left/left-pane.tsx";
import { PhoneTabs, phoneView } from "./phone-tabs.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunContext } from "./run-context.ts";
import { RunFacts } from "./run-facts.tsx";
import { LostConnection, RunTrouble } from "./run-trouble.tsx";
import { TimeStrip } from "./strip/time-strip.tsx";
import { useFollow } from "./use-follow.ts";
import { useNews } from "./use-news.ts";
import { useShownSteps } from "./use-shown-steps.ts";
import { useRunKeys } from "./use-run-keys.ts";
import { useSteps } from "../../data/steps.ts";
import { WayUp } from "./way-up.tsx";
import styles from "./run.module.css";
import { goesOn } from "../../model/going-on.ts";

const paneNumbers: readonly number[] = [1, 2, 3];
/** It stays the same from run to run. */
const closedPanes = storedJson("burr-closed-panes", (value) =>
  Array.isArray(value) ? paneNumbers.filter((pane) => value.includes(pane)) : [],
);

/** One run: why it did what it did. Every pane shows what the cursor, which is in the address, points at. */
export function Run() {
  const key = useRunKey();
  const { search, move, jump } = useView();
  const { data: header, error } = useQuery(headerQuery(key));
  const { steps, error: stepsError, isPending } = useSteps(key);
  const filtered = useShownSteps(key, steps, search.q ?? "");
  const main = useRef<HTMLElement>(null);
  const closed = useStored(closedPanes);
  const isWide = useMedia("(min-width: 1200px)");
  const isNarrow = useMedia("(max-width: 900px)");
  const isPhone = useMedia("(max-width: 600px)");
  const isLive = goesOn(header?.status);
  const following = search.s === undefined && isLive;
  const news = useNews({ length: steps.length, isLive, isAtEnd: search.s === undefined });
  // Where the address says no step, the cursor is at the last one.
  const at = search.s === undefined ? steps.length - 1 : steps.find(search.s, search.r);
  const current = useMemo(() => (at < 0 ? undefined : steps.at(at)), [steps, at]);
  const rows = useRef<RowList | undefined>(undefined);
  const context = useMemo(
    () => ({ key, header, steps, filtered, rows, current, search, move, jump, following, news }),
    [key, header, steps, filtered, current, search, move, jump, following, news],
  );
  // The last step's chunks come anyway.
  const focus = current !== undefined && current.status === "running" ? [current.sequenceId] : [];
  useLive([runTopic(key.project, key.partition, key.app)], () => {}, focus);
  const pin = (): void => {
    const place = stepPlace(steps, at);
    if (place !== undefined) move(place);
  };
  useFollow({ box: main, isFollowing: following, pin });
  const togglePane = (pane: number): void => {
    const next = paneNumbers.filter((one) => closed.includes(one) !== (one === pane));
    if (next.length < paneNumbers.length) closedPanes.set(next);
  };
  useRunKeys(context, { togglePane });
  useNoteCommands(context);
  useAddressKept();
  const { project, app } = key;
  const failed = error ?? stepsError;
  if (failed !== null && (header === undefined || steps.length === 0)) return <NoRun run={key} error={failed} />;
  const view = phoneView(search);
  const left = <LeftPane isPending={isPending} />;
  const hasDetail = !isNarrow || search.tab !== undefined;
  // The steps stay where nothing else would be in sight.
  const shut = isWide || (hasDetail && !closed.includes(3)) ? closed : closed.filter((pane) => pane !== 1);
  const paneOf = (pane: number) => ({ isClosed: shut.includes(pane), toggle: () => togglePane(pane) });
  return (
    <RunContext value={context}>
      <PageHeader
        crumbs={[
          { text: project, to: `/p/${encodeURIComponent(project)}` },
          { text: shortId(app), title: app },
        ]}
        actions={<RunActions />}
        isLate
      >
        {header !== undefined && (
          <>
            <WayUp header={header} />
            <RunFacts header={header} />
          </>
        )}
      </PageHeader>
      <main id="main" ref={main} className={styles["main"]} tabIndex={-1} aria-busy={header === undefined}>
        {isPhone && <LostConnection />}
        <RunTrouble />
        <RunControls run={key} />
        <AnswerBanner run={key} isSuspended={header?.status === "suspended"} />
        <TimeStrip />
        {isPhone ? (
          <section className={styles["phone"]} aria-label={view}>
            {view === "Steps" ? left : view === "Graph" ? <GraphPane /> : <Inspector hasGraphTab={false} />}
            {view !== "Steps" && <NewSteps />}
          </section>
        ) : (
          <Panes
            name={isWide ? "run" : "run-two"}
            panes={[
              { label: "Steps", share: 34, content: left, ...paneOf(1) },
              ...(isWide ? [{ label: "Graph", share: 28, content: <GraphPane />, ...paneOf(2) }] : []),
              ...(hasDetail
                ? [{ label: "Inspector", share: 38, content: <Inspector hasGraphTab={!isWide} />, ...paneOf(3) }]
                : []),
            ]}
          />
        )}
      </main>
      {isPhone ? <PhoneTabs /> : <Footer />}
    </RunContext>
  );
}

function NoRun({ run, error }: { readonly run: RunKey; readonly error: Error }) {
  const { project, app } = run;
  const crumbs = [
    { text: "Projects", to: "/p" },
    { text: project, to: `/p/${encodeURIComponent(project)}` },
    { text: shortId(app), title: app },
  ];
  return (
    <>
      <PageHeader crumbs={crumbs} />
      <main id="main">
        <ErrorBox error={error} retry={useRetry(run)} />
      </main>
    </>
  );
}
