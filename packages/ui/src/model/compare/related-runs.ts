import type { RunHeader } from "@burrjs/protocol";
import { afterText } from "../../format/origin-text.ts";
import { isSameRun, type RunName } from "./run-name.ts";

/** A run that has to do with another one, and what. */
export interface Relation {
  readonly run: RunName;
  /** `parent`, `fork after step 12`, `fork of the same parent`. */
  readonly text: string;
}

const mostRelated = 12;

/** The parent of a run, its forks, and the other forks of its parent, the closest first. */
export function relatedRuns(header: RunHeader, parent: RunHeader | undefined): readonly Relation[] {
  const own = { app: header.app_id, partition: header.partition_key };
  const found: Relation[] = [];
  const add = (run: RunName, text: string): void => {
    if (!isSameRun(run, own) && !found.some((one) => isSameRun(one.run, run))) found.push({ run, text });
  };
  if (header.parent !== null) add({ app: header.parent.app_id, partition: header.parent.partition_key }, "parent");
  for (const { app, partition, sequenceId } of forksOf(header))
    add({ app, partition }, sequenceId === null ? "fork" : `fork ${afterText(sequenceId)}`);
  for (const { app, partition } of parent === undefined ? [] : forksOf(parent))
    add({ app, partition }, "fork of the same parent");
  return found.slice(0, mostRelated);
}

function forksOf({ children_list: children }: RunHeader): readonly {
  readonly app: string;
  readonly partition: string | null;
  readonly sequenceId: number | null;
}[] {
  return children
    .filter(({ kind }) => kind === "fork")
    .map(({ app_id: app, partition_key: partition, sequence_id: sequenceId }) => ({ app, partition, sequenceId }));
}
