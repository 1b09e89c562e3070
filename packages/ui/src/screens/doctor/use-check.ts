import type { ProjectSummary, RunSummary } from "@burrjs/protocol";
import { useEffect, useState } from "react";
import { checkLog, runsToCheck } from "../../data/doctor-queries.ts";
import { logFindings } from "../../model/doctor/log-findings.ts";
import type { ProjectCheck, RunFinding } from "../../model/doctor/report.ts";

/** Looking through the logs, as far as it has got. */
export interface Check {
  readonly projects: readonly ProjectCheck[];
  readonly isRunning: boolean;
}

const atOnce = 4;
const firstLook = 100;

/** Looks through the logs of projects: at first the newest of each, with `all` every one. */
export function useCheck(projects: readonly ProjectSummary[] | undefined, all: boolean): Check {
  const [check, setCheck] = useState<Check>({ projects: [], isRunning: true });
  // New numbers of the same projects are no reason to begin again.
  const names =
    projects === undefined
      ? undefined
      : JSON.stringify(
          projects
            .map(({ project, runs }) => [project, runs] as const)
            .toSorted(([one], [other]) => one.localeCompare(other)),
        );
  useEffect(() => {
    const controller = new AbortController();
    const wanted = JSON.parse(names ?? "[]") as readonly (readonly [string, number])[]; // made right here
    const found: ProjectCheck[] = wanted.map(([project, runs]) => ({
      project,
      runs,
      checked: 0,
      failed: 0,
      bytes: 0,
      unreadable: 0,
      lost: 0,
      indexing: 0,
      findings: [],
    }));
    const show = (isRunning: boolean): void => {
      if (!controller.signal.aborted) setCheck({ projects: [...found], isRunning });
    };
    const work = async (): Promise<void> => {
      for (const [index, [project]] of wanted.entries()) {
        await checkProject(project, {
          most: all ? Number.POSITIVE_INFINITY : firstLook,
          signal: controller.signal,
          onTotal: (runs) => {
            const before = found[index];
            if (before !== undefined) found[index] = { ...before, runs };
          },
          onRun: (run) => {
            const before = found[index];
            if (before !== undefined) found[index] = added(before, run);
            if (before !== undefined && before.checked % 20 === 0) show(true);
          },
        });
        show(true);
      }
      show(false);
    };
    show(true);
    if (names !== undefined) work().catch(() => show(false)); // what could be read is shown
    return () => controller.abort();
  }, [names, all]);
  return check;
}

/** A run that was looked at; `undefined`: it could not be. */
type Looked = { readonly run: RunSummary; readonly check: Awaited<ReturnType<typeof checkLog>> } | undefined;

interface ProjectOptions {
  readonly most: number;
  readonly signal: AbortSignal;
  /** How many there are: a project does not count child runs, which have logs as well. */
  readonly onTotal: (runs: number) => void;
  readonly onRun: (looked: Looked) => void;
}

async function checkProject(project: string, { most, signal, onTotal, onRun }: ProjectOptions): Promise<void> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const page = await runsToCheck(project, cursor, signal);
    onTotal(page.total);
    const waiting = page.items.slice(0, Math.max(0, most - count));
    count += waiting.length;
    const worker = async (): Promise<void> => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        signal.throwIfAborted();
        try {
          onRun({ run, check: await checkLog(project, run, signal) });
        } catch {
          onRun(undefined); // deleted meanwhile, perhaps
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && count < most);
}

function added(project: ProjectCheck, looked: Looked): ProjectCheck {
  if (looked === undefined) return { ...project, checked: project.checked + 1, failed: project.failed + 1 };
  const { header } = looked.check;
  const findings = logFindings(looked.check);
  const finding: readonly RunFinding[] =
    findings.length === 0 ? [] : [{ app: header.app_id, partition: header.partition_key, findings }];
  return {
    ...project,
    checked: project.checked + 1,
    bytes: project.bytes + header.size_bytes,
    unreadable: project.unreadable + header.unreadable_lines,
    lost: project.lost + header.lost_records,
    indexing: project.indexing + (header.indexed < 1 ? 1 : 0),
    findings: [...project.findings, ...finding],
  };
}
