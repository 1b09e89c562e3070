import type { ChildSummary, RunHeader, RunSummary } from "@burrjs/protocol";
import { countSteps } from "../steps/log-steps.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";

/** What the page of an application begins with. `view` is absent when there is no log (yet). */
export function runHeader(
  summary: RunSummary,
  view: LogView | undefined,
  { project, children }: { readonly project: string; readonly children: readonly ChildSummary[] },
): RunHeader {
  const head = view?.head;
  const last = view?.tail ?? head;
  const parts = [head, view?.tail].filter((index) => index !== undefined);
  const run = view && lastRunIn(view);
  return {
    ...summary,
    project,
    graph_hash: view === undefined ? null : lastGraphOf(view),
    graphs: [...new Set(parts.flatMap(graphsOf))],
    first_sequence_id: sequenceAt(head?.steps.count === 0 ? last : head, 0),
    last_sequence_id: sequenceAt(last, (last?.steps.count ?? 0) - 1),
    children_list: children,
    unreadable_lines: parts.reduce((sum, { facts }) => sum + facts.unreadable, 0),
    lost_records: parts.reduce((sum, { facts }) => sum + facts.lostRecords, 0),
    run_error: run === undefined ? null : textOf(run, "error"),
    process: run === undefined ? null : processOf(run),
    clock_went_back: parts.some(({ facts }) => facts.clockWentBack),
    format:
      parts.some(({ runs }) => runs.count > 0) || (view !== undefined && countSteps(view) === 0) ? "burrjs" : "python",
    indexed: view?.indexed ?? 1,
  };
}

/** The hash of the graph of the last run; `null` when the log does not say. */
export function lastGraphOf(view: LogView): string | null {
  return textOf(lastRunIn(view), "graph");
}

function lastRunIn({ head, tail }: LogView): RunIndex {
  return tail !== undefined && tail.runs.count > 0 ? tail : head;
}

function sequenceAt(index: RunIndex | undefined, step: number): number | null {
  return index === undefined || step < 0 || step >= index.steps.count ? null : index.steps.get("sequence", step);
}

function textOf({ runs, texts }: RunIndex, name: "graph" | "error"): string | null {
  return texts.text(runs.get(name, runs.count - 1)) || null;
}

function graphsOf({ runs, texts }: RunIndex): string[] {
  const numbers = new Set<number>();
  for (let run = 0; run < runs.count; run += 1) numbers.add(runs.get("graph", run));
  return [...numbers].map((number) => texts.text(number)).filter((hash) => hash !== "");
}

function processOf({ runs, texts }: RunIndex): RunHeader["process"] {
  const run = runs.count - 1;
  if (run < 0) return null;
  return {
    pid: runs.get("pid", run),
    host: texts.text(runs.get("host", run)),
    runtime: texts.text(runs.get("runtime", run)),
  };
}

/** The hash of the graph that the run of a step had; `undefined` when the log does not say. */
export function graphHashAt({ runs, texts }: RunIndex, step: number): string | undefined {
  let low = 0;
  let high = runs.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs.get("steps", middle) <= step) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : texts.text(runs.get("graph", low - 1)) || undefined;
}
