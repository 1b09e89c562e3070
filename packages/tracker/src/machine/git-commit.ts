import { below, findRepository, type ReadText } from "./repository.ts";

/**
 * The commit that is checked out in the repository that a folder is in: what `git rev-parse HEAD` says, found without running Git.
 *
 * @param folder - An absolute path.
 * @param readText - Reads a file.
 * @returns The hash in hexadecimal; `undefined` where there is no repository, or no commit yet.
 */
export function gitCommit(folder: string, readText: ReadText): string | undefined {
  const repository = findRepository(folder, readText);
  return repository && commitIn(repository.git, readText);
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
