/** Reads a file as text; `undefined` where there is none. */
export type ReadText = (path: string) => string | undefined;

/** A working tree of Git. */
export interface Repository {
  /** The folder at its top. */
  readonly root: string;
  /** Where Git keeps what it knows of it. */
  readonly git: string;
}

/** The repository that a folder is in, if it is in one. `folder`: an absolute path. */
export function findRepository(folder: string, readText: ReadText): Repository | undefined {
  for (let root = folder; ; root = root.replace(/[\\/][^\\/]*$/, "")) {
    const git = gitFolder(root, readText);
    if (git !== undefined) return { root, git };
    if (!/[\\/]/.test(root)) return undefined;
  }
}

/** `path` as it is meant in `folder`. */
export function below(folder: string, path: string): string {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path) ? path : `${folder}/${path}`;
}

/** Of another working tree, and of a submodule, a file says it. */
function gitFolder(folder: string, readText: ReadText): string | undefined {
  const path = `${folder}/.git`;
  if (readText(`${path}/HEAD`) !== undefined) return path;
  const [, target] = /^gitdir: (.+)$/m.exec(readText(path) ?? "") ?? [];
  return target === undefined ? undefined : below(folder, target.trim());
}
