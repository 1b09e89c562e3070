import type { Action } from "@burrjs/core";
import { type ActionModel, isSourcePath } from "@burrjs/protocol";

/**
 * Where a program has made an action, as logs have it: nothing where that is not known, or not below the folder of the project. What an
 * installed package has made for a program is where the program called it.
 */
export function sourcePlace(
  site: Action["body"]["site"] | undefined,
  folder: string | undefined,
): Pick<ActionModel, "file" | "line"> {
  if (folder === undefined) return {};
  try {
    const frames = String(site?.stack)
      .split("\n")
      .flatMap((text) => frameOf(text) ?? []);
    const own = frames.find(({ path }) => !/[\\/]node_modules[\\/]/.test(path));
    if (own === undefined) return {};
    const file = pathBelow(slashed(folder), slashed(own.path));
    return file === undefined || !isSourcePath(file) ? {} : { file, line: own.line };
  } catch {
    return {}; // stacks are made by the program, if it likes
  }
}

interface Frame {
  readonly path: string;
  readonly line: number;
}

/** A line of a stack in the form of V8; `undefined` when it has no place, as those of built-in functions. */
function frameOf(text: string): Frame | undefined {
  const [, place, line] = /^\s+at (?:.*? \()?(.+?):(\d+):\d+\)?$/.exec(text) ?? [];
  return place === undefined ? undefined : { path: place.startsWith("file:") ? filePath(place) : place, line: Number(line) }; // prettier-ignore
}

/** `file:///C:/app.ts?again` is `C:/app.ts`. */
function filePath(url: string): string {
  return decodeURIComponent(new URL(url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");
}

/** Paths of Windows as those of other systems; programs write its drives in either case. */
function slashed(path: string): string {
  return /^[A-Za-z]:/.test(path) ? `${path.slice(0, 1).toUpperCase()}${path.slice(1).replaceAll("\\", "/")}` : path;
}

function pathBelow(folder: string, path: string): string | undefined {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
