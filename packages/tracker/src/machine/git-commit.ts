/** Reads a file as text; `undefined` where there is none. */
type ReadText = (path: string) => string | undefined;

/**
 * The commit that is checked out in the repository that a folder is in: what `git rev-parse HEAD` says, found without running Git.
 *
 * @param folder - An absolute path.
 * @param readText - Reads a file.
 * @returns The hash in hexadecimal; `undefined` where there is no repository, or no commit yet.
 */
export function gitCommit(folder: string, readText: ReadText): string | undefined {
  for (let at = folder; ; at = at.replace(/[\\/][^\\/]*$/, "")) {
    const git = gitFolder(at, readText);
    if (git !== undefined) return commitIn(git, readText);
    if (!/[\\/]/.test(at)) return undefined;
  }
}

/** Where Git keeps what it knows of this working tree. Of another one, and of a submodule, a file says it. */
function gitFolder(folder: string, readText: ReadText): string | undefined {
  const path = `${folder}/.git`;
  if (readText(`${path}/HEAD`) !== undefined) return path;
  const [, target] = /^gitdir: (.+)$/m.exec(readText(path) ?? "") ?? [];
  return target === undefined ? undefined : below(folder, target.trim());
}

function commitIn(git: string, readText: ReadText): string | undefined {
  const head = readText(`${git}/HEAD`)?.trim();
  const [, branch] = /^ref: (refs\/\S+)$/.exec(head ?? "") ?? [];
  if (branch === undefined) return hashIn(head);
  if (branch.split("/").includes("..")) return undefined;
  const common = readText(`${git}/commondir`)?.trim();
  const shared = common === undefined ? git : below(git, common);
  return hashIn(readText(`${git}/${branch}`)) ?? hashIn(readText(`${shared}/${branch}`)) ?? packed(branch, readText(`${shared}/packed-refs`)); // prettier-ignore
}

function packed(branch: string, refs: string | undefined): string | undefined {
  return hashIn(
    refs
      ?.split("\n")
      .find((line) => line.trimEnd().endsWith(` ${branch}`))
      ?.split(" ")[0],
  );
}

function hashIn(text: string | undefined): string | undefined {
  const hash = text?.trim() ?? "";
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hash) ? hash : undefined;
}

function below(folder: string, path: string): string {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path) ? path : `${folder}/${path}`;
}
