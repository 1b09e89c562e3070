import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Puts a file in place as a whole: whoever looks sees the old content or the new one, also when many write at once. It can
 * be read and written by this user only.
 *
 * @param path - In a directory that exists. A symbolic link there is replaced, not followed.
 * @param sync - Whether to wait until it is on the disk, name and all.
 */
export async function writeWhole(path: string, bytes: Uint8Array, sync: boolean): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // What it could not take away, a later list() does.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  if (sync) await syncDirectory(directory);
}

/** Waits until the names in a directory are on the disk. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return; // directories cannot be opened there
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a file that was being written. */
export function isTemporaryName(name: string): boolean {
  return /^\.[0-9a-f]{62}\.[0-9a-f-]{36}\.tmp$/.test(name);
}
