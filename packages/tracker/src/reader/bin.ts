import { lstat, mkdir, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { orUndefined, type Root } from "./root.ts";

const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Moves the folder of an application to `.bin/<project>/<folder>-<time>` below the root, and empties that of what has been there for
 * more than 7 days. Whether it could.
 *
 * @param project - The path of the project's folder.
 * @param path - The path of the application's folder in it, which may be a link: then only the link is moved.
 */
export async function moveToBin(root: Root, { project, path, nowMs }: MoveOptions): Promise<boolean> {
  const bin = await binOf(root, basename(project));
  if (bin === undefined) return false;
  await purge(bin, nowMs);
  const name = cut(basename(path));
  // Moments after each other for what was removed, made again, and removed again in the same one.
  for (let time = nowMs; time < nowMs + 100; time += 1) {
    const place = join(bin, `${name}-${time}`);
    if ((await orUndefined(lstat(place))) !== undefined) continue;
    return (await orUndefined(rename(path, place).then(() => true))) === true;
  }
  return false;
}

/** What is moved, and when. */
export interface MoveOptions {
  readonly project: string;
  readonly path: string;
  readonly nowMs: number;
}

/** A name so short that a time fits behind it. */
function cut(name: string): string {
  let short = name;
  while (Buffer.byteLength(short) > 230) short = Array.from(short).slice(0, -1).join("");
  return short;
}

/** The bin of a project; `undefined` when something else is in its place, such as a link to elsewhere. */
async function binOf(root: Root, project: string): Promise<string | undefined> {
  const real = await root.real();
  if (real === undefined) return undefined;
  let folder = real;
  for (const name of [".bin", project]) {
    folder = join(folder, name);
    await mkdir(folder, { mode: 0o700 }).catch(() => {}); // It is there already, or what follows fails.
    if ((await orUndefined(realpath(folder))) !== folder) return undefined;
  }
  return folder;
}

async function purge(bin: string, nowMs: number): Promise<void> {
  for (const name of (await orUndefined(readdir(bin))) ?? []) {
    const removedAtMs = Number(/-(\d{1,15})$/.exec(name)?.[1] ?? nowMs);
    if (nowMs - removedAtMs > keptMs) await orUndefined(rm(join(bin, name), { recursive: true, force: true }));
  }
}
