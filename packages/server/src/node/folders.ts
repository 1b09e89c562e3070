import { lstat, mkdir, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { refused } from "../errors.ts";

/**
 * Finds a folder by its name in another one. The name is looked up in what that one lists, and never made into a path.
 *
 * @param root - Nothing outside of it is found, whatever links say.
 * @param parent - A path that came from here, or the root.
 * @param name - The name.
 * @returns Its path; `undefined` when there is none.
 */
export async function findFolder(root: string, parent: string, name: string): Promise<string | undefined> {
  const listed = await readdir(parent).catch(nothingIfAbsent);
  const found = listed?.find((one) => one === name);
  if (found === undefined) return undefined;
  const path = join(parent, found);
  const [top, real] = await Promise.all([realpath(root).catch(nothingIfAbsent), realpath(path).catch(nothingIfAbsent)]);
  if (top === undefined || real === undefined || !real.startsWith(top.endsWith(sep) ? top : top + sep))
    return undefined;
  return (await lstat(real)).isDirectory() ? real : undefined;
}

/**
 * Finds a folder, or makes it, for its owner alone.
 *
 * @param root - As in `findFolder`.
 * @param parent - As in `findFolder`.
 * @param name - Its name. It was checked to be no path, or encoded.
 * @returns Its path.
 * @throws When something else has this name.
 */
export async function madeFolder(root: string, parent: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  if (/[/\\\0]|^\./.test(name)) throw new Error("The name of a folder leads elsewhere.");
  await mkdir(join(parent, name), { mode: 0o700 }).catch(nothingIfThere);
  const path = await findFolder(root, parent, name);
  if (path === undefined) {
    const message = "Something that is no folder of the logs has the name of one.";
    throw refused(400, { code: "invalid_place", message, hint: "Choose another name for the project." });
  }
  return path;
}

/**
 * For `catch()`: goes on with nothing when there is no such file or folder, or no way to it.
 *
 * @param error - What was thrown.
 * @returns Nothing.
 * @throws Anything else.
 */
export function nothingIfAbsent(error: unknown): undefined {
  if (!["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM", "ENAMETOOLONG"].includes(codeOf(error) ?? "")) throw error;
}

function nothingIfThere(error: unknown): undefined {
  if (codeOf(error) !== "EEXIST") throw error;
}

/**
 * Gives what the system calls an error.
 *
 * @param error - What was thrown.
 * @returns `ENOENT`, …; `undefined` of other errors.
 */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
