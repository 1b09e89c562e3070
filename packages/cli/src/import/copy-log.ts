import { randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FoundFile, FoundLog } from "./found-logs.ts";

/** Where a log goes in a data folder. */
export function folderOf(dir: string, { project, key }: FoundLog): string {
  return join(dir, project, key);
}

/** Whether there is something already. */
export async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Copies a log into a data folder: readable by its owner alone, and there as a whole or not at all. */
export async function copyLog(dir: string, log: FoundLog): Promise<void> {
  const target = folderOf(dir, log);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const draft = join(dirname(target), `.import-${randomUUID()}`);
  await mkdir(draft, { mode: 0o700 });
  try {
    for (const file of log.files) await copyFile(file, join(draft, file.name));
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Copies the notes of a project, unless it has some already. Whether they were copied. */
export async function copyAnnotations(dir: string, { project, annotations }: FoundLog): Promise<boolean> {
  if (annotations === undefined) return false;
  const target = join(dir, project, annotations.name);
  if (await isThere(target)) return false;
  await copyFile(annotations, target);
  return true;
}

/** Not by the system's own copy: a link that has taken the place of the file since it was looked at is not followed. */
async function copyFile({ path }: FoundFile, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const source = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const copy = await open(target, "wx", 0o600);
    try {
      for await (const bytes of createReadStream(path, { fd: source, autoClose: false }))
        await copy.write(bytes as Uint8Array); // no encoding is set
      // When a run was written last is the time of its file.
      const { atime, mtime } = await source.stat();
      await copy.utimes(atime, mtime);
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
}
