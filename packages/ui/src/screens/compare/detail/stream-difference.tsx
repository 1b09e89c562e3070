import { useQuery } from "@tanstack/react-query";
import { streamedTextQuery } from "../../../data/compare-queries.ts";
import { isReadableTogether } from "../../../model/compare/readable-together.ts";
import { runTopic, useLive } from "../../../data/live.ts";
import { durationText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { wordDiff } from "../../../model/text/text-diff.ts";
import { useRefresh } from "../../../data/refresh.ts";
import { SideMark } from "../side-mark.tsx";
import styles from "./detail.module.css";
import type { SideStep } from "./pair-detail.tsx";
import { SideWords } from "./side-words.tsx";
import { TimingLanes } from "./timing-lanes.tsx";

const mostCompared = 40_000;

/** What both steps have streamed: one text with what differs in it, and when the items came. */
export function StreamDifference({ a, b }: { readonly a: SideStep | undefined; readonly b: SideStep | undefined }) {
  const [{ data: one, isLoading: isLoadingA }, { data: other, isLoading: isLoadingB }] = [
    useStreamed(a),
    useStreamed(b),
  ];
  const isPending = isLoadingA || isLoadingB;
  const hasStream = [a, b].some((side) => side !== undefined && (side.step.chunks > 0 || side.step.kind === "stream"));
  if (!hasStream) return null;
  const both = one !== undefined && other !== undefined ? ([one, other] as const) : undefined;
  const pieces =
    both === undefined || both[0].text.length + both[1].text.length > mostCompared
      ? []
      : wordDiff(both[0].text, both[1].text);
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h3>Stream</h3>
        {one !== undefined && one.text === other?.text && <span className="muted">the same text</span>}
      </div>
      {isReadableTogether(pieces) ? (
        <SideWords pieces={pieces} />
      ) : (
        [
          { side: "a" as const, step: a, streamed: one },
          { side: "b" as const, step: b, streamed: other },
        ].map(
          ({ side, step, streamed }) =>
            step !== undefined &&
            !isPending && (
              <p key={side} className={styles["words"]}>
                <SideMark side={side} />{" "}
                {streamed === undefined ? (
                  <span className="muted">No items were recorded.</span>
                ) : (
                  visibleText(streamed.text.slice(0, mostCompared))
                )}
              </p>
            ),
        )
      )}
      <TimingLanes a={one?.atMs} b={other?.atMs} />
      {both !== undefined && (
        <p className={styles["counts"]}>
          First item: A {durationText(both[0].atMs[0])}, B {durationText(both[1].atMs[0])} · whole stream: A{" "}
          {durationText(both[0].atMs.at(-1))}, B {durationText(both[1].atMs.at(-1))}
        </p>
      )}
    </section>
  );
}

function useStreamed(side: SideStep | undefined) {
  const key = side?.run.key ?? { project: "", partition: null, app: "" };
  const sequenceId = side?.step.sequenceId ?? 0;
  const { data, refetch, isLoading } = useQuery({
    ...streamedTextQuery(key, { sequenceId, repeat: side?.step.repeat ?? 0 }),
    enabled: side !== undefined && (side.step.chunks > 0 || side.step.kind === "stream"),
  });
  const refresh = useRefresh(() => refetch({ cancelRefetch: false }), 150);
  const isRunning = side?.step.status === "running";
  useLive(
    isRunning ? [runTopic(key.project, key.partition, key.app)] : [],
    ({ type, data: told }) => {
      const chunks = type === "chunk" ? (told["chunks"] as readonly { readonly sequence_id: number }[]) : []; // as the server's events are
      if (chunks.some((chunk) => chunk.sequence_id === sequenceId)) refresh();
    },
    isRunning ? [sequenceId] : [],
  );
  return { data: side === undefined ? undefined : (data ?? undefined), isLoading };
}
