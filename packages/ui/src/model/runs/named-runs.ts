import type { RunSummary } from "@burrjs/protocol";
import { exactText } from "../facet-query.ts";

/** How many are asked for at once: longer queries take a server too long. */
const most = 50;
/** Longer ones are refused; an id may be a third of that. */
const longest = 8000;

/** Some runs, and the query that lets through just these, whatever else there is. */
export interface NamedRuns {
  readonly q: string;
  readonly runs: readonly RunSummary[];
}

/** Runs in parts that can be asked for by their names. */
export function namedRuns(runs: readonly RunSummary[]): readonly NamedRuns[] {
  const parts: { names: string[]; runs: RunSummary[]; length: number }[] = [];
  for (const run of runs) {
    const name = nameOf(run);
    const last = parts.at(-1);
    const hasRoom = last !== undefined && last.runs.length < most && last.length + name.length <= longest;
    const part = hasRoom ? last : { names: [], runs: [], length: 0 };
    if (!hasRoom) parts.push(part);
    part.names.push(name);
    part.runs.push(run);
    part.length += name.length + 4;
  }
  return parts.map(({ names, runs: some }) => ({ q: names.join(" OR "), runs: some }));
}

function nameOf({ app_id: app, partition_key: partition }: RunSummary): string {
  return `${exactText("app", app)} ${partition === null ? "-partition:*" : exactText("partition", partition)}`;
}
