import { constants, type Dirent } from "node:fs";
import { type FileHandle, lstat, open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { isPlainName } from "./plain-name.ts";

/** What a name in a folder is: itself, or what a link in it leads to, as long as that lies inside of the root. */
export interface Found {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly isFolder: boolean;
  readonly isFile: boolean;
}

/** What a folder has listed. `unclear`: a link, or what the file system does not say. */
export type Names = ReadonlyMap<string, "folder" | "file" | "unclear">;

/**
 * The folder that logs lie in, and the only way to what is below it. Names from outside are never made into a path: they are looked
 * up in what their folder lists. Links are followed only to what lies inside.
 */
export class Root {
  readonly dir: string;
  #real: string | undefined;
  /** What folders have listed. Only ever says that a name is one: whether it still is, the file system says. */
  readonly #listed = new Map<string, Names>();

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Where the folder really is; `undefined` when it is not there (yet). */
  async real(): Promise<string | undefined> {
    this.#real ??= await orUndefined(realpath(this.dir));
    return this.#real;
  }

  /** Rejects when the folder is there, and cannot be read. */
  async assertReadable(): Promise<void> {
    try {
      await readdir(this.dir);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }

  /** The path of a folder that is in `parent`, a path that came from here. */
  async folder(parent: string, name: string): Promise<string | undefined> {
    if (!isPlainName(name)) return undefined;
    if (this.#listed.get(parent)?.has(name) !== true && !(await this.names(parent)).has(name)) return undefined;
    const found = await this.look(join(parent, name));
    return found?.isFolder === true ? found.path : undefined;
  }

  /** All names in a folder that may be names of ours; none when it is gone. */
  async names(folder: string): Promise<Names> {
    const entries = (await orUndefined(readdir(folder, { withFileTypes: true }))) ?? [];
    const names = new Map(entries.filter(({ name }) => isPlainName(name)).map((entry) => [entry.name, kindOf(entry)]));
    if (names.size === 0) this.#listed.delete(folder);
    else this.#listed.set(folder, names);
    return names;
  }

  /** What is at a path made of a folder and a name that it has listed, or that we know. */
  async look(path: string): Promise<Found | undefined> {
    const stats = await orUndefined(lstat(path));
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) {
      const target = await orUndefined(realpath(path));
      return target !== undefined && (await this.#holds(target)) ? await this.look(target) : undefined;
    }
    return {
      path,
      sizeBytes: stats.size,
      modifiedAtMs: stats.mtimeMs,
      isFolder: stats.isDirectory(),
      isFile: stats.isFile(),
    };
  }

  /** Opens a file to read it; `undefined` when there is none, or when its path leads out of the root. Close it. */
  async open(path: string): Promise<FileHandle | undefined> {
    const target = await orUndefined(realpath(path));
    if (target === undefined || !(await this.#holds(target))) return undefined;
    const handle = await orUndefined(open(target, readFlags));
    if (handle === undefined) return undefined;
    const stats = await orUndefined(handle.stat());
    if (stats?.isFile() === true) return handle;
    await handle.close();
    return undefined;
  }

  /** Whether a real path is below the root. */
  async #holds(path: string): Promise<boolean> {
    const real = await this.real();
    return real !== undefined && path.startsWith(real.endsWith(sep) ? real : real + sep);
  }
}

function kindOf(entry: Dirent): "folder" | "file" | "unclear" {
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "unclear";
}

/** Not blocking, as a pipe with nobody at its other end would never open. Windows lacks the last two, which then count as 0. */
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const gone: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM", "ENAMETOOLONG", "ENXIO"]);

/** Settles with `undefined` where what was asked for is not there, or not for us; rejects with other errors. */
export async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && "code" in error && gone.has(error.code)) return undefined;
    throw error;
  }
}
