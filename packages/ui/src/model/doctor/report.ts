import type { ServerMeta } from "@burrjs/protocol";
import { bytesText, countText } from "../../format/quantities.ts";
import type { LogFinding } from "./log-findings.ts";

/** What is known of a project. */
export interface ProjectCheck {
  readonly project: string;
  /** How many runs it has, child runs included, and how many of them were looked at. */
  readonly runs: number;
  readonly checked: number;
  readonly failed: number;
  readonly bytes: number;
  readonly unreadable: number;
  readonly lost: number;
  /** Of runs whose index is still being made. */
  readonly indexing: number;
  readonly findings: readonly RunFinding[];
}

/** A run in which something was found. */
export interface RunFinding {
  readonly app: string;
  readonly partition: string | null;
  readonly findings: readonly LogFinding[];
}

/** The report as text to paste somewhere: no path, no name of a project or a run, and no text of a log is in it. */
export function reportText(meta: ServerMeta, projects: readonly ProjectCheck[], browser: string): string {
  const lines = [
    `Burr ${meta.version}`,
    `Reads: ${meta.security.reads}; writes: ${meta.security.writes}; ${Object.entries(meta.capabilities)
      .map(([name, isOn]) => `${name} ${isOn ? "on" : "off"}`)
      .join(", ")}`,
    `Limits: ${Object.entries(meta.limits)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}`,
    `Data folder: ${meta.dir ?? "none"}${meta.is_usual_dir ? ", the usual one" : ""}`,
    `Browser: ${browser}`,
    "",
    ...projects.flatMap((project, index) => projectLines(project, index + 1)),
  ];
  return `${redactedPaths(lines.join("\n")).trimEnd()}\n`;
}

function projectLines(
  { runs, checked, bytes, unreadable, lost, indexing, findings }: ProjectCheck,
  number: number,
): readonly string[] {
  const head = `Project ${number}: ${countText(runs)} runs with child runs, ${countText(checked)} looked at, ${bytesText(bytes)}, ${countText(unreadable)} unreadable lines, ${countText(lost)} lost records, ${countText(indexing)} being indexed`;
  return [
    head,
    ...findings.flatMap(({ findings: own }, index) =>
      own.map(
        ({ level, what, where }) =>
          `  run ${number}.${index + 1}, ${level}: ${what}${where === "" ? "" : ` (${where})`}`,
      ),
    ),
    "",
  ];
}

/** A text with paths of files left out, of Unix and of Windows: they name users and customers. */
export function redactedPaths(text: string): string {
  return text
    .replaceAll(/file:\/\/[^\s"'`)]+/g, "⟨path⟩")
    .replaceAll(/\b[A-Za-z]:\\[^\s"'`)]+/g, "⟨path⟩")
    .replaceAll(/\\\\[^\s\\]+\\[^\s"'`)]+/g, "⟨path⟩")
    .replaceAll(/(^|[\s"'`(=:])(?:~|\.{1,2})?\/(?!\/)[^\s"'`):,]+/gm, "$1⟨path⟩");
}
