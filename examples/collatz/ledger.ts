import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that happened to a step of a sequence. */
export interface Entry {
  /** `ran`: its action has done its work; `failed`: it has not; `killed`: the process was, before that work was stored. */
  readonly what: "ran" | "failed" | "killed";
  readonly start: number;
  /** The first one, `begin`, is 0. */
  readonly step: number;
}

/** A file that is only ever added to, a line at a time: what is in it has happened, whatever came after. */
export function openLedger(folder: string) {
  const path = join(folder, "ledger.jsonl");
  return {
    add({ what, start, step }: Entry): void {
      appendFileSync(path, `${JSON.stringify({ what, start, step })}\n`);
    },
    read(): Entry[] {
      const text = existsSync(path) ? readFileSync(path, "utf8") : "";
      const lines = text.split("\n").filter((line) => line !== "");
      return lines.map((line) => JSON.parse(line) as Entry); // as it was added
    },
  };
}
