import { randomUUID } from "node:crypto";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CacheRoom } from "@burrjs/protocol";
import { orUndefined, type Root } from "./root.ts";

/** Where in a folder what can be made again is kept: hidden, so that no reader takes it for a log. */
const roomName = ".cache";
const cacheNames = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Room for caches in hidden folders beside the logs. `place` finds the folder of a project or of an application. */
export function cacheRoom(
  root: Root,
  place: (project: string, key: string | null) => Promise<string | undefined>,
): CacheRoom {
  return {
    async read(project, key, name) {
      try {
        const folder = cacheNames.test(name) ? await place(project, key) : undefined;
        const handle = folder && (await root.open(join(folder, roomName, name)));
        if (!handle) return undefined;
        try {
          return new Uint8Array(await handle.readFile());
        } finally {
          await handle.close();
        }
      } catch {
        return undefined; // A cache that cannot be read is made again.
      }
    },
    async write(project, key, name, bytes) {
      try {
        const folder = cacheNames.test(name) ? await place(project, key) : undefined;
        const room = folder && (await roomIn(folder));
        return room ? await replaceFile(room, name, bytes) : false;
      } catch {
        return false; // A read-only folder, a full disk: whoever asks keeps it in memory.
      }
    },
  };
}

/** The hidden folder; `undefined` when a link stands in its place. */
async function roomIn(folder: string): Promise<string | undefined> {
  const room = join(folder, roomName);
  await mkdir(room, { mode: 0o700 }).catch(() => {}); // It is there already, or what follows fails.
  return (await orUndefined(realpath(room))) === room ? room : undefined;
}

async function replaceFile(room: string, name: string, bytes: Uint8Array): Promise<boolean> {
  const fresh = join(room, `${name}.${randomUUID()}.tmp`);
  try {
    const handle = await open(fresh, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(fresh, join(room, name));
    return true;
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
