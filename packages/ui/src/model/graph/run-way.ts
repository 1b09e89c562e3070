import { parseRunName, runName, type RunName } from "../compare/run-name.ts";

/** From the run of the page to one inside of it. */
export type RunWay = readonly RunName[];

/** The way from the run to the child whose graph is shown, as the address says it. */
export function wayIn(text: string | undefined): RunWay {
  return text === undefined ? [] : text.split(",").flatMap((name) => parseRunName(name) ?? []);
}

/** The same, for the address. */
export function wayText(way: RunWay): string | undefined {
  return way.length === 0 ? undefined : way.map((name) => runName(name)).join(",");
}
