import { mkdir, readFile, realpath, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ArtifactBackend, checkArtifactHash } from "@burrjs/core/persist";
import { unlessMissing } from "./disk-errors.ts";
import { listFiles } from "./list-files.ts";
import { syncDirectory, writeWhole } from "./write-whole.ts";

/** How files are written. */
export interface FileArtifactsOptions {
  /** Wait until content is on the disk, so that it outlives a crash of the machine. Default: true. */
  readonly sync?: boolean;
}

/** Files named by the hash of their content, in directories named by its first two digits. */
export function fileBackend(directory: string, { sync = true }: FileArtifactsOptions = {}): ArtifactBackend {
  const root = resolve(directory);
  const pathOf = (hash: string): string => {
    checkArtifactHash(hash);
    return join(root, hash.slice(0, 2), hash.slice(2));
  };
  return {
    async write(hash, bytes) {
      const path = pathOf(hash);
      await makeShard(root, dirname(path), sync);
      await writeWhole(path, bytes, sync);
    },
    async read(hash) {
      const path = pathOf(hash);
      return (await isInside(root, path)) ? await unlessMissing(readFile(path)) : undefined;
    },
    async delete(hash) {
      const path = pathOf(hash);
      if (await isInside(root, dirname(path))) await rm(path, { force: true });
    },
    list: () => listFiles(root),
  };
}

/** Makes the directory of a file. What stands in its place without being one of ours is an error of the disk. */
async function makeShard(root: string, shard: string, sync: boolean): Promise<void> {
  const mode = 0o700;
  await mkdir(root, { recursive: true, mode });
  try {
    await mkdir(shard, { mode });
  } catch (error) {
    if (await isInside(root, shard)) return;
    throw error;
  }
  if (sync) await syncDirectory(root);
}

/** False when `path` does not exist, or is elsewhere by a symbolic link on the way from `root` to it. */
async function isInside(root: string, path: string): Promise<boolean> {
  const [realRoot, realPath] = await Promise.all([unlessMissing(realpath(root)), unlessMissing(realpath(path))]);
  return realRoot !== undefined && realPath === join(realRoot, path.slice(root.length));
}
