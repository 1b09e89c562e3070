import type { RunHeader } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { Hourglass, TriangleAlert } from "lucide-react";
import { useConnection } from "../../data/live.ts";
import { useNow } from "../../data/now.ts";
import { countText, durationText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { Reconnecting } from "./reconnecting.tsx";
import { useRun } from "./run-context.ts";
import styles from "./run.module.css";

/** What is wrong with the run or its log, and what that means; nothing most of the time. */
export function RunTrouble() {
  const { header, current, search, steps } = useRun();
  if (header === undefined) return null;
  const isMissing = search.s !== undefined && current === undefined && steps.length > 0 && steps.indexed >= 1;
  return (
    <>
      {header.status === "stalled" && <Stalled header={header} />}
      {header.status === "lost" && <Lost header={header} />}
      {header.run_error !== null && steps.at(steps.length - 1)?.status !== "failed" && (
        <Line tone="lost" text={`The run failed outside of its steps: ${visibleText(header.run_error)}`} />
      )}
      {isMissing && (
        <Line
          text={`There is no step ${search.s} in this run: it has those from ${header.first_sequence_id ?? 0} to ${header.last_sequence_id ?? 0}.`}
        />
      )}
      {header.unreadable_lines > 0 && (
        <Line
          text={
            header.unreadable_lines === 1
              ? "1 line of the log could not be read."
              : `${countText(header.unreadable_lines)} lines of the log could not be read.`
          }
        >
          <Link to="/doctor">See which in Doctor</Link>
        </Line>
      )}
      {header.lost_records > 0 && (
        <Line
          text={`The program could not write ${countText(header.lost_records)} records of this run: some of what happened is missing here.`}
        />
      )}
      {header.clock_went_back && (
        <Line text="The clock of the program went back while it ran: durations are right all the same, times of day may not be." />
      )}
    </>
  );
}

/** That the server is not heard of, where there is no footer that says so. */
export function LostConnection() {
  const connection = useConnection();
  return connection.isOpen ? null : <Line tone="stalled" text={<Reconnecting connection={connection} />} />;
}

function Stalled({ header }: { readonly header: RunHeader }) {
  const now = useNow(1000);
  const silentMs = Math.max(0, now - header.last_written_ms);
  return (
    <Line
      tone="stalled"
      text={`${processOf(header)} has given no sign of life for ${durationText(Math.floor(silentMs / 1000) * 1000)}: it is blocked, or was stopped. ${lastOf(header)}`}
    />
  );
}

function Lost({ header }: { readonly header: RunHeader }) {
  return (
    <Line
      tone="lost"
      text={`${processOf(header)} is gone: this run does not go on. ${lastOf(header)} Its last commit stands.`}
    />
  );
}

function processOf({ process }: RunHeader): string {
  return process === null ? "The program" : `Process ${process.pid}`;
}

function lastOf({ last_action: action }: RunHeader): string {
  return action === null ? "It had not begun a step." : `Last step: ${visibleText(action)}.`;
}

interface LineProps {
  readonly text: React.ReactNode;
  readonly tone?: "stalled" | "lost";
  readonly children?: React.ReactNode;
}

function Line({ text, tone, children }: LineProps) {
  const Icon = tone === "stalled" ? Hourglass : TriangleAlert;
  return (
    <div className={`${styles["trouble"]} ${tone === "lost" ? styles["lost"] : ""}`}>
      <Icon size={14} strokeWidth={1.5} aria-hidden />
      <span>{text}</span>
      {children}
    </div>
  );
}
