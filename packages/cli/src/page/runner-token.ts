import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the token of runners is kept in a folder of logs. */
export const runnerTokenFile = ".runner-token";

/**
 * The token of runners that goes with a folder of logs: the same at each start, so that runners which have it stay connected. It is
 * kept in a file that only its owner can read; one that others could read or write is made anew.
 *
 * @param dir - The folder, which is there.
 * @returns The token.
 */
export async function runnerTokenOf(dir: string): Promise<string> {
  const path = join(dir, runnerTokenFile);
  const kept = await keptToken(path);
  if (kept !== undefined) return kept;
  const token = randomBytes(32).toString("base64url");
  const draft = `${path}-${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(draft, token, { flag: "wx", mode: 0o600 });
    // Of servers that start at the same time one puts it there, whole, and the others take that.
    await link(draft, path).catch(async () => {
      if ((await keptToken(path)) === undefined) await rename(draft, path);
    });
  } catch {
    // Nothing can be written there: then it is good for this start.
  } finally {
    await rm(draft, { force: true });
  }
  return (await keptToken(path)) ?? token;
}

/** `undefined`: there is none that only the owner of this process knows. */
async function keptToken(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const stats = await file.stat();
      const isOwn = process.platform === "win32" || ((stats.mode & 0o077) === 0 && stats.uid === process.getuid?.());
      if (!stats.isFile() || !isOwn || stats.size > 512) return undefined;
      const token = await file.readFile("utf8");
      return /^[\w-]{32,512}$/.test(token) ? token : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined; // it is not there
  }
}
