import type { RunSummary } from "@burrjs/protocol";
import { Ban, Check, CircleDashed, CircleOff, Hourglass, Pause, Play, TriangleAlert, X } from "lucide-react";
import styles from "./badge.module.css";

type Status = RunSummary["status"];

// A map, since statuses come from outside.
const looks = new Map<Status, { readonly text: string; readonly tone: string; readonly Icon: typeof Check }>([
  ["completed", { text: "ok", tone: "ok", Icon: Check }],
  ["failed", { text: "error", tone: "err", Icon: X }],
  ["aborted", { text: "aborted", tone: "off", Icon: Ban }],
  ["suspended", { text: "waiting", tone: "wait", Icon: Pause }],
  ["running", { text: "live", tone: "run", Icon: Play }],
  ["stalled", { text: "stalled", tone: "warn", Icon: Hourglass }],
  ["lost", { text: "lost", tone: "err", Icon: TriangleAlert }],
  ["empty", { text: "empty", tone: "off", Icon: CircleDashed }],
]);
const unknownLook = { text: "unknown", tone: "off", Icon: CircleOff };

/** How a step or a run stands: a word and an icon, not the colour alone. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const { text, tone, Icon } = looks.get(status) ?? unknownLook;
  return (
    <span className={`${styles["badge"]} ${styles[tone]}`}>
      <Icon size={12} strokeWidth={2} aria-hidden />
      {text}
    </span>
  );
}

/** The word for a status, and the class of `badge.module.css` that colours it: for lists, where each element counts. */
export function statusWords(status: Status): { readonly text: string; readonly tone: string } {
  return looks.get(status) ?? unknownLook;
}
