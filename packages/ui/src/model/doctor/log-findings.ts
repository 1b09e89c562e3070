import type { LogCheck } from "../../data/doctor-queries.ts";
import { bytesText, countText } from "../../format/quantities.ts";

/** Something that was found in a log. */
export interface LogFinding {
  /** `note`: worth knowing, nothing to do. */
  readonly level: "mend" | "note";
  readonly what: string;
  /** Where in the log, or "". */
  readonly where: string;
  readonly remedy: string;
}

const mostParts = 50;

/** What the log of a run has that somebody should know of; nothing for a healthy one. */
export function logFindings({ header, unreadable }: LogCheck): readonly LogFinding[] {
  const findings: LogFinding[] = unreadable.slice(0, mostParts).map(({ offset, bytes, reason }) => {
    const isLast = offset + bytes >= header.size_bytes;
    return {
      level: isLast ? "note" : "mend",
      what: `A line of ${bytesText(bytes)} cannot be read: ${reason}`,
      where: `byte ${offset.toLocaleString("en-US")} of log.jsonl`,
      remedy: isLast
        ? "It was cut short when its process ended: nothing has to be done."
        : `All other lines are served. Look at it: tail -c +${offset + 1} log.jsonl | head -c ${bytes}`,
    };
  });
  if (unreadable.length > mostParts)
    findings.push({
      level: "mend",
      what: `${countText(unreadable.length - mostParts)} more lines cannot be read`,
      where: "",
      remedy: "burr doctor lists all of them.",
    });
  if (header.lost_records > 0) {
    findings.push({
      level: "mend",
      what: `${countText(header.lost_records)} ${header.lost_records === 1 ? "record" : "records"} could not be written, and ${header.lost_records === 1 ? "is" : "are"} lost`,
      where: "",
      remedy:
        "The disk was full, or the folder could not be written to. Make room: burr prune --older-than 30d --dry-run",
    });
  }
  if (header.graph_hash === null && header.steps > 0 && header.status !== "running") {
    findings.push({
      level: "note",
      what: "It has no graph",
      where: "",
      remedy: "The picture, and what actions read and write, are missing; all else is there.",
    });
  }
  if (header.clock_went_back)
    findings.push({
      level: "note",
      what: "The clock of its machine went back",
      where: "",
      remedy: "Durations go by a clock that does not.",
    });
  if (header.status === "lost")
    findings.push({
      level: "note",
      what: "Its process is gone without an end",
      where: "",
      remedy: "The last commit stands: the run can be resumed from it.",
    });
  return findings;
}
