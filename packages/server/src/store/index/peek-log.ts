import type { RunEntry } from "@burrjs/protocol";
import { readIndex } from "./index-cache.ts";
import { bigBytes, headBytes, scanTail } from "./log-scan.ts";
import { readBytes } from "./read-bytes.ts";
import { RunIndex } from "./run-index.ts";
import type { LogView, RunLogPlace } from "./run-log.ts";
import { scanBlock, scanLastLine } from "./scan-lines.ts";

/**
 * A log as far as a list needs it, without keeping its index: a small one as a whole; of a large one what was kept of it the last
 * time with what came since, or its beginning and its end.
 *
 * @param place - The log.
 * @param entry - Of a small one: what its folder lists, which spares a look.
 * @returns `undefined` when there is none (any more).
 */
export async function peekLog(place: RunLogPlace, entry?: RunEntry): Promise<LogView | undefined> {
  const { files } = place;
  const stat = entry === undefined ? await files.stat() : { ...entry, generation: "" };
  if (stat === undefined) return undefined;
  const { sizeBytes, modifiedAtMs, generation } = stat;
  const kept = entry === undefined ? await readIndex(place, generation, sizeBytes) : undefined;
  const head = kept ?? new RunIndex();
  const from = head.facts.scanned;
  const to = sizeBytes - from <= bigBytes ? sizeBytes : Math.min(sizeBytes, from + headBytes);
  const block = await readBytes(files, from, to);
  const used = scanBlock(head, block, () => false);
  const isWhole = to >= sizeBytes;
  if (isWhole) scanLastLine(head, block.subarray(used));
  return {
    files,
    generation,
    sizeBytes,
    modifiedAtMs,
    head,
    tail: isWhole ? undefined : await scanTail(files, sizeBytes, undefined),
    indexed: isWhole ? 1 : head.facts.scanned / sizeBytes,
  };
}
