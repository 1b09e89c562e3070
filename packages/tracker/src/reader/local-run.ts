import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { RunFiles, SmallFile } from "@burrjs/protocol";
import { type Cuts, generationOf } from "./generation.ts";
import type { Root } from "./root.ts";

const largestSmallFile = 64 * 1024 * 1024;
const largestBlob = 512 * 1024 * 1024;
const smallFiles = /^(?:metadata\.json|graph\.json|children\.jsonl|graph-[0-9A-Za-z]{1,128}\.json)$/;

/** The files of one application in the folder `path`, which `root` has found. */
export function localRun(root: Root, cuts: Cuts, { key, path }: { key: string; path: string }): RunFiles {
  const logPath = join(path, "log.jsonl");

  /** What `use` makes of a file; `undefined` when it is not there. */
  async function using<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
    const handle = await root.open(file);
    if (handle === undefined) return undefined;
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  }

  return {
    key,
    stat: () =>
      using(logPath, async (handle) => {
        const stats = await handle.stat();
        const generation = cuts.note(logPath, await generationOf(handle, stats), stats.size);
        return { sizeBytes: stats.size, modifiedAtMs: stats.mtimeMs, generation };
      }),
    async read(from, to) {
      return (await using(logPath, (handle) => readRange(handle, from, to))) ?? new Uint8Array();
    },
    async text(name: SmallFile) {
      if (!smallFiles.test(name)) return undefined;
      const bytes = await using(join(path, name), (handle) => readWhole(handle, largestSmallFile));
      return bytes && new TextDecoder().decode(bytes);
    },
    async blob(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
      return await using(join(path, "blobs", hash), (handle) => readWhole(handle, largestBlob));
    },
  };
}

async function readRange(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const start = Math.max(0, from);
  const length = Math.max(0, Math.min(to, size) - start);
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) break; // The log was cut while we read it.
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function readWhole(handle: FileHandle, limit: number): Promise<Uint8Array | undefined> {
  const { size } = await handle.stat();
  return size > limit ? undefined : await readRange(handle, 0, size);
}
