import type { RunView } from "@burrjs/server/store";
import { nameOf } from "../logs/find-run.ts";
import { bytesText, manyText } from "../terminal/quantities.ts";

/** Something that was found. */
export interface Finding {
  /** `note`: worth knowing. */
  readonly level: "mend" | "note";
  readonly code:
    | "open-permissions"
    | "unreadable-files"
    | "unreadable-lines"
    | "lost-records"
    | "no-graph"
    | "old-node"
    | "other-owner"
    | "clock-went-back";
  readonly what: string;
  readonly where: string;
  /** What to do. */
  readonly remedy: string;
}

/** What is wrong with the log of an application. */
export async function runFindings(view: RunView): Promise<readonly Finding[]> {
  const where = nameOf(view.ref);
  const header = await view.header();
  const findings: Finding[] = (await view.unreadable()).map((line) => unreadableLine(line, where, header.size_bytes));
  if (header.lost_records > 0) {
    findings.push({
      level: "mend",
      code: "lost-records",
      what: `${manyText(header.lost_records, "record")} could not be written, and ${header.lost_records === 1 ? "is" : "are"} lost`,
      where,
      remedy:
        "The disk was full, or the folder could not be written to. Make room: burr prune --older-than 30d --dry-run",
    });
  }
  if (header.steps > 0 && header.status !== "running" && (await view.graph()) === undefined) {
    findings.push({
      level: "note",
      code: "no-graph",
      what: "there is no graph.json, or it cannot be read",
      where,
      remedy: "Pictures, and what actions declare, are missing; all else is there.",
    });
  }
  if (header.clock_went_back) {
    findings.push({
      level: "note",
      code: "clock-went-back",
      what: "the clock of its machine went back",
      where,
      remedy: "Durations go by a clock that does not.",
    });
  }
  return findings;
}

interface UnreadableLine {
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
}

function unreadableLine({ offset, bytes, reason }: UnreadableLine, name: string, sizeBytes: number): Finding {
  const found = {
    code: "unreadable-lines",
    what: `a line of ${bytesText(bytes)} cannot be read: ${reason}`,
    where: `${name}, log.jsonl, byte ${offset}`,
  } as const;
  if (offset + bytes >= sizeBytes) {
    const remedy = "It was cut short when its process ended. All else is served; nothing has to be done.";
    return { ...found, level: "note", remedy };
  }
  const look = `tail -c +${offset + 1} log.jsonl | head -c ${bytes}`;
  const remedy = `All other lines are served. Look at it: ${look}; then delete the line, or the run (burr prune).`;
  return { ...found, level: "mend", remedy };
}
