import type { CacheRoom } from "@burrjs/protocol";
import { pack, unpack } from "../index/cache-bytes.ts";
import type { RunFacts } from "./run-facts.ts";

/** Where what is known of the applications of a project is kept. */
export interface ProjectCache {
  readonly project: string;
  readonly room: CacheRoom | undefined;
}

const cacheName = "runs.idx";
/** Raise the number when `RunFacts` changes. */
const version = "runs 10";

/** What was kept of the applications of a project; nothing when that cannot be read. */
export async function readFacts({ project, room }: ProjectCache): Promise<readonly RunFacts[]> {
  const bytes = await room?.read(project, null, cacheName).catch(() => undefined);
  const content = bytes && unpack(version, bytes);
  // As `writeFacts` made it: version and checksum are right.
  return content === undefined ? [] : (content.json as readonly RunFacts[]);
}

/** Keeps what is known of the applications of a project, if there is room for it. */
export async function writeFacts({ project, room }: ProjectCache, facts: readonly RunFacts[]): Promise<void> {
  await room?.write(project, null, cacheName, pack(version, { json: facts, parts: [] })).catch(() => {});
}
