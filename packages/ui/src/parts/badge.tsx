import type { RunSummary } from "@burrjs/protocol";
import { Ban, Check, CircleDashed, CircleOff, Hourglass, Pause, Play, TriangleAlert, X } from "lucide-react";
import styles from "./badge.module.css";

type Status = RunSummary["status"];

// A map, since statuses come from outside.
const looks = new Map<Status, { readonly tone: string; readonly Icon: typeof Check }>([
  ["completed", { tone: "ok", Icon: Check }],
  ["failed", { tone: "err", Icon: X }],
  ["aborted", { tone: "off", Icon: Ban }],
  ["suspended", { tone: "wait", Icon: Pause }],
  ["halted", { tone: "off", Icon: Pause }],
  ["running", { tone: "run", Icon: Play }],
  ["stalled", { tone: "warn", Icon: Hourglass }],
  ["lost", { tone: "err", Icon: TriangleAlert }],
  ["empty", { tone: "off", Icon: CircleDashed }],
]);
const unknownLook = { tone: "off", Icon: CircleOff };

/** How a step or a run stands, in the words of the log and the query language: a word and an icon, not the colour alone. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const { tone, Icon } = looks.get(status) ?? unknownLook;
  return (
    <span className={`${styles["badge"]} ${styles[tone]}`}>
      <Icon size={12} strokeWidth={2} aria-hidden />
      {status}
    </span>
  );
}

/** The same where there is no room for the word: it is in the title, and read aloud. */
export function StatusMark({ status }: { readonly status: Status }) {
  const { tone, Icon } = looks.get(status) ?? unknownLook;
  return (
    <span className={`${styles["mark"]} ${styles[tone]}`} title={status}>
      <Icon size={12} strokeWidth={2} aria-hidden />
      <span className="hidden-text">{status}</span>
    </span>
  );
}

/** The class of `badge.module.css` that colours a status: for lists, where each element counts. */
export function statusTone(status: Status): string {
  return (looks.get(status) ?? unknownLook).tone;
}
