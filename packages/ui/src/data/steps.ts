import type { RunHeader, StepRow } from "@burrjs/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { columnsPath } from "./ahead.ts";
import { getBytes } from "./api.ts";
import { runTopic, useLive } from "./live.ts";
import { headerQuery } from "./queries.ts";
import { type RunKey, runQueryKey } from "./run-key.ts";
import { DetailPace } from "../model/live/detail-pace.ts";
import { gatherMsFor, LateRows } from "../model/live/late-rows.ts";
import { StepColumns } from "../model/step-columns.ts";

/** Chunks that came while the page was open, by step. */
export interface LiveChunks {
  readonly sequence_id: number;
  readonly attempt: number;
  readonly i: number;
  readonly dt_us: readonly number[];
  readonly items: readonly unknown[];
}

const chunkListeners = new Set<(topic: string, chunks: readonly LiveChunks[]) => void>();

/** Calls back with chunks of streams of a run as they come. */
export function onChunks(
  { project, partition, app }: RunKey,
  listener: (chunks: readonly LiveChunks[]) => void,
): () => void {
  const topic = runTopic(project, partition, app);
  const hear = (of: string, chunks: readonly LiveChunks[]): void => {
    if (of === topic) listener(chunks);
  };
  chunkListeners.add(hear);
  return () => chunkListeners.delete(hear);
}

/** The steps of a run, as far as they are there. */
export interface Steps {
  readonly steps: StepColumns;
  readonly error: Error | null;
  readonly isPending: boolean;
}

/** What came of a run, and is not shown yet. */
interface Inbox {
  readonly topic: string;
  /** What came while the list was fetched: the answer may be older. */
  readonly meanwhile: LateRows;
  readonly late: LateRows;
  readonly pace: DetailPace;
  /** Of how many steps a header told when all were asked for anew: once is enough. */
  askedFor: number;
}

function inboxOf(topic: string): Inbox {
  return { topic, meanwhile: new LateRows(), late: new LateRows(), pace: new DetailPace(), askedFor: -1 };
}

// Stands where there is no run to ask for.
const nowhere: RunKey = { project: "", partition: null, app: "" };

/**
 * The steps of a run, kept up to date by events; while the page is hidden they wait. `focus`: steps whose chunks are wanted. `undefined`:
 * of no run.
 */
export function useSteps(wanted: RunKey | undefined, focus: readonly number[] = []): Steps {
  const key = wanted ?? nowhere;
  const { project, partition, app } = key;
  const client = useQueryClient();
  const run = runQueryKey(key);
  const queryKey = [...run, "columns"] as const;
  const topic = runTopic(project, partition, app);
  const kept = useRef<Inbox | undefined>(undefined);
  const inbox = kept.current?.topic === topic ? kept.current : inboxOf(topic);
  kept.current = inbox;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const detailTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { data, error, isPending } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      inbox.meanwhile.take();
      const columns = StepColumns.of(await getBytes(columnsPath(key), { signal }));
      return columns.with(inbox.meanwhile.take() ?? []);
    },
    enabled: wanted !== undefined,
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // A log that is still being looked through: its list grows.
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.indexed < 1 ? 500 : false),
  });

  const show = (): void => {
    timer.current = undefined;
    if (document.hidden || inbox.late.isEmpty) return;
    const rows = inbox.late.take();
    if (rows === undefined) {
      void client.invalidateQueries({ queryKey: run });
      return;
    }
    const before = client.getQueryData<StepColumns>(queryKey);
    for (const row of rows) inbox.pace.hear(row, before?.at(row.n), Date.now());
    client.setQueryData<StepColumns>(queryKey, (old) => old?.with(rows));
    askForDetails();
  };
  /** Details of steps that have changed, and were not asked for just now. */
  const askForDetails = (): void => {
    clearTimeout(detailTimer.current);
    const due = inbox.pace.take(Date.now());
    if (due.size > 0) {
      void client.invalidateQueries({
        queryKey: [...run, "step"],
        predicate: ({ queryKey: [, , , , , step] }) => typeof step === "number" && due.has(step),
      });
    }
    const { nextMs } = inbox.pace;
    if (nextMs !== undefined) detailTimer.current = setTimeout(askForDetails, Math.max(1, nextMs - Date.now()));
  };
  const current = useRef(show);
  current.current = show;
  const showSoon = (): void => {
    timer.current ??= setTimeout(() => current.current(), gatherMsFor(data?.length ?? 0));
  };
  // Whoever comes back to this run has not listened meanwhile.
  useEffect(() => () => void client.invalidateQueries({ queryKey, refetchType: "none" }), [client, topic]);
  useEffect(() => {
    const onVisible = (): void => current.current();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      clearTimeout(timer.current);
      clearTimeout(detailTimer.current);
      timer.current = undefined;
    };
  }, []);

  useLive(
    wanted === undefined ? [] : [topic],
    ({ type, data: told }) => {
      if (told["topic"] !== topic) return;
      if (type === "gap" || type === "gone") void client.invalidateQueries({ queryKey: run });
      if (type === "chunk") for (const hear of chunkListeners) hear(topic, told["chunks"] as readonly LiveChunks[]); // as the server's events are
      if (type === "steps") {
        const rows = told["steps"] as readonly StepRow[];
        inbox.meanwhile.add(rows);
        inbox.late.add(rows);
        showSoon();
      }
      if (type !== "run") return;
      const header = told["header"] as RunHeader;
      client.setQueryData(headerQuery(key).queryKey, header);
      // The first word of a new connection: steps may have come before it and after they were fetched.
      const isBehind = data !== undefined && inbox.late.isEmpty && header.steps !== data.length && header.indexed === 1;
      if (!isBehind || inbox.askedFor === header.steps) return;
      inbox.askedFor = header.steps;
      void client.invalidateQueries({ queryKey });
    },
    focus,
  );
  // The header tells that the process is gone also where it went before anybody listened.
  const { data: header } = useQuery({ ...headerQuery(key), enabled: false });
  const isLost = header?.status === "lost";
  const steps = useMemo(() => (isLost ? data?.lost() : data) ?? StepColumns.empty, [data, isLost]);
  return { steps, error, isPending };
}
