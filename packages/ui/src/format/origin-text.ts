import type { RunSummary } from "@burrjs/protocol";
import { shortId } from "./short-id.ts";

/** Where a run comes from, in words: `fork of support-12 after step 41`; nothing, where it began by itself. */
export function originText({ parent, spawned_by: spawner }: Pick<RunSummary, "parent" | "spawned_by">): string {
  if (parent !== null)
    return `fork of ${shortId(parent.app_id)}${parent.sequence_id === null ? "" : ` ${afterText(parent.sequence_id)}`}`;
  return spawner === null
    ? ""
    : `started by ${shortId(spawner.app_id)}${spawner.sequence_id === null ? "" : ` at step ${spawner.sequence_id}`}`;
}

/** Where in its parent a fork begins, by the last step that both have: `after step 41`. */
export function afterText(sequenceId: number): string {
  return sequenceId < 0 ? "from the beginning" : `after step ${sequenceId}`;
}
