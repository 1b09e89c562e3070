import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ArtifactInfo, isArtifactHash } from "@burrjs/core/persist";
import { unlessMissing } from "./disk-errors.ts";
import { isTemporaryName } from "./write-whole.ts";

/** A file that is still being written when this old is not: its writer has crashed. */
const abandonedAfterMs = 60 * 60 * 1000;

/** The files of a store, with the times at which they were written. Takes away what crashed writers have left. */
export async function* listFiles(root: string): AsyncGenerator<ArtifactInfo & { readonly storedAtMs: number }, void> {
  const shards = (await unlessMissing(readdir(root, { withFileTypes: true }))) ?? [];
  for (const shard of shards) {
    if (shard.isDirectory() && /^[0-9a-f]{2}$/.test(shard.name)) yield* listShard(join(root, shard.name), shard.name);
  }
}

async function* listShard(path: string, digits: string): ReturnType<typeof listFiles> {
  for (const name of (await unlessMissing(readdir(path))) ?? []) {
    const file = join(path, name);
    const facts = await unlessMissing(lstat(file)); // deleted meanwhile
    if (facts?.isFile() !== true) continue;
    const hash = digits + name;
    if (isArtifactHash(hash)) {
      yield { hash, sizeBytes: facts.size, storedAtMs: facts.mtimeMs };
    } else if (isTemporaryName(name) && facts.mtimeMs < Date.now() - abandonedAfterMs) {
      await rm(file, { force: true });
    }
  }
}
