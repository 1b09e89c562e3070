import { machine } from "../machine/machine.ts";
import type { Part } from "./part-name.ts";

type Dated = Pick<Part, "name" | "firstStem" | "modifiedAtMs" | "joined">;

/**
 * Tells one log from another. It stays while parts are added at the end, and while parts are joined; it changes when a part came
 * late, to a place before one that was there already: then bytes that were read before are somewhere else now. That can be seen
 * from the parts alone, by whoever looks: a part that came late was changed after one behind it.
 */
export function logGeneration(parts: readonly Dated[]): string {
  const digest = lateDigest(parts);
  return [parts[0]?.firstStem ?? "", ...(digest === "" ? [] : [digest])].join("-");
}

/** What the parts that came late come to; empty for none. `parts`: in the order of the log. */
export function lateDigest(parts: readonly Dated[]): string {
  // A joined part does not show when what it was made of had come: it carries what was known by then.
  let known = { asOfMs: -Infinity, digest: "" };
  for (const { joined } of parts) if (joined !== undefined && joined.asOfMs >= known.asOfMs) known = joined;
  const late: string[] = [];
  let earliestBehind = Infinity;
  for (const { name, modifiedAtMs, joined } of parts.toReversed()) {
    if (joined === undefined && modifiedAtMs > known.asOfMs && earliestBehind < modifiedAtMs) late.push(name);
    earliestBehind = joined === undefined ? Math.min(earliestBehind, modifiedAtMs) : -Infinity;
  }
  return late.length === 0 ? known.digest : machine.sha256([known.digest, ...late].join("\n")).slice(0, 16);
}
