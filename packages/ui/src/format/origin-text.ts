import type { RunSummary } from "@burrjs/protocol";
import { shortId } from "./short-id.ts";

/** Where a run comes from, in words: `fork of support-12 at step 41`; nothing, where it began by itself. */
export function originText({ parent, spawned_by: spawner }: Pick<RunSummary, "parent" | "spawned_by">): string {
  if (parent !== null) return `fork of ${shortId(parent.app_id)}${stepText(parent.sequence_id)}`;
  return spawner === null ? "" : `started by ${shortId(spawner.app_id)}${stepText(spawner.sequence_id)}`;
}

function stepText(sequenceId: number | null): string {
  return sequenceId === null ? "" : ` at step ${sequenceId}`;
}
